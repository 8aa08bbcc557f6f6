// The leaves' text against the author's own pairs for RFC 8785.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/domain/canonicalJson.ts';
import { readText, vectors } from './support/vectors.ts';

const jcs = vectors('jcs');
const names = jcs.missing ? [] : readdirSync(`${jcs.path}/input`);
/** One pair holds 1e30. Our data is I-JSON, where such a number is refused: the rest of that pair is compared. */
const BEYOND = { file: 'values.json', text: '1e+30', input: '1E30', instead: '1' };

describe.skipIf(jcs.missing)(`RFC 8785${jcs.note}`, () => {
  it.each(names)('%s has its published form, byte for byte', (name) => {
    const published = readText(jcs.path, 'outhex', name.replace('.json', '.txt')).replaceAll(/\s+/g, '');
    const bytes = Buffer.from(published, 'hex');
    expect(bytes).toEqual(Buffer.from(readText(jcs.path, 'output', name).replace(/\n$/, '')));
    const input = readText(jcs.path, 'input', name);
    if (name !== BEYOND.file) {
      expect(Buffer.from(canonicalJson(JSON.parse(input) as Json))).toEqual(bytes);
      return;
    }
    expect(() => canonicalJson(JSON.parse(input) as Json)).toThrow('/numbers/1 is an integer beyond 2^53 - 1');
    const within = JSON.parse(input.replace(BEYOND.input, BEYOND.instead)) as Json;
    expect(canonicalJson(within)).toBe(bytes.toString().replace(BEYOND.text, BEYOND.instead));
  });
});

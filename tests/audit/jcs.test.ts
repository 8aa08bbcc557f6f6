// The leaves' text against the author's own pairs for RFC 8785.
import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json } from '../../src/domain/canonicalJson.ts';
import { readText, vectors } from './support/vectors.ts';

const jcs = vectors('jcs');
const names = jcs.missing ? [] : readdirSync(`${jcs.path}/input`);

describe.skipIf(jcs.missing)(`RFC 8785${jcs.note}`, () => {
  it.each(names)('%s has its published form, byte for byte', (name) => {
    const published = readText(jcs.path, 'outhex', name.replace('.json', '.txt')).replaceAll(/\s+/g, '');
    const bytes = Buffer.from(published, 'hex');
    expect(bytes).toEqual(Buffer.from(readText(jcs.path, 'output', name).replace(/\n$/, '')));
    const input = readText(jcs.path, 'input', name);
    expect(Buffer.from(canonicalJson(JSON.parse(input) as Json))).toEqual(bytes);
  });
});

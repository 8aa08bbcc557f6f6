import { existsSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalJson, type Json, NotIJson } from '../../src/domain/canonicalJson.ts';
import { jcs } from '../support/jcsOracle.ts';

const number = fc.double({ noDefaultInfinity: true, noNaN: true }).filter((n) => !(Math.abs(n) > 2 ** 53 - 1));
const { tree } = fc.letrec<{ tree: Json }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 4 },
    fc.constant(null),
    fc.boolean(),
    number,
    fc.integer(),
    fc.string({ unit: 'binary' }),
    fc.array(tie('tree'), { maxLength: 4 }),
    fc.dictionary(fc.string({ unit: 'binary', maxLength: 4 }), tie('tree'), { maxKeys: 6 }),
  ),
}));

describe('the canonical text', () => {
  it('is what RFC 8785 defines, for any I-JSON value', () => {
    fc.assert(
      fc.property(tree, (value) => {
        expect(canonicalJson(value)).toBe(jcs(value));
      }),
      { numRuns: 500 },
    );
  });

  it('parses to the same value, and is the text of that value again', () => {
    fc.assert(
      fc.property(tree, (value) => {
        const text = canonicalJson(value);
        expect(canonicalJson(JSON.parse(text))).toBe(text);
      }),
      { numRuns: 300 },
    );
  });

  it('does not depend on the order in which members were set', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.integer()), (value) => {
        const backwards = Object.fromEntries(Object.entries(value).reverse());
        expect(canonicalJson(backwards)).toBe(canonicalJson(value));
      }),
    );
  });

  it('orders names by UTF-16 code units, so a surrogate pair comes before U+FB33', () => {
    expect(canonicalJson({ '\ufb33': 1, '\u{1f600}': 2, '\r': 3, '1': 4, é: 5 })).toBe(
      '{"\\r":3,"1":4,"é":5,"😀":2,"\ufb33":1}',
    );
  });

  it.each<[number, string]>([
    [-0, '0'],
    [4.5, '4.5'],
    [2e-3, '0.002'],
    [1e-7, '1e-7'],
    [1 / 3, '0.3333333333333333'],
    [9007199254740991, '9007199254740991'],
  ])('writes %d as %s', (value, text) => {
    expect(canonicalJson(value)).toBe(text);
  });

  it('leaves out members that are undefined, as JSON does', () => {
    expect(canonicalJson({ a: undefined, b: 1 })).toBe('{"b":1}');
  });

  it.each<[string, unknown, string]>([
    ['half of a surrogate pair', { a: ['\ud800'] }, '/a/0'],
    ['half of a surrogate pair in a name', { a: { '\udc00': 1 } }, '/a'],
    ['an integer beyond 2^53 - 1', { a: 2 ** 53 }, '/a'],
    ['a number that is not finite', { 'a/b': { '~': Infinity } }, '/a~1b/~0'],
    ['not a number', [NaN], '/0'],
    ['undefined in an array', [undefined], '/0'],
    ['a bigint', 1n, ''],
  ])('refuses %s, and says where it stands', (_, value, pointer) => {
    const thrown = (() => {
      try {
        return canonicalJson(value as Json);
      } catch (error) {
        return error;
      }
    })();
    expect(thrown).toBeInstanceOf(NotIJson);
    expect(thrown).toMatchObject({ pointer });
  });
});

const vectors = resolve(import.meta.dirname, '../../../shared/vectors/jcs');
// values.json holds 1e30, an integer that I-JSON cannot carry exactly: the ledger refuses it
const NAMES = ['arrays', 'french', 'structures', 'unicode', 'weird'];

describe.skipIf(!existsSync(vectors))('the published vectors (skipped where they are not at hand)', () => {
  const read = (folder: string, name: string) => readFileSync(resolve(vectors, folder, `${name}.json`), 'utf8');

  it.each(NAMES)('%s: the text is the published one', (name) => {
    expect(canonicalJson(JSON.parse(read('input', name)))).toBe(read('output', name).trimEnd());
  });

  it('values: refused for 1e30, and the published text without it', () => {
    const input = JSON.parse(read('input', 'values'));
    expect(() => canonicalJson(input)).toThrow('/numbers/1 is an integer beyond');
    expect(jcs(input)).toBe(read('output', 'values').trimEnd());
  });
});

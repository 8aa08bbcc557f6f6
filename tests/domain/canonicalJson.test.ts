import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalIJson, canonicalJson, type Json, NotIJson } from '../../src/domain/canonicalJson.ts';
import { jcs } from '../support/jcsOracle.ts';

const number = fc.double({ noDefaultInfinity: true, noNaN: true });
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

  it('of what others must read exactly refuses an integer beyond 2^53 - 1, which a text alone may hold', () => {
    expect(canonicalJson({ a: 1e30 })).toBe('{"a":1e+30}');
    expect(canonicalIJson({ a: 2 ** 53 - 1 })).toBe('{"a":9007199254740991}');
    expect(() => canonicalIJson({ a: 2 ** 53 })).toThrow('/a is an integer beyond 2^53 - 1');
  });
});

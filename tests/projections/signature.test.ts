// Signatures of versions: what a list may pass over, and what it must not.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { signatureOf } from '../../src/projections/commitments/signature.ts';

const facet = fc
  .tuple(fc.constantFrom('party', 'area', 'contested', 'occasion'), fc.string({ minLength: 1, maxLength: 12 }))
  .map(([name, value]) => `${name} ${value}`);
const facets = fc.array(facet, { maxLength: 12 });

const bitsOf = (all: readonly string[]): bigint => BigInt(signatureOf(all));

describe('a signature', () => {
  it('has all bits of each of its facets, in whatever order they are named, and fits six bytes', () => {
    const law = fc.property(facets, facet, (others, one) => {
      const signature = bitsOf([...others, one]);
      expect(signature & bitsOf([one])).toBe(bitsOf([one]));
      expect(bitsOf([one, ...others.toReversed()])).toBe(signature);
      expect(signature < 2n ** 47n).toBe(true);
    });
    fc.assert(law);
  });

  it('tells most parties apart: of a hundred versions without one, two at most have its bits', () => {
    const codes = Array.from({ length: 300 }, (_, n) => `party ${n.toString(36).toUpperCase()}`);
    const versions = codes.map((_, n) => [0, 7, 31].map((step) => codes[(n * 11 + step) % codes.length] as string));
    let [without, passed] = [0, 0];
    for (const code of codes) {
      for (const parties of versions.filter((one) => !one.includes(code))) {
        without++;
        if ((bitsOf(parties) & bitsOf([code])) === bitsOf([code])) passed++;
      }
    }
    expect(passed / without).toBeLessThan(0.02);
  });

  it('says nothing of occasions', () => {
    expect(signatureOf(['occasion summit-2025'])).toBe(0);
  });
});

// Unicode's composed form of any text.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { composed } from '../../src/support/composed.ts';

describe('a composed text', () => {
  it('is what Unicode makes of it, and composed again the same', () => {
    const texts = fc.string({ unit: fc.constantFrom('a', 'e', ' ', '\u0301', '\u0323', '한', '\u1112', '\u1161') });
    fc.assert(
      fc.property(texts, (text) => {
        expect(composed(text)).toBe(text.normalize('NFC'));
        expect(composed(composed(text))).toBe(composed(text));
      }),
    );
  });

  it('is made in time linear in the text, whatever marks it is made of', () => {
    const marks = 'a\u0301\u0323'.concat('\u0301\u0323'.repeat(500_000), ' e\u0301');
    const start = performance.now();
    expect(composed(marks).endsWith('é')).toBe(true);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});

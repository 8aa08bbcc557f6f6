// Folding: what it makes equal, and that no text makes it take more than its length.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { folded } from '../../src/captures/folding.ts';
import { searchable } from '../../src/captures/quote.ts';

const plainly = (text: string): string => text.normalize('NFKC').toLowerCase().normalize('NFKC');
const MARKS = ['\u0301', '\u0316', '\u0344', '\u0f81', '\uff9e', '\u0e33', '\u034f', '\u3099'];

/** Far fewer of them take the square of their number minutes. */
const EIGHT_MEGABYTES = 8 * 1024 * 1024;
const filled = (text: string): Buffer => {
  const bytes = Buffer.from(text);
  return Buffer.alloc(EIGHT_MEGABYTES - (EIGHT_MEGABYTES % bytes.length), bytes);
};

describe('folding', () => {
  it('of ordinary text is what normalize makes of it', () => {
    const word = fc.string({
      unit: fc.constantFrom('a', 'É', 'ﬁ', '１', 'İ', '가', '\u1100', '\u1161', ...MARKS),
      maxLength: 20,
    });
    fc.assert(
      fc.property(word, (text) => {
        expect(folded(`x${text}x`)).toBe(plainly(`x${text}x`));
      }),
    );
  });

  it('is idempotent, with however many marks', () => {
    const run = fc
      .tuple(fc.constantFrom('a', 'İ', 'Σ', ' ', ''), fc.array(fc.constantFrom(...MARKS), { maxLength: 70 }))
      .map(([letter, marks]) => letter + marks.join(''));
    fc.assert(
      fc.property(fc.array(run, { maxLength: 5 }), (runs) => {
        const once = folded(runs.join('')) as string;
        expect(folded(once)).toBe(once);
      }),
    );
  });

  it('leaves a run of more marks than any script has as it is, and what stands around it folded', () => {
    const marks = '\u0301\u0316'.repeat(16);
    expect(folded(`Ａe\u0301 ${marks} ﬁ`)).toBe(`aé ${marks} fi`);
  });

  it('stops where the text would grow beyond what is asked for', () => {
    expect(folded('\ufdfa'.repeat(100), 1_000)).toBeUndefined();
    expect(folded('\ufdfa'.repeat(100), 1_800)).toHaveLength(1_800);
  });
});

describe('a document of eight megabytes', () => {
  it.each([
    ['marks in turn', '\u0301\u0316'],
    ['a mark that is two', '\u0f81'],
    ['marks and letters that are marks', '\u0301\uff9e'],
    ['letters with as many marks as are put in order', `a${'\u0301\u0316'.repeat(15)}`],
    ['a character that stands for eighteen', '\ufdfa'],
  ])('is searched in time linear in its length: %s', { timeout: 120_000 }, (_what, text) => {
    const outcome = searchable({ bytes: filled(text), type: 'text/plain' }).find('agreed');
    expect(['absent', 'unchecked']).toContain(outcome.found);
  });

  it('is found the quote in that it holds, marks and all', { timeout: 120_000 }, () => {
    const zalgo = `agreed${'\u0301\u0316'.repeat(500)} to`;
    const document = Buffer.concat([filled('\u0301\u0316').subarray(4_096), Buffer.from(` they ${zalgo} go`)]);
    expect(searchable({ bytes: document, type: 'text/plain' }).find(zalgo)).toMatchObject({ found: 'present' });
  });
});

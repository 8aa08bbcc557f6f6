// How values are put into words and columns.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { progressOn } from '../../src/cli/progress.ts';
import { columns, cut } from '../../src/cli/text/columns.ts';
import { instant, said, saidAsDeadline } from '../../src/cli/text/dates.ts';
import { grid } from '../../src/cli/text/grid.ts';
import { oneLine } from '../../src/cli/text/plain.ts';
import { widthOf } from '../../src/cli/text/width.ts';
import { amountWords } from '../../src/cli/text/words.ts';
import { hanging, wrap } from '../../src/cli/text/wrap.ts';
import { nearest } from '../../src/domain/nearest.ts';
import { csvLine } from '../../src/projections/formats/csv.ts';

describe('dates are said no more exactly than they were stated', () => {
  it.each([
    ['2025-06-25', '25 June 2025'],
    ['2025-04', 'April 2025'],
    ['2025', '2025'],
    ['2025-07/2025-09', 'July 2025 to September 2025'],
    ['2025-06-25T14:00:00Z', '25 June 2025, 14:00 UTC'],
    ['2025-06-25T14:00:00+09:00', '25 June 2025, 05:00 UTC'],
    [{ to: '2025-06-24', text: 'before the summit' }, 'until 24 June 2025 (before the summit)'],
    [{ from: '2025-06' }, 'from June 2025'],
    [{ from: '2025-06', to: '2025-08' }, 'June 2025 to August 2025'],
  ])('%j', (when, words) => {
    expect(said(when)).toBe(words);
  });

  it('a deadline is by its day, and within its month', () => {
    expect(saidAsDeadline('2025-09-30')).toBe('by 30 September 2025');
    expect(saidAsDeadline('2025-09')).toBe('within September 2025');
    expect(instant('no date')).toBe('no date');
  });
});

it.each([
  [{ min: 3, max: 3, unit: 'ships' }, '3 ships'],
  [{ min: 3, unit: 'ships' }, 'at least 3 ships'],
  [{ max: 3, approx: true, unit: 'ships' }, 'about at most 3 ships'],
  [{ min: 3, max: 5, unit: 'ships' }, '3 to 5 ships'],
])('the amount %j', (amount, words) => {
  expect(amountWords(amount)).toBe(words);
});

describe('text on its way to a terminal', () => {
  it('cannot steer it: control characters and marks of direction are shown by their codes', () => {
    expect(oneLine('a\u001b[31mb\u202ec')).toBe('a\\u001b[31mb\\u202ec');
    expect(oneLine('two \n lines\n')).toBe('two lines ');
  });

  it('stands in columns by the cells it takes, wide characters counted as two', () => {
    expect(widthOf('대한민국')).toBe(8);
    expect(widthOf('e\u0301')).toBe(1);
    expect(widthOf('\u{1d160}'.normalize('NFD'))).toBe(widthOf('\u{1d160}'));
    expect(
      columns([
        ['대한', 'x'],
        ['abcdef', 'y'],
      ]),
    ).toBe('대한    x\nabcdef  y\n');
  });

  it('is cut with a sign that it was, never within a character', () => {
    expect(cut('partners', 8)).toBe('partners');
    expect(cut('partners', 5)).toBe('part…');
    expect(cut('대한민국', 5)).toBe('대한…');
  });
});

it('a cell of CSV is quoted where it must be, and is never a formula', () => {
  expect(csvLine(['a', 'b,c', 'say "x"', '=1+1', ''])).toBe(`a,"b,c","say ""x""",'=1+1,\r\n`);
});

it('a word is corrected only to one that is near', () => {
  expect(nearest('lst', ['list', 'show'])).toBe('list');
  expect(nearest('replya', ['replay', 'rebuild'])).toBe('replay');
  expect(nearest('frobnicate', ['list', 'show'])).toBeUndefined();
});

describe('text in lines', () => {
  it('breaks between words, and keeps a date together', () => {
    expect(wrap('signed by both on 25 June 2025 in The Hague', 22)).toEqual([
      'signed by both on',
      '25 June 2025 in The',
      'Hague',
    ]);
    expect(wrap('', 10)).toEqual(['']);
  });

  it('breaks between wide characters, which need no space, and not before a full stop', () => {
    expect(wrap('日本と韓国の協力。', 8)).toEqual(['日本と韓', '国の協', '力。']);
  });

  it('breaks a word only where it has no line to itself', () => {
    expect(wrap('at https://example.org/a', 10)).toEqual(['at', 'https://ex', 'ample.org/', 'a']);
  });

  it('loses nothing but the space it breaks at, and is never wider', () => {
    const text = fc.string({ unit: 'grapheme', maxLength: 200 });
    fc.assert(
      fc.property(text, fc.integer({ min: 2, max: 60 }), (given, width) => {
        const lines = wrap(given, width);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        expect(lines.join('').replace(/\s/g, '')).toBe(given.replace(/\s/g, ''));
      }),
    );
  });

  it('hangs under the beginning of its first line', () => {
    expect(hanging('  name: ', 'of a few words', 16)).toEqual(['  name: of a few', '        words']);
    expect(hanging('  name: ', 'of a few words', 16, 4)).toEqual(['  name: of a few', '    words']);
  });

  it('stands in a table whose widest column gives way, without the columns that say nothing', () => {
    const head = ['WHO', 'WHAT', 'NONE'];
    expect(grid(head, [['KR', 'a long tale of it', '']], 18)).toEqual([
      '  WHO  WHAT',
      '  KR   a long tale',
      '       of it',
    ]);
    expect(grid(head, [['KR', 'x\ny', '']], 40)).toEqual(['  WHO  WHAT', '  KR   x', '       y']);
  });
});

describe('progress', () => {
  const drawing = (draws: boolean) => {
    let [text, now] = ['', 0];
    const io = {
      out: async () => {},
      err: (more: string) => {
        text += more;
      },
      closed: false,
      columns: undefined,
      draws,
    };
    const progress = progressOn(io, () => now);
    for (let done = 0; done <= 100; done++) {
      now += 200;
      progress.at(done, 100, 'entries');
    }
    progress.end();
    return text;
  };

  it('is a bar on a terminal, taken away at the end', () => {
    const text = drawing(true);
    expect(text).toContain('50 % entries');
    expect(text).toContain('█');
    expect(text.endsWith('\r\x1b[2K')).toBe(true);
  });

  it('is a plain line now and then elsewhere', () => {
    const lines = drawing(false).trimEnd().split('\n');
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/^\d+ % entries$/);
  });
});

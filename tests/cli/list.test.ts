// A list on a screen: no line is wider, whatever the titles are written in, and what is cut or left out is said.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Commitment } from '../../src/cli/text/commitment.ts';
import { listText } from '../../src/cli/text/list.ts';
import { graphemesOf, widthOf } from '../../src/cli/text/width.ts';
import { STATUSES, TIMELINESS } from '../../src/domain/commitment/headline.ts';
import { DELIVERY } from '../../src/domain/commitment/payloads.ts';

const SCRIPTS = [
  '방위산업협력 협의체',
  '한국'.normalize('NFD'),
  '日本と韓国',
  'क्षेत्रीय सहयोग',
  'e\u0301\u0302',
  '👨‍👩‍👧‍👦',
  '🇰🇷',
  'ﾊﾞ',
  '⚔️',
  '\u202eabc',
  'a\nb',
];
const title = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 120 }),
  fc
    .array(fc.constantFrom(...SCRIPTS, 'Cooperation', 'of the'), { minLength: 1, maxLength: 20 })
    .map((all) => all.join(' ')),
);
const party = fc
  .integer({ min: 10, max: 999_999 })
  .map((code) => ({ code: code.toString(36).toUpperCase(), role: 'committer' }));
const commitment = fc
  .record({
    id: fc.uuid(),
    title,
    kind: fc.constantFrom('body', 'agreement', 'cooperation'),
    status: fc.constantFrom(...STATUSES),
    timeliness: fc.constantFrom(...TIMELINESS),
    delivery: fc.record({ level: fc.constantFrom(...DELIVERY), contested: fc.boolean() }),
    parties: fc.array(party, { minLength: 1, maxLength: 200 }),
    deadline: fc.constantFrom(
      null,
      { current: '2025-09-30', firmness: 'soft' },
      { current: { text: '前'.repeat(40), to: '2025' }, firmness: 'firm' },
    ),
    contested: fc.subarray(['level', 'quantity', 'delivery']),
  })
  .map((parts) => parts as unknown as Commitment);

const listed = (commitments: readonly Commitment[], width: number | undefined, wide = false) =>
  listText(commitments, { width, wide, shortId: (id) => id.slice(0, 8) });
const linesOf = (text: string) => text.split('\n').slice(0, -1);
const one = (more: object): Commitment =>
  ({
    id: '0f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01',
    title: 'Cooperation on supply chains and on developing, producing and procuring for defence',
    kind: 'agreement',
    status: 'in_force',
    timeliness: 'overdue',
    delivery: { level: 'partly_delivered', contested: false },
    parties: [],
    deadline: null,
    contested: [],
    ...more,
  }) as unknown as Commitment;
const TREATY = one({
  parties: Array.from({ length: 200 }, (_, index) => ({ code: `P${index + 100}`, role: 'committer' })),
});

describe('a list', () => {
  it('has no line that is wider than the screen, and one line a commitment', () => {
    fc.assert(
      fc.property(
        fc.array(commitment, { minLength: 1, maxLength: 6 }),
        fc.integer({ min: 1, max: 200 }),
        (all, width) => {
          const lines = linesOf(listed(all, width).text);
          expect(lines).toHaveLength(all.length + 1);
          for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
        },
      ),
    );
  });

  it('has delivery, timeliness and parties on eighty cells, and says what found no place', () => {
    const { text, dropped } = listed([TREATY], 80);
    expect(text).toContain('in force  partly delivered  overdue');
    expect(
      listed([one({ parties: TREATY.parties, delivery: { level: 'stalled', contested: true } })], 80).text,
    ).toMatch(/in force {2}stalled\? +overdue +P100 \+199 +Cooperation on supply/);
    expect(dropped).toEqual(['KIND', 'PARTIES', 'DEADLINE', 'CONTESTED']);
  });

  it('shows as many parties as there is room for, and how many more there are', () => {
    expect(listed([TREATY], undefined).text).toMatch(/agreement {2}P100 P101 .* P\d+ \+19\d {2}-/);
    const wide = listed([TREATY], 80, true);
    expect(wide.text).toContain('P298 P299');
    expect([wide.text.includes('+'), wide.dropped]).toEqual([false, []]);
  });

  it('cuts no title where there is no screen', () => {
    const long = 'x'.repeat(300);
    expect(listed([one({ title: long })], undefined).text).toContain(long);
  });
});

describe('the cells a text takes', () => {
  it.each([
    ['abc', 3],
    ['방위', 4],
    ['방위'.normalize('NFD'), 4],
    ['e\u0301', 1],
    ['क्ष', 2],
    ['👨‍👩‍👧‍👦', 2],
    ['🇰🇷', 2],
    ['⚔️', 2],
    ['1️⃣', 2],
    ['ｶ', 1],
    ['Ａ', 2],
    ['\u{20000}', 2],
    ['a\u200bb', 2],
    ['\u00ad', 1],
    ['', 0],
  ])('%s takes %i', (text, cells) => {
    expect(widthOf(text)).toBe(cells);
  });

  it('are those of its graphemes, whatever it is', () => {
    fc.assert(
      fc.property(title, (text) => {
        expect(widthOf(text)).toBe(graphemesOf(text).reduce((sum, one) => sum + widthOf(one), 0));
      }),
    );
  });
});

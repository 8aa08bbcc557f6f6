// Values that a schema takes and nobody expects: odd texts, dates at the ends of the calendar, times stated as loosely as may be.
import type { Dice } from './dice.ts';

const DAY = 86_400_000;

export const CODES = ['KR', 'NATO', 'A', '0', 'X--Y', 'CONSTRUCTOR', 'Z'.repeat(32)];
export const NAMES = ['notes', 'constructor', 'tostring', 'valueof', '0', 'a-b-c', 'z'.repeat(64)];
/** Of every party; two, so that those which are named are mostly on record. */
export const OFFICES = ['president', 'constructor'];
export const HOLDERS = ['7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10', '018f3c1e-5f2a-7b1d-8c3e-4d5f6a7b8c9d'];
export const AREAS = ['space', 'energy', 'constructor', '0', 'a-1', 'y'.repeat(64)];

const TEXTS = [
  'x',
  'plain words, and more of them',
  'Plain  Words, AND more of them',
  '__proto__',
  'toString',
  'constructor',
  'é',
  'e\u0301',
  '\u0301',
  '\u0301'.repeat(30),
  '\u0000',
  'a\u0000b',
  'a\nb\tc',
  '"\\',
  "' OR 1=1 --",
  '%_*',
  'a|b=c d\u2028e',
  'ﬁ ß İ ı Ǆ',
  '한국 日本 العربية',
  '😀👩‍👩‍👧',
  '\ue000\uf8ff',
  '\u200b',
  '-',
  '2025-06-25',
  'NULL',
  'KR',
  'NATO',
];

/** Without white space at its ends, no longer than may be. */
export function text(dice: Dice, max: number): string {
  if (dice.isOne(40)) return 'w'.repeat(max);
  const one = dice.isOne(3) ? `${dice.pick(TEXTS)} ${dice.pick(TEXTS)}` : dice.pick(TEXTS);
  return one.slice(0, max).toWellFormed().trim() || 'x';
}

const EDGES = [
  '0000',
  '0001',
  '0001-01-01',
  '9999',
  '9999-12',
  '9999-12-31',
  '1969-12-31/1970-01-01',
  '0000/9999',
  '2024-02-29',
  '1900-01-01T00:00Z',
  '0000-01-01T00:00:00+14:00',
  '9999-12-31T23:59:59.999999999-12:00',
];
const OFFSETS = ['Z', '+14:00', '-12:00', '+05:30', '+00:00'];

/** A time as people state it, around an instant (milliseconds since 1970) or far from it. */
export function when(dice: Dice, around: number): unknown {
  if (dice.isOne(6)) return dice.pick(EDGES);
  const at = around + (dice.roll(9) - 5) * 40 * DAY;
  const iso = new Date(at).toISOString();
  const day = iso.slice(0, 10);
  const later = new Date(at + dice.roll(60) * DAY).toISOString().slice(0, 10);
  const said = dice.isOne(2) ? {} : { text: text(dice, 200) };
  return dice.pick([
    day,
    day,
    day.slice(0, 7),
    day.slice(0, 4),
    `${day}/${later}`,
    `${day.slice(0, 7)}/${later.slice(0, 4)}`,
    iso.slice(0, 16) + dice.pick(OFFSETS),
    `${iso.slice(0, 19)}.${'9'.repeat(1 + dice.roll(9))}${dice.pick(OFFSETS)}`,
    { from: day, ...said },
    { to: day.slice(0, 7), ...said },
    { from: day.slice(0, 4), to: later, ...said },
  ]);
}

const NUMBERS = [0, 1, 1, 2, 3, 0.1, 0.30000000000000004, 1e-9, 5e-324, 1550, Number.MAX_SAFE_INTEGER];
export const quantity = (dice: Dice): number => dice.pick(NUMBERS);

export const json = (dice: Dice): unknown =>
  dice.pick<unknown>([null, true, 0, -1.5, text(dice, 20), [], {}, [[null]], { toString: 1 }]);

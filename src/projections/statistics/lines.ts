// Where moves are summed up. Three lines, each in levels whose blocks hold a whole number of the level's below, so that
// whatever lies before a point is the sum of a few dozen blocks and of a bounded part of the log, however long that is.
import type { Move } from './moves.ts';
import { BLOCK } from './sizes.ts';

const DAY = 86_400_000;

/**
 * What was news (`at` no later than the clock of its event) is summed up twice: by when it took effect, and by when it
 * was recorded, in sequences. What was foreseen (a deadline passes after its event was recorded) is summed up once, by
 * when it comes: it can be known no later than that.
 */
export const LINES = { newsInEffect: 0, foreseen: 1, newsAsRecorded: 2 } as const;
export type Line = (typeof LINES)[keyof typeof LINES];
type LineInTime = Exclude<Line, typeof LINES.newsAsRecorded>;

/** Blocks of sequences in one of the next level. */
const RADIX = 16;

/** Of the lines in time. The days of a month are summed up only where it is crowded. */
export const LEVELS = { day: 1, month: 2, year: 3 } as const;
/** Of the line in sequences: blocks of 512, 8,192, 131,072 and 2,097,152. */
const LOWEST = 1;
const TOP = 4;

const dayOf = (instant: number): number => Math.floor(instant / DAY);
export const lineInTime = ({ at }: Move, clock: number): LineInTime =>
  at <= clock ? LINES.newsInEffect : LINES.foreseen;

/** A block of a line, and where it begins, in days or in lowest blocks: the order in which blocks are summed up. */
export interface Block {
  readonly level: number;
  readonly block: number;
  readonly place: number;
}

export function blockInSequences(sequence: number): Block {
  const block = Math.floor(sequence / BLOCK);
  return { level: LOWEST, block, place: block };
}

export function blockInTime(instant: number, crowded: (month: number) => boolean): Block {
  const place = dayOf(instant);
  const month = monthOfDay(place);
  return crowded(month) ? { level: LEVELS.day, block: place, place } : { level: LEVELS.month, block: month, place };
}

/** The block of the next level that holds this one; undefined above the highest. */
export function above(line: Line, level: number, block: number): number | undefined {
  if (line === LINES.newsAsRecorded) return level < TOP ? Math.floor(block / RADIX) : undefined;
  if (level === LEVELS.day) return monthOfDay(block);
  return level === LEVELS.month ? Math.floor(block / 12) : undefined;
}

/** Months since the year 0. */
export const monthOf = (instant: number): number => monthOfDay(dayOf(instant));

function monthOfDay(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

/** The first instant of a month, and the first after it. */
export const instantsOf = (month: number): readonly [from: number, to: number] => [start(month), start(month + 1)];

/** Date.UTC takes the years 0 to 99 for 1900 to 1999. */
const start = (month: number): number =>
  new Date(0).setUTCFullYear(Math.floor(month / 12), month - 12 * Math.floor(month / 12), 1);

/** Blocks of a level from one up to, and without, another. */
export interface Range {
  readonly level: number;
  readonly from: number;
  readonly to: number;
}

/** A stretch of the log, both ends included, milliseconds since 1970; it counts so many times. */
export interface Stretch {
  readonly from: number;
  readonly to: number;
  readonly times: 1 | -1;
}

export interface Prefix {
  readonly ranges: readonly Range[];
  readonly log: Stretch | undefined;
}

/**
 * All up to an instant, itself included: whole years and months, and of the last month its days, less what comes after
 * the instant on the last of them; where it is not crowded, what the log says of it.
 */
export function upToInstant(instant: number, isCrowded: (month: number) => boolean): Prefix {
  const month = monthOf(instant);
  const year = Math.floor(month / 12);
  const whole = [
    { level: LEVELS.year, from: Number.MIN_SAFE_INTEGER, to: year },
    { level: LEVELS.month, from: year * 12, to: month },
  ];
  const [first] = instantsOf(month);
  if (!isCrowded(month)) return { ranges: whole, log: { from: first, to: instant, times: 1 } };
  const next = dayOf(instant) + 1;
  const days = { level: LEVELS.day, from: dayOf(first), to: next };
  const after = { from: instant + 1, to: next * DAY - 1, times: -1 } as const;
  return { ranges: [...whole, days], log: after.from > after.to ? undefined : after };
}

/** All sequences before one that begins a block. */
export function beforeSequence(sequence: number): Range[] {
  const ranges: Range[] = [];
  let end = Math.floor(sequence / BLOCK);
  for (let level = LOWEST; level <= TOP; level++) {
    const from = level === TOP ? 0 : Math.floor(end / RADIX) * RADIX;
    if (from < end) ranges.push({ level, from, to: end });
    end = Math.floor(end / RADIX);
  }
  return ranges;
}

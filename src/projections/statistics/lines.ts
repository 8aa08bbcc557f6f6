// Where moves are summed up. Four lines, each in levels whose blocks hold a whole number of the level's below, so that
// whatever lies before a point is the sum of a few dozen blocks and of a bounded part of the log, however long that is.
import { monthOf, monthOfDay } from '../month.ts';
import type { Move } from './moves.ts';
import { BLOCK, CROWDED, RADIX } from './sizes.ts';

const DAY = 86_400_000;

/**
 * What was news (`at` no later than the clock of its event) is summed up twice: by when it took effect, and by when it
 * was recorded, in sequences. So is what was foreseen (a deadline passes after its event was recorded): by when it comes,
 * and by when it was recorded, there with the month in which it comes.
 */
export const LINES = { newsInEffect: 0, foreseen: 1, newsAsRecorded: 2, foreseenAsRecorded: 3 } as const;
export type Line = (typeof LINES)[keyof typeof LINES];
export type LineInTime = typeof LINES.newsInEffect | typeof LINES.foreseen;
export type LineInSequences = typeof LINES.newsAsRecorded | typeof LINES.foreseenAsRecorded;

export const isInTime = (line: Line): line is LineInTime => line < LINES.newsAsRecorded;

/** Of the lines in time. The days of a month are summed up only where it is crowded. */
export const LEVELS = { day: 1, month: 2, year: 3 } as const;
/** Of the lines in sequences: blocks of 512, 4,096, 32,768, 262,144 and 2,097,152. */
const LOWEST = 1;
const TOP = 5;
/** A scope is counted from the log at one of them; at each level above it, it is summed up from the one below. */
export const COUNTED = [LOWEST, LOWEST + 1] as const;
export const SUMMED = [2, 3, 4, TOP] as const;

export const EVERYTHING = '';

/** Parties and areas are many, and each moves seldom: what is recorded of them is summed up from the second level on. */
export const lowestOf = (scope: string): number =>
  scope === EVERYTHING || scope.startsWith('k') ? LOWEST : LOWEST + 1;

const dayOf = (instant: number): number => Math.floor(instant / DAY);
export const lineInTime = ({ at }: Pick<Move, 'at'>, clock: number): LineInTime =>
  at <= clock ? LINES.newsInEffect : LINES.foreseen;

export interface Block {
  readonly level: number;
  readonly block: number;
}

/**
 * A month in which more events than this moved something is crowded: its days are summed up. Of parties and areas, which
 * have a few of them each, it takes as many more.
 */
export const crowdedAbove = (lowest: number): number => CROWDED * RADIX ** (lowest - LOWEST);

/** How many sequences a block of a level has. */
const sizeOf = (level: number): number => BLOCK * RADIX ** (level - LOWEST);

export const blockInSequences = (sequence: number, level: number): Block => ({
  level,
  block: Math.floor(sequence / sizeOf(level)),
});

/** The blocks of the level below that a block of sequences consists of. */
export const below = ({ level, block }: Block): Range => ({
  level: level - 1,
  from: block * RADIX,
  to: (block + 1) * RADIX,
});

export function blockInTime(instant: number, crowded: (month: number) => boolean): Block {
  const day = dayOf(instant);
  const month = monthOfDay(day);
  return crowded(month) ? { level: LEVELS.day, block: day } : { level: LEVELS.month, block: month };
}

/** The block of the next level in time that holds this one; undefined above the highest. */
export function above({ level, block }: Block): Block | undefined {
  if (level === LEVELS.day) return { level: LEVELS.month, block: monthOfDay(block) };
  return level === LEVELS.month ? { level: LEVELS.year, block: Math.floor(block / 12) } : undefined;
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

/** What the last month up to an instant is made of: its days, or what the log says of it, or all of it less what the log says comes after. */
export type LastMonth = 'days' | 'before' | 'after';

/** All up to an instant, itself included: whole years and months, and a part of the last month. */
export function upToInstant(instant: number, made: (month: number) => LastMonth): Prefix {
  const month = monthOf(instant);
  const year = Math.floor(month / 12);
  const whole = [
    { level: LEVELS.year, from: Number.MIN_SAFE_INTEGER, to: year },
    { level: LEVELS.month, from: year * 12, to: month },
  ];
  const { ranges, log } = LAST_MONTH[made(month)](instant);
  return { ranges: [...whole, ...ranges], log };
}

const LAST_MONTH: Readonly<Record<LastMonth, (instant: number) => Prefix>> = {
  days: inDays,
  before: (instant) => ({ ranges: [], log: { from: instantsOf(monthOf(instant))[0], to: instant, times: 1 } }),
  after(instant) {
    const month = monthOf(instant);
    const after = { from: instant + 1, to: instantsOf(month)[1] - 1, times: -1 } as const;
    const all = { level: LEVELS.month, from: month, to: month + 1 };
    return { ranges: [all], log: after.from > after.to ? undefined : after };
  },
};

/** Of a crowded month: its days, less what comes after the instant on the last of them. */
export function inDays(instant: number): Prefix {
  const [first] = instantsOf(monthOf(instant));
  const next = dayOf(instant) + 1;
  const days = { level: LEVELS.day, from: dayOf(first), to: next };
  const after = { from: instant + 1, to: next * DAY - 1, times: -1 } as const;
  return { ranges: [days], log: after.from > after.to ? undefined : after };
}

/** All sequences before one, in blocks of a level and those above; and the first that no such block holds. */
export function beforeSequence(sequence: number, lowest: number): { readonly ranges: Range[]; readonly rest: number } {
  const ranges: Range[] = [];
  let end = Math.floor(sequence / sizeOf(lowest));
  const rest = end * sizeOf(lowest);
  for (let level = lowest; level <= TOP; level++) {
    const from = level === TOP ? 0 : Math.floor(end / RADIX) * RADIX;
    if (from < end) ranges.push({ level, from, to: end });
    end = Math.floor(end / RADIX);
  }
  return { ranges, rest };
}

/** The blocks of a level that are whole once sequences are summed up to one, and were not when they were up to another. */
export const completed = (level: number, from: number, to: number): Range => ({
  level,
  from: Math.floor(from / sizeOf(level)),
  to: Math.floor(to / sizeOf(level)),
});

/** The sequences of blocks, from one up to, and without, another. */
export const sequencesIn = ({ level, from, to }: Range): Pick<Range, 'from' | 'to'> => ({
  from: from * sizeOf(level),
  to: to * sizeOf(level),
});

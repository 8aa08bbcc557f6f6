// What was foreseen in whole blocks of sequences and comes from a month on, up to an instant.
// Whole months are summed up by when they were recorded. Of the last one, what is asked for is a corner of four: what
// comes up to the instant or after it, recorded before the sequence or since then. What comes up to the instant, what was
// recorded before the sequence and the whole month are summed up too, so that reading any one of the corners from the log
// gives it. Law: which one is read decides what an answer costs, never what it says.

import { monthOf } from '../month.ts';
import type { Counting, CountReader, Into } from './countReader.ts';
import { eachIn, eachMonthIn, PLACES } from './counts.ts';
import { EVERYTHING, inDays, instantsOf, LEVELS, LINES, type Range, type Stretch } from './lines.ts';
import { placesIn } from './movedRows.ts';
import { raise } from './tally.ts';

export interface ForeseenAsked {
  /** the first month */
  readonly from: number;
  readonly asOf: number;
  /** what was recorded before the sequence */
  readonly ranges: readonly Range[];
  readonly sequence: number;
  /** the first sequence that is not summed up in time */
  readonly summed: number;
}

interface Corner {
  /** what comes after the instant */
  readonly later: boolean;
  /** what was recorded since the sequence */
  readonly since: boolean;
}

export function addForeseen(reader: CountReader, counting: Counting, asked: ForeseenAsked): void {
  const { asOf, sequence, summed } = asked;
  const recorded = addMonths(reader, counting, asked);
  const corner = smallestCorner(reader, counting, asOf, recorded);
  if (corner.later) addAll(counting, recorded);
  if (corner.since) addDays(reader, counting, asOf, summed);
  if (corner.later && corner.since) reader.addRanges(counting, LINES.foreseen, wholeMonth(asOf), -1);
  const log = corner.since ? { from: sequence, to: summed } : { from: 0, to: sequence };
  reader.addPlaces(counting, LINES.foreseen, stretchOf(corner, asOf), log);
}

type Counts = ReadonlyMap<string, Into>;

/** Adds the whole months. Returns what comes in the month of the instant, by scope. */
function addMonths(reader: CountReader, { counted }: Counting, { from, asOf, ranges }: ForeseenAsked): Counts {
  const last = monthOf(asOf);
  const inLast = new Map<string, Into>();
  for (const [scope, into] of counted) {
    const recorded: Into = new Map();
    inLast.set(scope, recorded);
    for (const text of reader.texts(scope, LINES.foreseenAsRecorded, ranges)) {
      eachMonthIn(text, (month, code, n) => raise(month === last ? recorded : into, code, n), { from, to: last + 1 });
    }
  }
  return inLast;
}

function addAll({ counted }: Counting, counts: Counts): void {
  for (const [scope, into] of counted) for (const [code, n] of counts.get(scope) ?? []) raise(into, code, n);
}

/** Of what was foreseen, the days of the month of an instant up to it. */
function addDays(reader: CountReader, counting: Counting, asOf: number, summed: number): void {
  const { ranges, log } = inDays(asOf);
  reader.addRanges(counting, LINES.foreseen, ranges);
  if (log !== undefined) reader.addPlaces(counting, LINES.foreseen, log, { from: 0, to: summed });
}

const wholeMonth = (asOf: number): readonly Range[] => [
  { level: LEVELS.month, from: monthOf(asOf), to: monthOf(asOf) + 1 },
];

/** Without days nothing is known of what was recorded since. */
function smallestCorner(reader: CountReader, counting: Counting, asOf: number, recorded: Counts): Corner {
  const [start, end] = instantsOf(monthOf(asOf));
  if (!reader.isCrowded(counting, LINES.foreseen, monthOf(asOf))) {
    const places = (from: number, to: number) => reader.placesIn(LINES.foreseen, from, to);
    return { later: places(asOf + 1, end - 1) < places(start, asOf), since: false };
  }
  const places = (ranges: readonly Range[]) =>
    reader.texts(EVERYTHING, LINES.foreseen, ranges).reduce((sum, text) => sum + placesIn(text), 0);
  return {
    later: places(inDays(asOf).ranges) > places(wholeMonth(asOf)) / 2,
    since: weightOf(recorded) > weightIn(reader, recorded.keys(), wholeMonth(asOf)) / 2,
  };
}

/** How much moves, whatever it is: about in proportion to how much of the log it takes. */
const weightOf = (counts: Counts): number =>
  counts.values().reduce((sum, into) => sum + into.values().reduce((all, n) => all + Math.abs(n), 0), 0);

function weightIn(reader: CountReader, scopes: Iterable<string>, ranges: readonly Range[]): number {
  let weight = 0;
  const add = (code: string, n: number) => {
    if (code !== PLACES) weight += Math.abs(n);
  };
  for (const scope of scopes) for (const text of reader.texts(scope, LINES.foreseen, ranges)) eachIn(text, add);
  return weight;
}

/** Where in time a corner lies; and how often it counts, with what is summed up. */
function stretchOf({ later, since }: Corner, asOf: number): Stretch {
  const [from, to] = instantsOf(monthOf(asOf));
  const times = later === since ? 1 : -1;
  return later ? { from: asOf + 1, to: to - 1, times } : { from, to: asOf, times };
}

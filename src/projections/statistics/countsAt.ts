// Counts on both clocks: of the moves recorded up to a sequence, those up to an instant.
// Law: what the tallies say is exact, and the log of moves makes up for what lies between their blocks.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Journal } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import type { AsOf } from '../readModels.ts';
import { type Corner, smallestCorner, stretchOf } from './corners.ts';
import { eachMonthIn } from './counts.ts';
import {
  beforeSequence,
  crowdedAbove,
  EVERYTHING,
  inDays,
  instantsOf,
  LEVELS,
  LINES,
  type LineInTime,
  lineInTime,
  lowestOf,
  monthOf,
  type Range,
  type Stretch,
  upToInstant,
} from './lines.ts';
import {
  LAST_MOVED,
  MOVED,
  MOVING,
  placesIn,
  RECORDED_BEFORE,
  type StoredMoves,
  type StoredMoving,
  TALLIED,
  unsummed,
} from './movedRows.ts';
import { type Move, movesIn } from './moves.ts';
import { addText, count, raise } from './tally.ts';
import { RANGE } from './upperLevels.ts';

/** By code; what is absent counts 0. */
export type Counted = ReadonlyMap<string, number>;

/** Sequences of the log read before others get their turn. */
const A_TURN = 2_000;
/** A stretch of the log of so many sequences is read once, and what it came to is kept: it never changes. */
const LONG = 20_000;
const KEPT = 256;
/** Places of a month looked at to see which corner of it is the smallest. */
const SAMPLED = 256;

type Into = Map<string, number>;
/** Scopes that are summed up from the same level on, with their counts so far. */
interface Counting {
  readonly counted: ReadonlyMap<string, Into>;
  /** the level of recorded blocks */
  readonly lowest: number;
  /** what the text of every move has in it that counts here */
  readonly word: string;
}
/** What is wanted of a row of the log. */
type Wanted = (move: Move, row: { readonly sequence: number; readonly clock: number }) => boolean;

/** The journal's at a sequence, and at the one after it, milliseconds since 1970. */
interface Clocks {
  readonly here: number;
  readonly next: number;
}
/** Of the last one: no event is later, and no instant too early. */
const UNBOUNDED: Clocks = { here: -Infinity, next: Infinity };

/** Moves of the log from one sequence up to, and without, another; they count so many times. */
interface Between {
  readonly from: number;
  readonly to: number;
  readonly times: 1 | -1;
}

/** Sequences from one up to, and without, another. */
type Sequences = Pick<Between, 'from' | 'to'>;

export class CountsAt {
  readonly #journal: Pick<Journal, 'read' | 'sequenceAt'>;
  readonly #range: StatementSync;
  readonly #last: StatementSync;
  readonly #moved: StatementSync;
  readonly #moving: StatementSync;
  readonly #recordedBefore: StatementSync;
  readonly #tallied: StatementSync;
  readonly #kept = new BoundedMap<string, ReadonlyMap<string, Counted>>(KEPT);

  constructor(db: DatabaseSync, journal: Pick<Journal, 'read' | 'sequenceAt'>) {
    this.#journal = journal;
    this.#range = db.prepare(RANGE);
    this.#last = db.prepare(LAST_MOVED);
    this.#moved = db.prepare(MOVED);
    this.#moving = db.prepare(MOVING);
    this.#recordedBefore = db.prepare(RECORDED_BEFORE);
    this.#tallied = db.prepare(TALLIED);
  }

  /** The counts of each scope. Tallies are read at once; a long stretch of the log in turns with others. */
  async of(scopes: readonly string[], at: AsOf): Promise<readonly Counted[]> {
    const counted = new Map<string, Counted>();
    for (const [lowest, alike] of Map.groupBy(scopes, lowestOf)) {
      for (const [scope, counts] of await this.#of(alike, lowest, at)) counted.set(scope, counts);
    }
    return scopes.map((scope) => counted.get(scope) ?? new Map());
  }

  async #of(
    scopes: readonly string[],
    lowest: number,
    { asOf, sequence }: AsOf,
  ): Promise<ReadonlyMap<string, Counted>> {
    const counted = new Map<string, Into>(scopes.map((scope) => [scope, new Map()]));
    if (sequence < 0) return counted;
    const counting = { counted, lowest, word: scopes.length === 1 ? wordOf(scopes[0] ?? EVERYTHING, lowest) : '' };
    const last = Number(this.#last.get()?.[0] ?? -1);
    const clocks = sequence >= last ? UNBOUNDED : this.#clocksAround(sequence);
    if (asOf < clocks.here) return this.#ofLater(counting, { asOf, sequence }, last);
    if (sequence >= last) this.#addAll(counting, asOf, last);
    else this.#addRecorded(counting, { asOf, sequence }, clocks, last);
    return counted;
  }

  /** What was known at a sequence about an instant before its clock: the log between the two, from the nearer tallies. */
  async #ofLater(counting: Counting, { asOf, sequence }: AsOf, last: number): Promise<ReadonlyMap<string, Counted>> {
    const { counted } = counting;
    const key = [sequence, asOf, ...counted.keys()].join(' ');
    const known = this.#kept.get(key);
    if (known !== undefined) return known;
    const then = this.#journal.sequenceAt(asOf);
    const isNearer = sequence - then <= last - sequence;
    if (!isNearer) this.#addAll(counting, asOf, last);
    else if (then >= 0) this.#addRecorded(counting, { asOf, sequence: then }, this.#clocksAround(then), last);
    const log: Between = isNearer
      ? { from: then + 1, to: sequence + 1, times: 1 }
      : { from: sequence + 1, to: last + 1, times: -1 };
    for (let from = log.from; from < log.to; from += A_TURN) {
      if (from > log.from) await yieldToOthers();
      this.#addMoves(counting, { ...log, from, to: Math.min(from + A_TURN, log.to) }, ({ at }) => at <= asOf);
    }
    if (log.to - log.from > LONG) this.#kept.set(key, counted);
    return counted;
  }

  /** The journal's clock at a sequence, and at the one after it. */
  #clocksAround(sequence: number): Clocks {
    const [here, next] = this.#journal.read(sequence - 1, 2);
    return { here: here?.clock ?? UNBOUNDED.here, next: next?.clock ?? UNBOUNDED.next };
  }

  /** All that is known now, up to an instant. */
  #addAll(counting: Counting, asOf: number, last: number): void {
    const summed = unsummed(last);
    this.#addUpTo(counting, LINES.newsInEffect, asOf, summed);
    this.#addUpTo(counting, LINES.foreseen, asOf, summed);
    this.#addMoves(counting, { from: summed, to: last + 1, times: 1 }, ({ at }) => at <= asOf);
  }

  /**
   * What was known at a sequence, up to an instant no earlier than its clock: news, by when it was recorded; what was
   * foreseen and came before, by when it came: all of that was foreseen by then; what was to come, by when it was recorded.
   */
  #addRecorded(counting: Counting, { asOf, sequence }: AsOf, { here, next }: Clocks, last: number): void {
    const summed = unsummed(last);
    const { ranges, rest } = beforeSequence(sequence + 1, counting.lowest);
    this.#addRanges(counting, LINES.newsAsRecorded, ranges);
    // until the next event all that comes was foreseen by this one
    const came = asOf <= next ? asOf : instantsOf(monthOf(here))[0] - 1;
    this.#addUpTo(counting, LINES.foreseen, came, summed);
    if (came < asOf) this.#addForeseen(counting, { from: monthOf(here), asOf }, { ranges, rest, summed });
    this.#addMoves(
      counting,
      { from: rest, to: sequence + 1, times: 1 },
      (move, row) =>
        move.at <= asOf &&
        (row.sequence >= summed || lineInTime(move, row.clock) === LINES.newsInEffect || move.at > came),
    );
  }

  /** What is summed up of a line in time, up to an instant. */
  #addUpTo(counting: Counting, line: LineInTime, instant: number, summed: number): void {
    const { ranges, log } = upToInstant(instant, (month) => this.#isCrowded(counting, line, month));
    this.#addRanges(counting, line, ranges);
    if (log !== undefined) this.#addPlaces(counting, line, log, { from: 0, to: summed });
  }

  #isCrowded({ lowest }: Counting, line: LineInTime, month: number): boolean {
    return placesIn(this.#tallied.get(line, EVERYTHING, LEVELS.month, month)?.[0]) > crowdedAbove(lowest);
  }

  /** What was foreseen in whole blocks of sequences and comes from a month on, up to an instant. */
  #addForeseen(
    counting: Counting,
    { from, asOf }: { readonly from: number; readonly asOf: number },
    { ranges, rest, summed }: ReturnType<typeof beforeSequence> & { readonly summed: number },
  ): void {
    const last = monthOf(asOf);
    const corner = this.#cornerOf(counting, asOf, rest);
    const to = corner.later ? last + 1 : last;
    for (const [scope, into] of counting.counted) {
      const add = (month: number, code: string, n: number) => {
        if (month >= from && month < to) raise(into, code, n);
      };
      for (const text of this.#texts(scope, LINES.foreseenAsRecorded, ranges)) eachMonthIn(text, add);
    }
    if (corner.since) this.#addDays(counting, asOf, summed);
    if (corner.since && corner.later) {
      this.#addRanges(counting, LINES.foreseen, [{ level: LEVELS.month, from: last, to: last + 1 }], -1);
    }
    const log = corner.since ? { from: rest, to: summed } : { from: 0, to: rest };
    this.#addPlaces(counting, LINES.foreseen, stretchOf(corner, asOf), log);
  }

  /** Which part of the month of an instant is read from the log. Law: it decides what an answer costs, never what it says. */
  #cornerOf(counting: Counting, asOf: number, rest: number): Corner {
    const month = monthOf(asOf);
    const [start, end] = instantsOf(month);
    const [before, of] = this.#recordedBefore.get(rest, LINES.foreseen, start, end - 1, SAMPLED) as unknown as number[];
    return smallestCorner(asOf, Number(before) / Number(of), this.#isCrowded(counting, LINES.foreseen, month));
  }

  /** Of what was foreseen, the days of the month of an instant up to it. */
  #addDays(counting: Counting, asOf: number, summed: number): void {
    const { ranges, log } = inDays(asOf);
    this.#addRanges(counting, LINES.foreseen, ranges);
    if (log !== undefined) this.#addPlaces(counting, LINES.foreseen, log, { from: 0, to: summed });
  }

  /** What the log of some sequences says of a stretch of a line in time. */
  #addPlaces(counting: Counting, line: LineInTime, { from, to, times }: Stretch, log: Sequences): void {
    const rows = this.#moving.all(line, from, to, log.from, log.to, counting.word) as unknown as StoredMoving[];
    for (const [at, text] of rows) {
      for (const move of movesIn(text)) if (move.at === at) addTo(counting, move, times);
    }
  }

  #addRanges(
    counting: Counting,
    line: LineInTime | typeof LINES.newsAsRecorded,
    ranges: readonly Range[],
    times: 1 | -1 = 1,
  ): void {
    for (const [scope, into] of counting.counted) {
      for (const text of this.#texts(scope, line, ranges)) addText(line, into, text, times);
    }
  }

  #texts(scope: string, line: number, ranges: readonly Range[]): string[] {
    return ranges.flatMap(({ level, from, to }) =>
      this.#range.all(line, scope, level, from, to).map((row) => String(row[0])),
    );
  }

  #addMoves(counting: Counting, { from, to, times }: Between, wanted: Wanted): void {
    const rows = this.#moved.all(from, to, counting.word) as unknown as StoredMoves[];
    for (const [sequence, clock, text] of rows) {
      for (const move of movesIn(text)) if (wanted(move, { sequence, clock })) addTo(counting, move, times);
    }
  }
}

/** The code of a kind as it is; a party's and an area's behind a letter. */
const wordOf = (scope: string, lowest: number): string => (lowest === lowestOf(EVERYTHING) ? scope : scope.slice(1));

const addTo = ({ counted }: Counting, move: Move, times: number): void =>
  count(move, times, (scope) => counted.get(scope));

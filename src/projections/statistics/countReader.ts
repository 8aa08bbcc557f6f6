// Reads what is summed up, and the log of moves, into counts of some scopes.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import {
  crowdedAbove,
  EVERYTHING,
  instantsOf,
  type LastMonth,
  LEVELS,
  type LINES,
  type LineInTime,
  lowestOf,
  type Range,
  type Stretch,
  upToInstant,
} from './lines.ts';
import {
  LAST_MOVED,
  MOVED,
  MOVING,
  PLACES_IN,
  placesKept,
  type StoredMoves,
  type StoredMoving,
  TALLIED,
} from './movedRows.ts';
import { type Move, movesKept } from './moves.ts';
import { addText, count, tallyKept } from './tally.ts';
import { RANGE } from './upperLevels.ts';

/** Places of a month looked at to see which part of it is the smaller. */
const LOOKED_AT = 16_384;

export type Into = Map<string, number>;

/** Scopes that are summed up from the same level on, with their counts so far. */
export interface Counting {
  readonly counted: ReadonlyMap<string, Into>;
  /** the level of recorded blocks */
  readonly lowest: number;
  /** what the text of every move has in it that counts here */
  readonly word: string;
}

/** @param scopes of one lowest level */
export const countingOf = (scopes: readonly string[], lowest: number): Counting => ({
  counted: new Map(scopes.map((scope) => [scope, new Map()])),
  lowest,
  word: scopes.length === 1 ? wordOf(scopes[0] ?? EVERYTHING, lowest) : '',
});

/** The code of a kind as it is; a party's and an area's behind a letter. */
const wordOf = (scope: string, lowest: number): string => (lowest === lowestOf(EVERYTHING) ? scope : scope.slice(1));

/** Sequences from one up to, and without, another. */
export interface Sequences {
  readonly from: number;
  readonly to: number;
}

/** Moves of the log; they count so many times. */
export interface Between extends Sequences {
  readonly times: 1 | -1;
}

/** What is wanted of a row of the log. */
export type Wanted = (move: Move, row: { readonly sequence: number; readonly clock: number }) => boolean;

export class CountReader {
  readonly #range: StatementSync;
  readonly #last: StatementSync;
  readonly #moved: StatementSync;
  readonly #moving: StatementSync;
  readonly #placesIn: StatementSync;
  readonly #tallied: StatementSync;

  constructor(db: DatabaseSync) {
    this.#range = db.prepare(RANGE);
    this.#last = db.prepare(LAST_MOVED);
    this.#moved = db.prepare(MOVED);
    this.#moving = db.prepare(MOVING);
    this.#placesIn = db.prepare(PLACES_IN);
    this.#tallied = db.prepare(TALLIED);
  }

  /** The last sequence that moved anything; -1 where none did. */
  lastMoved(): number {
    return Number(this.#last.get()?.[0] ?? -1);
  }

  /** What is summed up of a line in time, up to an instant. @param summed the first sequence that is not */
  addUpTo(counting: Counting, line: LineInTime, instant: number, summed: number): void {
    const { ranges, log } = upToInstant(instant, (month) => this.#lastMonth(counting, line, { month, instant }));
    this.addRanges(counting, line, ranges);
    if (log !== undefined) this.addPlaces(counting, line, log, { from: 0, to: summed });
  }

  /** What a month up to an instant is made of: whatever has the least to be read from the log. */
  #lastMonth(
    counting: Counting,
    line: LineInTime,
    at: { readonly month: number; readonly instant: number },
  ): LastMonth {
    const { month, instant } = at;
    if (this.isCrowded(counting, line, month)) return 'days';
    const [start, end] = instantsOf(month);
    const [before, after] = [this.placesIn(line, start, instant), this.placesIn(line, instant + 1, end - 1)];
    const isLate = before === after ? instant - start > end - instant : before > after;
    return isLate ? 'after' : 'before';
  }

  /** Whether the days of a month are summed up, for the scopes that are counted. */
  isCrowded({ lowest }: Counting, line: LineInTime, month: number): boolean {
    return placesKept(this.#tallied.get(line, EVERYTHING, LEVELS.month, month)?.[0]) > crowdedAbove(lowest);
  }

  /** How many places of the log lie between two instants, both included: up to a bound. */
  placesIn(line: LineInTime, from: number, to: number): number {
    return Number(this.#placesIn.get(line, from, to, LOOKED_AT)?.[0]);
  }

  /** What the log of some sequences says of a stretch of a line in time. */
  addPlaces(counting: Counting, line: LineInTime, { from, to, times }: Stretch, log: Sequences): void {
    const rows = this.#moving.all(line, from, to, log.from, log.to, counting.word) as unknown as StoredMoving[];
    for (const [at, text] of rows) {
      for (const move of movesKept(text)) if (move.at === at) addTo(counting, move, times);
    }
  }

  addRanges(
    counting: Counting,
    line: LineInTime | typeof LINES.newsAsRecorded,
    ranges: readonly Range[],
    times: 1 | -1 = 1,
  ): void {
    for (const [scope, into] of counting.counted) {
      for (const text of this.texts(scope, line, ranges)) addText(line, into, text, times);
    }
  }

  /** As blocks tell them. @throws DamagedModels */
  texts(scope: string, line: number, ranges: readonly Range[]): string[] {
    return ranges.flatMap(({ level, from, to }) =>
      this.#range.all(line, scope, level, from, to).map((row) => tallyKept(String(row[0]))),
    );
  }

  addMoves(counting: Counting, { from, to, times }: Between, wanted: Wanted): void {
    const rows = this.#moved.all(from, to, counting.word) as unknown as StoredMoves[];
    for (const [sequence, clock, text] of rows) {
      for (const move of movesKept(text)) if (wanted(move, { sequence, clock })) addTo(counting, move, times);
    }
  }
}

const addTo = ({ counted }: Counting, move: Move, times: number): void =>
  count(move, times, (scope) => counted.get(scope));

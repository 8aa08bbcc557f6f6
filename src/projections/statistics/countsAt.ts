// Counts on both clocks: of the moves recorded up to a sequence, those up to an instant.
// Law: what the tallies say is exact; where they do not reach, the log of moves makes up for it: between two sequences, or
// for what was foreseen at one and came later.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Journal } from '../../journal/journal.ts';
import type { AsOf } from '../readModels.ts';
import {
  beforeSequence,
  LEVELS,
  LINES,
  type Line,
  lineInTime,
  type Range,
  type Stretch,
  upToInstant,
} from './lines.ts';
import {
  LAST_MOVED,
  MOVED,
  MOVING,
  placesIn,
  type StoredMoves,
  type StoredMoving,
  TALLIED,
  unsummed,
} from './movedRows.ts';
import { type Move, movesIn } from './moves.ts';
import { BLOCK, CROWDED } from './sizes.ts';
import { addText, count, EVERYTHING } from './tally.ts';

/** By code; what is absent counts 0. */
export type Counted = ReadonlyMap<string, number>;

export const RANGE = 'SELECT counts FROM tally WHERE line = ? AND scope = ? AND level = ? AND block >= ? AND block < ?';

/** Sequences of the log read before others get their turn. */
const A_TURN = 2_000;
/** What was foreseen, likewise: a hundred days of it. */
const DAYS_A_TURN = 8_640_000_000;
/** When the last of what was foreseen comes. */
const LAST_FORESEEN = `SELECT max(at) FROM moving WHERE line = ${LINES.foreseen}`;

/** Moves of the log from one sequence up to, and without, another; they count so many times. */
interface Between {
  readonly from: number;
  readonly to: number;
  readonly times: 1 | -1;
}

interface Plan {
  /** the sequence whose tallies are read; undefined: all there is */
  readonly base: number | undefined;
  /** the instant up to which they are read */
  readonly upTo: number;
  /** what to add to them, or to take away */
  readonly log: readonly Between[];
  /** when what was foreseen at the sequence, and counts as well, came; both ends included */
  readonly ahead?: Pick<Stretch, 'from' | 'to'>;
}

type Scopes = ReadonlyMap<string, Map<string, number>>;

export class CountsAt {
  readonly #journal: Pick<Journal, 'read' | 'sequenceAt'>;
  readonly #range: StatementSync;
  readonly #last: StatementSync;
  readonly #moved: StatementSync;
  readonly #moving: StatementSync;
  readonly #tallied: StatementSync;
  readonly #lastForeseen: StatementSync;

  constructor(db: DatabaseSync, journal: Pick<Journal, 'read' | 'sequenceAt'>) {
    this.#journal = journal;
    this.#range = db.prepare(RANGE);
    this.#last = db.prepare(LAST_MOVED);
    this.#moved = db.prepare(MOVED);
    this.#moving = db.prepare(MOVING);
    this.#tallied = db.prepare(TALLIED);
    this.#lastForeseen = db.prepare(LAST_FORESEEN);
  }

  /** The counts of each scope. The tallies are read at once; a long stretch of the log in turns with others. */
  async of(scopes: readonly string[], at: AsOf): Promise<readonly Counted[]> {
    const counted: Scopes = new Map(scopes.map((scope) => [scope, new Map<string, number>()]));
    const last = Number(this.#last.get()?.[0] ?? -1);
    if (at.sequence < 0) return [...counted.values()];
    const { base, upTo, log, ahead } = this.#plan(at, last);
    if (base === undefined) this.#addAll(counted, upTo, last);
    else this.#addRecorded(counted, { asOf: upTo, sequence: base }, last);
    for (const { from, to, times } of log) {
      for (let start = from; start < to; start += A_TURN) {
        if (start > from) await yieldToOthers();
        this.#addMoves(
          counted,
          { from: start, to: Math.min(start + A_TURN, to), times },
          ({ at: when }) => when <= at.asOf,
        );
      }
    }
    if (ahead !== undefined) await this.#addForeseen(counted, ahead, at.sequence);
    return scopes.map((scope) => counted.get(scope) ?? new Map());
  }

  /** The tallies that are nearest to the point, and the way from there. */
  #plan({ asOf, sequence }: AsOf, last: number): Plan {
    if (sequence >= last) return { base: undefined, upTo: asOf, log: [] };
    const [clock, next] = this.#clocksAround(sequence);
    if (clock <= asOf && asOf <= next) return { base: sequence, upTo: asOf, log: [] };
    if (asOf > next) return { base: sequence, upTo: clock, log: [], ahead: { from: clock + 1, to: asOf } };
    const then = this.#journal.sequenceAt(asOf);
    return sequence - then <= last - sequence
      ? { base: then, upTo: asOf, log: [{ from: then + 1, to: sequence + 1, times: 1 }] }
      : { base: undefined, upTo: asOf, log: [{ from: sequence + 1, to: last + 1, times: -1 }] };
  }

  /** The journal's clock at a sequence, and at the one after it. */
  #clocksAround(sequence: number): readonly [number, number] {
    const [here, next] = this.#journal.read(sequence - 1, 2);
    return [here?.clock ?? -Infinity, next?.clock ?? Infinity];
  }

  /** All that is known now, up to an instant. */
  #addAll(counted: Scopes, asOf: number, last: number): void {
    const summed = unsummed(last);
    this.#addUpTo(counted, LINES.newsInEffect, asOf, summed);
    this.#addUpTo(counted, LINES.foreseen, asOf, summed);
    this.#addMoves(counted, { from: summed, to: last + 1, times: 1 }, ({ at }) => at <= asOf);
  }

  /**
   * What was known at a sequence, up to an instant no earlier than its clock and no later than that of the next one.
   * What was foreseen later comes later than that: so all that comes up to then was foreseen by then.
   */
  #addRecorded(counted: Scopes, { asOf, sequence }: AsOf, last: number): void {
    const summed = unsummed(last);
    const start = Math.floor((sequence + 1) / BLOCK) * BLOCK;
    this.#addRanges(counted, LINES.newsAsRecorded, beforeSequence(start));
    this.#addUpTo(counted, LINES.foreseen, asOf, summed);
    const wanted = (move: Move, clock: number) =>
      move.at <= asOf && (start >= summed || lineInTime(move, clock) === LINES.newsInEffect);
    this.#addMoves(counted, { from: start, to: sequence + 1, times: 1 }, wanted);
  }

  /** What is summed up of a line in time, up to an instant. */
  #addUpTo(counted: Scopes, line: Line, instant: number, summed: number): void {
    const isCrowded = (month: number) =>
      placesIn(this.#tallied.get(line, EVERYTHING, LEVELS.month, month)?.[0]) > CROWDED;
    const { ranges, log } = upToInstant(instant, isCrowded);
    this.#addRanges(counted, line, ranges);
    if (log !== undefined) this.#addPlaces(counted, line, log, summed);
  }

  /** What was foreseen up to a sequence and came in a stretch of time, in turns with others. */
  async #addForeseen(counted: Scopes, { from, to }: Pick<Stretch, 'from' | 'to'>, sequence: number): Promise<void> {
    const end = Math.min(to, Number(this.#lastForeseen.get()?.[0] ?? -Infinity));
    for (let start = from; start <= end; start += DAYS_A_TURN) {
      if (start > from) await yieldToOthers();
      const stretch = { from: start, to: Math.min(start + DAYS_A_TURN - 1, end), times: 1 } as const;
      this.#addPlaces(counted, LINES.foreseen, stretch, sequence + 1);
    }
  }

  /** What the log of sequences before one says of a stretch of a line in time. */
  #addPlaces(counted: Scopes, line: Line, { from, to, times }: Stretch, before: number): void {
    for (const [at, text] of this.#moving.all(line, from, to, before) as unknown as StoredMoving[]) {
      for (const move of movesIn(text)) {
        if (move.at === at) count(move, times, (scope) => counted.get(scope));
      }
    }
  }

  #addRanges(counted: Scopes, line: Line, ranges: readonly Range[]): void {
    for (const [scope, into] of counted) {
      for (const { level, from, to } of ranges) {
        for (const row of this.#range.all(line, scope, level, from, to)) addText(into, String(row[0]));
      }
    }
  }

  #addMoves(counted: Scopes, { from, to, times }: Between, wanted: (move: Move, clock: number) => boolean): void {
    for (const [, clock, text] of this.#moved.all(from, to) as unknown as StoredMoves[]) {
      for (const move of movesIn(text)) {
        if (wanted(move, clock)) count(move, times, (scope) => counted.get(scope));
      }
    }
  }
}

// The log of moves and its tallies, as events arrive. Law: a block of sequences is summed up once, when the first move
// beyond it is recorded, so that what the tables hold depends on the history alone.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { AT_MOST } from '../../support/sql.ts';
import { INTO, inserting } from '../into.ts';
import { monthOf } from '../month.ts';
import { PLACES } from './counts.ts';
import {
  COUNTED,
  completed,
  crowdedAbove,
  EVERYTHING,
  instantsOf,
  LEVELS,
  type LineInTime,
  sequencesIn,
} from './lines.ts';
import { keptMoves, type Move, movesKept } from './moves.ts';
import { BLOCK } from './sizes.ts';
import { addText, keptTally, type MovedRow, placesOf, summedUp, type Tallied, Tally, tallyKept } from './tally.ts';
import { UpperLevels } from './upperLevels.ts';

export const LAST_MOVED = 'SELECT max(sequence) FROM moved';
/** The moves of sequences from one up to, and without, another, where their text has a word: all have the empty one. */
export const MOVED = `SELECT sequence, clock, moves FROM moved WHERE sequence >= ? AND sequence < ? AND instr(moves, ?)
  ORDER BY sequence`;
/** The moves of a line between two instants, both included, of sequences from one up to, and without, another, where their text has a word. */
export const MOVING = `SELECT m.at, r.moves FROM moving AS m JOIN moved AS r ON r.sequence = m.sequence
  WHERE m.line = ? AND m.at >= ? AND m.at <= ? AND m.sequence >= ? AND m.sequence < ? AND instr(r.moves, ?)`;
/** How many places a stretch has, no more than so many. */
export const PLACES_IN = `SELECT count(*) FROM (SELECT 1 FROM moving WHERE line = ? AND at >= ? AND at <= ? ${AT_MOST})`;
export const TALLIED = 'SELECT counts FROM tally WHERE line = ? AND scope = ? AND level = ? AND block = ?';

/** The first sequence that is not summed up yet. */
export const unsummed = (lastMoved: number): number => Math.floor(Math.max(lastMoved, 0) / BLOCK) * BLOCK;

export type StoredMoves = [sequence: number, clock: number, moves: string];
export type StoredMoving = [at: number, moves: string];

export const movedRow = ([sequence, clock, moves]: StoredMoves): MovedRow => ({
  sequence,
  clock,
  moves: movesKept(moves),
});

const PLACES_OF = new RegExp(`(?<![^ ])${PLACES}(?:=(\\d+))?(?![^ ])`);

/** At how many places of a month of a line something was moved, by its counts. */
export function placesIn(counts: string): number {
  const [found, places = 1] = PLACES_OF.exec(counts) ?? [];
  return found === undefined ? 0 : Number(places);
}

/** The same by what is kept of them, if anything. @throws DamagedModels */
export const placesKept = (kept: unknown): number => (typeof kept === 'string' ? placesIn(tallyKept(kept)) : 0);

interface Crowding {
  readonly line: LineInTime;
  readonly month: number;
  readonly before: number;
  readonly after: number;
}

/** A month that is crowded for the scopes that are summed up from a level on. */
interface Crowded extends Pick<Crowding, 'line' | 'month'> {
  readonly lowest: number;
}

export class MovedRows {
  readonly #upperLevels: UpperLevels;
  readonly #insert: StatementSync;
  readonly #place: StatementSync;
  readonly #last: StatementSync;
  readonly #between: StatementSync;
  readonly #moving: StatementSync;
  readonly #get: StatementSync;
  readonly #put: StatementSync;
  readonly #drop: StatementSync;

  constructor(db: DatabaseSync) {
    this.#upperLevels = new UpperLevels(db);
    this.#insert = db.prepare(inserting(INTO.moved));
    this.#place = db.prepare(inserting(INTO.moving));
    this.#last = db.prepare(LAST_MOVED);
    this.#between = db.prepare(MOVED);
    this.#moving = db.prepare(MOVING);
    this.#get = db.prepare(TALLIED);
    this.#put = db.prepare(`${inserting(INTO.tally)} ON CONFLICT DO UPDATE SET counts = excluded.counts`);
    this.#drop = db.prepare('DELETE FROM tally WHERE line = ? AND scope = ? AND level = ? AND block = ?');
  }

  /** In the order of their sequences, after all that is there. */
  add(sequence: number, clock: number, moves: readonly Move[]): void {
    if (moves.length === 0) return;
    const from = unsummed(Number(this.#last.get()?.[0] ?? -1));
    this.#insert.run(sequence, clock, keptMoves(moves));
    for (const { line, at } of placesOf(clock, moves)) this.#place.run(line, at, sequence);
    if (unsummed(sequence) > from) this.#sumUp(from, unsummed(sequence));
  }

  #sumUp(from: number, to: number): void {
    const rows = this.#rows(from, to);
    const months = this.#monthsOf(rows);
    const tally = new Tally((line, month) => months.get(`${line} ${month}`)?.after ?? 0);
    for (const row of rows) tally.addInTime(row);
    for (const tallied of summedUp(tally.take())) this.#write(tallied);
    for (const { line, month, before, after } of months.values()) {
      for (const lowest of COUNTED) {
        const crowded = crowdedAbove(lowest);
        if (before <= crowded && after > crowded) this.#sumUpDays({ line, month, lowest }, from);
      }
    }
    for (const level of COUNTED) this.#sumUpRecorded(level, from, to);
    this.#upperLevels.sumUp(from, to);
  }

  #rows(from: number, to: number): MovedRow[] {
    return (this.#between.all(from, to, '') as unknown as StoredMoves[]).map(movedRow);
  }

  /** What was recorded in blocks of a level, those that are whole now, for the scopes that are counted there. */
  #sumUpRecorded(level: number, from: number, to: number): void {
    const whole = sequencesIn(completed(level, from, to));
    const tally = new Tally();
    for (const row of this.#rows(whole.from, whole.to)) tally.addRecorded(row, [level]);
    for (const tallied of tally.take()) this.#write(tallied);
  }

  /** At how many places each month was and is moved. */
  #monthsOf(rows: readonly MovedRow[]): Map<string, Crowding> {
    const months = new Map<string, Crowding>();
    for (const { line, at } of rows.flatMap(({ clock, moves }) => placesOf(clock, moves))) {
      const month = monthOf(at);
      const known = months.get(`${line} ${month}`);
      const before = known?.before ?? placesKept(this.#get.get(line, EVERYTHING, LEVELS.month, month)?.[0]);
      months.set(`${line} ${month}`, { line, month, before, after: (known?.after ?? before) + 1 });
    }
    return months;
  }

  /** The days of a month that has become crowded: what its log said of them so far. */
  #sumUpDays({ line, month, lowest }: Crowded, before: number): void {
    const [start, end] = instantsOf(month);
    const tally = new Tally(() => Infinity);
    for (const [at, text] of this.#moving.all(line, start, end - 1, 0, before, '') as unknown as StoredMoving[]) {
      tally.addPlace({ line, at, moves: movesKept(text).filter((move) => move.at === at) }, [lowest]);
    }
    for (const tallied of tally.take()) this.#write(tallied);
  }

  #write({ line, scope, level, block, counts }: Tallied): void {
    const known = this.#get.get(line, scope, level, block)?.[0];
    if (typeof known === 'string') addText(line, counts, tallyKept(known));
    const text = keptTally(line, counts);
    if (text === undefined) this.#drop.run(line, scope, level, block);
    else this.#put.run(line, scope, level, block, text);
  }
}

// The log of moves and its tallies in a build from nothing: moves are kept aside as streams are folded, and summed up twice,
// in the order of their instants and in that of their sequences. Laws: memory holds the counts of a year or of a block and
// no more, each block is written once, and the rows are the ones that following the journal makes.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { INTO, Into } from '../into.ts';
import { COUNTED, completed, LEVELS, type LineInTime, monthOf, sequencesIn } from './lines.ts';
import { LAST_MOVED, MOVED, movedRow, type StoredMoves, type StoredMoving, unsummed } from './movedRows.ts';
import { movesIn } from './moves.ts';
import { raise, summedUp, type Tallied, Tally, tallyText } from './tally.ts';
import { UpperLevels } from './upperLevels.ts';

/** A block of the highest level that is counted from the log: those of the others are whole with it. */
const SEQUENCES_AT_A_TIME = sequencesIn({ level: Math.max(...COUNTED), from: 0, to: 1 }).to;

/** Where the log is kept until all of it is there, with what each event moves at each instant. */
export const MOVES_ASIDE = {
  moved: { table: 'temp.moved_aside', values: 3 },
  moving: { table: 'temp.moving_aside', values: 4 },
} as const satisfies Partial<Record<keyof typeof INTO, Into>>;

const ASIDE = `
  CREATE TEMP TABLE moved_aside (sequence INTEGER, clock INTEGER, moves TEXT);
  CREATE TEMP TABLE moving_aside (line INTEGER, at INTEGER, sequence INTEGER, moves TEXT);
  CREATE TEMP TABLE tally_aside (line INTEGER, scope TEXT, level INTEGER, block INTEGER, counts TEXT)`;

const IN_TIME = 'SELECT line, at, moves FROM temp.moving_aside WHERE sequence < ? ORDER BY line, at, sequence';

/** By days, counted from 1970. */
const PLACES_A_DAY = `SELECT line, at - (at % 86400000 + 86400000) % 86400000 AS day, count(*) FROM moving
  WHERE sequence < ? GROUP BY line, day`;

export class BuiltMoves {
  readonly #db: DatabaseSync;
  readonly #aside: StatementSync;

  constructor(db: DatabaseSync) {
    db.exec(ASIDE);
    this.#db = db;
    this.#aside = db.prepare('INSERT INTO temp.tally_aside VALUES (?, ?, ?, ?, ?)');
  }

  /** When all moves are kept aside. */
  sum(): void {
    this.#db.exec(`INSERT INTO moved SELECT * FROM temp.moved_aside ORDER BY sequence; DROP TABLE temp.moved_aside;
      INSERT INTO moving SELECT line, at, sequence FROM temp.moving_aside ORDER BY line, at, sequence`);
    const end = unsummed(Number(this.#db.prepare(LAST_MOVED).get()?.[0] ?? -1));
    this.#sumInTime(end);
    this.#sumRecorded(end);
    this.#db.exec(`INSERT INTO tally SELECT * FROM temp.tally_aside ORDER BY line, scope, level, block;
      DROP TABLE temp.moving_aside; DROP TABLE temp.tally_aside`);
    new UpperLevels(this.#db).sumUp(0, end);
  }

  /** Month after month of one line, then of the other. */
  #sumInTime(end: number): void {
    const places = this.#placesBefore(end);
    const tally = new Tally((line, month) => places.get(`${line} ${month}`) ?? 0);
    const years = new Years((tallied) => this.#put(tallied));
    let last = '';
    const rows = this.#db.prepare(IN_TIME).iterate(end) as unknown as Iterable<[line: LineInTime, ...StoredMoving]>;
    for (const [line, at, moves] of rows) {
      const month = `${line} ${monthOf(at)}`;
      if (month !== last) years.add(tally.take());
      tally.addPlace({ line, at, moves: movesIn(moves) });
      last = month;
    }
    years.add(tally.take());
    years.end();
  }

  #sumRecorded(end: number): void {
    const rows = this.#db.prepare(MOVED);
    const tally = new Tally();
    const levels = COUNTED.map((level) => ({ level, end: sequencesIn(completed(level, 0, end)).to }));
    for (let from = 0; from < end; from += SEQUENCES_AT_A_TIME) {
      const stored = rows.all(from, Math.min(from + SEQUENCES_AT_A_TIME, end), '') as unknown as StoredMoves[];
      for (const row of stored.map(movedRow)) {
        for (const { level, end } of levels) if (row.sequence < end) tally.addRecorded(row, level);
      }
      for (const tallied of tally.take()) this.#put(tallied);
    }
  }

  #put({ line, scope, level, block, counts }: Tallied): void {
    const text = tallyText(line, counts);
    if (text !== undefined) this.#aside.run(line, scope, level, block, text);
  }

  /** At how many places each month of a line is moved. */
  #placesBefore(end: number): ReadonlyMap<string, number> {
    const months = new Map<string, number>();
    for (const [line, day, places] of this.#db.prepare(PLACES_A_DAY).all(end) as unknown as number[][]) {
      const key = `${line} ${monthOf(Number(day))}`;
      months.set(key, (months.get(key) ?? 0) + Number(places));
    }
    return months;
  }
}

/** Hands on what is summed up of one month after the other, and of each year when the next one begins. */
class Years {
  readonly #put: (tallied: Tallied) => void;
  readonly #year = new Map<string, Tallied>();

  constructor(put: (tallied: Tallied) => void) {
    this.#put = put;
  }

  add(month: readonly Tallied[]): void {
    for (const tallied of summedUp(month)) {
      if (tallied.level === LEVELS.year) this.#addYear(tallied);
      else this.#put(tallied);
    }
  }

  end(): void {
    for (const tallied of this.#year.values()) this.#put(tallied);
    this.#year.clear();
  }

  #addYear(tallied: Tallied): void {
    const [any] = this.#year.values();
    if (any !== undefined && (any.block !== tallied.block || any.line !== tallied.line)) this.end();
    const known = this.#year.get(tallied.scope);
    if (known === undefined) this.#year.set(tallied.scope, tallied);
    else for (const [code, n] of tallied.counts) raise(known.counts, code, n);
  }
}

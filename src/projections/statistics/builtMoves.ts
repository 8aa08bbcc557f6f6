// The log of moves and its tallies in a build from nothing: moves are kept aside as streams are folded, sorted once, and
// summed up in the order of their sequences. Law: memory holds a bounded number of counts, and the rows are the ones
// that following the journal makes.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { INTO, type Into, inserting } from '../into.ts';
import { above, LEVELS, type Line, monthOf } from './lines.ts';
import { LAST_MOVED, MOVED, type StoredMoves, unsummed } from './movedRows.ts';
import { movesIn } from './moves.ts';
import { CROWDED } from './sizes.ts';
import { addText, Tally, tallyText } from './tally.ts';

/** So many counts of scopes and blocks are held before they are put aside. */
const HELD = 20_000;
const SEQUENCES_AT_A_TIME = 4_096;

/** Where the log is kept until all of it is there. */
export const MOVES_ASIDE = {
  moved: { table: 'temp.moved_aside', values: 3 },
  moving: { table: 'temp.moving_aside', values: 3 },
} as const satisfies Record<string, Into>;

const ASIDE = `
  CREATE TEMP TABLE moved_aside (sequence INTEGER, clock INTEGER, moves TEXT);
  CREATE TEMP TABLE moving_aside (line INTEGER, at INTEGER, sequence INTEGER);
  CREATE TEMP TABLE tally_aside (line INTEGER, scope TEXT, place INTEGER, level INTEGER, block INTEGER, counts TEXT)`;

/** By days, counted from 1970. */
const PLACES_A_DAY = `SELECT line, at - (at % 86400000 + 86400000) % 86400000 AS day, count(*) FROM moving
  WHERE sequence < ? GROUP BY line, day`;

type Aside = [line: number, scope: string, level: number, block: number, counts: string];

export class BuiltMoves {
  readonly #db: DatabaseSync;

  constructor(db: DatabaseSync) {
    db.exec(ASIDE);
    this.#db = db;
  }

  /** When all moves are kept aside. */
  sum(): void {
    this.#db.exec(`INSERT INTO moved SELECT * FROM temp.moved_aside ORDER BY sequence; DROP TABLE temp.moved_aside;
      INSERT INTO moving SELECT * FROM temp.moving_aside ORDER BY line, at, sequence; DROP TABLE temp.moving_aside`);
    const end = unsummed(Number(this.#db.prepare(LAST_MOVED).get()?.[0] ?? -1));
    this.#sumUpTo(end, this.#placesBefore(end));
    this.#write();
    this.#db.exec('DROP TABLE temp.tally_aside');
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

  #sumUpTo(end: number, places: ReadonlyMap<string, number>): void {
    const rows = this.#db.prepare(MOVED);
    const aside = this.#db.prepare('INSERT INTO temp.tally_aside VALUES (?, ?, ?, ?, ?, ?)');
    const tally = new Tally((line, month) => (places.get(`${line} ${month}`) ?? 0) > CROWDED);
    const put = () => {
      for (const { line, scope, place, level, block, counts } of tally.take()) {
        const text = tallyText(counts);
        if (text !== undefined) aside.run(line, scope, place, level, block, text);
      }
    };
    for (let from = 0; from < end; from += SEQUENCES_AT_A_TIME) {
      const stored = rows.all(from, Math.min(from + SEQUENCES_AT_A_TIME, end)) as unknown as StoredMoves[];
      for (const [sequence, clock, moves] of stored) tally.add({ sequence, clock, moves: movesIn(moves) });
      if (tally.size > HELD) put();
    }
    put();
  }

  #write(): void {
    const sorted = this.#db
      .prepare('SELECT line, scope, level, block, counts FROM temp.tally_aside ORDER BY line, scope, place')
      .iterate() as unknown as Iterable<Aside>;
    const writing = new Writing(this.#db.prepare(inserting(INTO.tally)));
    for (const row of sorted) writing.add(row);
    writing.end();
  }
}

interface Open {
  readonly block: number;
  readonly counts: Map<string, number>;
}

/** Writes what comes sorted by line, scope and place, each block once, with the sums of the levels above after it. */
class Writing {
  readonly #insert: StatementSync;
  #line = -1;
  #scope = '';
  /** the block being summed up, by level */
  #open = new Map<number, Open>();
  #waiting: Aside[] = [];

  constructor(insert: StatementSync) {
    this.#insert = insert;
  }

  add([line, scope, level, block, text]: Aside): void {
    if (line !== this.#line || scope !== this.#scope) {
      this.end();
      [this.#line, this.#scope] = [line, scope];
    }
    for (let lower = 1; lower < level; lower++) this.#close(lower);
    addText(this.#at(level, block), text);
  }

  /** Of a scope: what is open is closed, from the lowest level up. */
  end(): void {
    for (const level of [1, 2, 3, 4]) this.#close(level);
    for (const row of this.#waiting.sort((a, b) => a[2] - b[2] || a[3] - b[3])) this.#insert.run(...row);
    this.#waiting = [];
  }

  #at(level: number, block: number): Map<string, number> {
    const open = this.#open.get(level);
    if (open?.block === block) return open.counts;
    this.#close(level);
    const counts = new Map<string, number>();
    this.#open.set(level, { block, counts });
    return counts;
  }

  #close(level: number): void {
    const open = this.#open.get(level);
    if (open === undefined) return;
    this.#open.delete(level);
    const next = above(this.#line as Line, level, open.block);
    const text = tallyText(open.counts);
    if (text === undefined) return;
    const row: Aside = [this.#line, this.#scope, level, open.block, text];
    if (level === LEVELS.day) this.#insert.run(...row);
    else this.#waiting.push(row);
    if (next !== undefined) addText(this.#at(level + 1, next), text);
  }
}

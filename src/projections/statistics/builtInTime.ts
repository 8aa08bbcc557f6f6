// What is counted by when it takes effect, in a build from nothing: moves kept aside are summed up in the order of their
// instants. Laws: memory holds the counts of a year and no more, each block is written once, and the rows are the ones that
// following the journal makes.
import type { DatabaseSync } from 'node:sqlite';
import { monthOf } from '../month.ts';
import { LEVELS, type LineInTime } from './lines.ts';
import { type StoredMoving, unsummed } from './movedRows.ts';
import { movesKept } from './moves.ts';
import { raise, summedUp, type Tallied, Tally } from './tally.ts';
import { TallyAside } from './tallyAside.ts';

const LAST = 'SELECT max(sequence) FROM moving';
const IN_TIME = 'SELECT line, at, moves FROM aside.moving WHERE sequence < ? ORDER BY line, at, sequence';

/** By days, counted from 1970. */
const PLACES_A_DAY = `SELECT line, at - (at % 86400000 + 86400000) % 86400000 AS day, count(*) FROM moving
  WHERE sequence < ? GROUP BY line, day`;

/** @param db to which moves kept aside are attached */
export function sumInTime(db: DatabaseSync): void {
  db.exec('INSERT INTO moving SELECT line, at, sequence FROM aside.moving ORDER BY line, at, sequence');
  const end = unsummed(Number(db.prepare(LAST).get()?.[0] ?? -1));
  const tallies = new TallyAside(db);
  sumMonths(db, end, (tallied) => tallies.put(tallied));
  tallies.write();
}

/** Month after month of one line, then of the other. */
function sumMonths(db: DatabaseSync, end: number, put: (tallied: Tallied) => void): void {
  const places = placesBefore(db, end);
  const tally = new Tally((line, month) => places.get(`${line} ${month}`) ?? 0);
  const years = new Years(put);
  let last = '';
  const rows = db.prepare(IN_TIME).iterate(end) as unknown as Iterable<[line: LineInTime, ...StoredMoving]>;
  for (const [line, at, moves] of rows) {
    const month = `${line} ${monthOf(at)}`;
    if (month !== last) years.add(tally.take());
    tally.addPlace({ line, at, moves: movesKept(moves) });
    last = month;
  }
  years.add(tally.take());
  years.end();
}

/** At how many places each month of a line is moved. */
function placesBefore(db: DatabaseSync, end: number): ReadonlyMap<string, number> {
  const months = new Map<string, number>();
  for (const [line, day, places] of db.prepare(PLACES_A_DAY).all(end) as unknown as number[][]) {
    const key = `${line} ${monthOf(Number(day))}`;
    months.set(key, (months.get(key) ?? 0) + Number(places));
  }
  return months;
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

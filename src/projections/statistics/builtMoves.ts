// The log of moves and its tallies in a build from nothing: moves are kept aside as streams are folded, sorted once, and
// summed up in the order of their sequences. Law: memory holds a bounded number of counts, and the rows are the ones
// that following the journal makes.
import type { DatabaseSync } from 'node:sqlite';
import { INTO, type Into, inserting } from '../into.ts';
import { COUNTED, completed, type Line, monthOf, sequencesIn } from './lines.ts';
import { LAST_MOVED, MOVED, movedRow, type StoredMoves, unsummed } from './movedRows.ts';
import { addText, summedUp, Tally, tallyText } from './tally.ts';
import { UpperLevels } from './upperLevels.ts';

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
  CREATE TEMP TABLE tally_aside (line INTEGER, scope TEXT, level INTEGER, block INTEGER, counts TEXT)`;

/** By days, counted from 1970. */
const PLACES_A_DAY = `SELECT line, at - (at % 86400000 + 86400000) % 86400000 AS day, count(*) FROM moving
  WHERE sequence < ? GROUP BY line, day`;

type Aside = [line: Line, scope: string, level: number, block: number, counts: string];

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
    new UpperLevels(this.#db).sumUp(0, end);
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
    const aside = this.#db.prepare('INSERT INTO temp.tally_aside VALUES (?, ?, ?, ?, ?)');
    const tally = new Tally((line, month) => places.get(`${line} ${month}`) ?? 0);
    const levels = COUNTED.map((level) => ({ level, end: sequencesIn(completed(level, 0, end)).to }));
    const put = () => {
      for (const { line, scope, level, block, counts } of summedUp(tally.take())) {
        const text = tallyText(line, counts);
        if (text !== undefined) aside.run(line, scope, level, block, text);
      }
    };
    for (let from = 0; from < end; from += SEQUENCES_AT_A_TIME) {
      const stored = rows.all(from, Math.min(from + SEQUENCES_AT_A_TIME, end), '') as unknown as StoredMoves[];
      for (const row of stored.map(movedRow)) {
        tally.addInTime(row);
        for (const { level, end } of levels) if (row.sequence < end) tally.addRecorded(row, level);
      }
      if (tally.size > HELD) put();
    }
    put();
  }

  /** Law: each block is written once, and what was put aside of it at several times is one sum. */
  #write(): void {
    const insert = this.#db.prepare(inserting(INTO.tally));
    const sorted = this.#db
      .prepare('SELECT line, scope, level, block, counts FROM temp.tally_aside ORDER BY line, scope, level, block')
      .iterate() as unknown as Iterable<Aside>;
    let same: Aside[] = [];
    const write = () => {
      const [first] = same;
      if (first === undefined) return;
      const [line, scope, level, block] = first;
      const text = same.length === 1 ? first[4] : sumOf(same);
      if (text !== undefined) insert.run(line, scope, level, block, text);
      same = [];
    };
    for (const row of sorted) {
      if (!isSameBlock(row, same[0])) write();
      same.push(row);
    }
    write();
  }
}

const isSameBlock = (a: Aside, b: Aside | undefined): boolean =>
  b !== undefined && a[3] === b[3] && a[2] === b[2] && a[1] === b[1] && a[0] === b[0];

function sumOf(rows: readonly Aside[]): string | undefined {
  const [[line]] = rows as [Aside];
  const counts = new Map<string, number>();
  for (const [, , , , text] of rows) addText(line, counts, text);
  return tallyText(line, counts);
}

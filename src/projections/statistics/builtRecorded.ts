// What is counted by when it was recorded, in a build from nothing: moves are kept aside as streams are folded, and summed up
// in the order of their sequences. Laws: memory holds the counts of a block and no more, each block is written once, and the
// rows are the ones that following the journal makes.
import type { DatabaseSync } from 'node:sqlite';
import { Inserts } from '../inserts.ts';
import type { Value } from '../into.ts';
import { COUNTED, completed, sequencesIn } from './lines.ts';
import { LAST_MOVED, MOVED, movedRow, type StoredMoves, unsummed } from './movedRows.ts';
import { type Tallied, Tally } from './tally.ts';
import { TallyAside } from './tallyAside.ts';
import { UpperLevels } from './upperLevels.ts';

/** A block of the highest level that is counted from the log: those of the others are whole with it. */
const SEQUENCES_AT_A_TIME = sequencesIn({ level: Math.max(...COUNTED), from: 0, to: 1 }).to;

const ASIDE = 'CREATE TEMP TABLE moved_aside (sequence INTEGER, clock INTEGER, moves TEXT)';

export class BuiltRecorded {
  readonly #db: DatabaseSync;
  readonly #inserts: Inserts;

  constructor(db: DatabaseSync) {
    db.exec(ASIDE);
    this.#db = db;
    this.#inserts = new Inserts(db, { table: 'temp.moved_aside', values: 3 });
  }

  write({ moved = [] }: { readonly moved?: readonly Value[] }): void {
    this.#inserts.write(moved);
  }

  /** When all moves are kept aside. */
  sum(): void {
    this.#db.exec('INSERT INTO moved SELECT * FROM temp.moved_aside ORDER BY sequence; DROP TABLE temp.moved_aside');
    const end = unsummed(Number(this.#db.prepare(LAST_MOVED).get()?.[0] ?? -1));
    const tallies = new TallyAside(this.#db);
    this.#sum(end, (tallied) => tallies.put(tallied));
    tallies.write();
    new UpperLevels(this.#db).sumUp(0, end);
  }

  #sum(end: number, put: (tallied: Tallied) => void): void {
    const rows = this.#db.prepare(MOVED);
    const tally = new Tally();
    const ends = COUNTED.map((level) => ({ level, end: sequencesIn(completed(level, 0, end)).to }));
    for (let from = 0; from < end; from += SEQUENCES_AT_A_TIME) {
      const stored = rows.all(from, Math.min(from + SEQUENCES_AT_A_TIME, end), '') as unknown as StoredMoves[];
      const levels = ends.filter((level) => from < level.end).map(({ level }) => level);
      for (const row of stored) tally.addRecorded(movedRow(row), levels);
      for (const tallied of tally.take()) put(tallied);
    }
  }
}

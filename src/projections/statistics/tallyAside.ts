// Tallies in a build from nothing, in whatever order they are summed up: put aside, and written in the order they are kept in.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { keptTally, type Tallied } from './tally.ts';

export class TallyAside {
  readonly #db: DatabaseSync;
  readonly #insert: StatementSync;

  constructor(db: DatabaseSync) {
    db.exec('CREATE TEMP TABLE tally_aside (line INTEGER, scope TEXT, level INTEGER, block INTEGER, counts TEXT)');
    this.#db = db;
    this.#insert = db.prepare('INSERT INTO temp.tally_aside VALUES (?, ?, ?, ?, ?)');
  }

  put({ line, scope, level, block, counts }: Tallied): void {
    const text = keptTally(line, counts);
    if (text !== undefined) this.#insert.run(line, scope, level, block, text);
  }

  write(): void {
    this.#db.exec(`INSERT INTO tally SELECT * FROM temp.tally_aside ORDER BY line, scope, level, block;
      DROP TABLE temp.tally_aside`);
  }
}

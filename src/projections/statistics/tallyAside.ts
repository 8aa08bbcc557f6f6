// Tallies in a build from nothing, in whatever order they are summed up: put aside, and written in the order they are kept in.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Tallied, tallyText } from './tally.ts';

export class TallyAside {
  readonly #db: DatabaseSync;
  readonly #table: string;
  readonly #insert: StatementSync;

  /** @param table of its own */
  constructor(db: DatabaseSync, table: string) {
    db.exec(`CREATE TEMP TABLE ${table} (line INTEGER, scope TEXT, level INTEGER, block INTEGER, counts TEXT)`);
    this.#db = db;
    this.#table = table;
    this.#insert = db.prepare(`INSERT INTO temp.${table} VALUES (?, ?, ?, ?, ?)`);
  }

  put({ line, scope, level, block, counts }: Tallied): void {
    const text = tallyText(line, counts);
    if (text !== undefined) this.#insert.run(line, scope, level, block, text);
  }

  write(): void {
    this.#db.exec(`INSERT INTO tally SELECT * FROM temp.${this.#table} ORDER BY line, scope, level, block;
      DROP TABLE temp.${this.#table}`);
  }
}

// What an import has met so far, by entry id. It lies in a temporary database, which spills to disk by itself,
// so that memory does not grow with the import. It is gone when it is closed.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Place } from './entry.ts';
import type { Earlier, Made } from './references.ts';

export interface RefusedEntry extends Place {
  readonly id: string;
}

export class SeenEntries {
  /** an empty name: private, temporary, on disk only once it outgrows its cache */
  readonly #db = new DatabaseSync('', { returnArrays: true });
  readonly #add: StatementSync;
  readonly #made: StatementSync;
  readonly #find: StatementSync;
  readonly #refuse: StatementSync;
  readonly #refused: StatementSync;

  constructor() {
    this.#db.exec(`PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
      CREATE TABLE entry (id TEXT PRIMARY KEY, file TEXT, line INTEGER, record TEXT, event TEXT) WITHOUT ROWID;
      CREATE TABLE refused (stream TEXT PRIMARY KEY, id TEXT, file TEXT, line INTEGER) WITHOUT ROWID;
      BEGIN`);
    this.#add = this.#db.prepare('INSERT OR IGNORE INTO entry VALUES (?, ?, ?, NULL, NULL)');
    this.#made = this.#db.prepare('UPDATE entry SET record = ?, event = ? WHERE id = ?');
    this.#find = this.#db.prepare('SELECT file, line, record, event FROM entry WHERE id = ?');
    this.#refuse = this.#db.prepare('INSERT OR IGNORE INTO refused VALUES (?, ?, ?, ?)');
    this.#refused = this.#db.prepare('SELECT id, file, line FROM refused WHERE stream = ?');
  }

  /** Takes an id in; where it was taken before, says where. */
  add(id: string, { file, line }: Place): Place | undefined {
    if (this.#add.run(id, file, line).changes === 1) return undefined;
    const [first, at] = this.#row(id) ?? [];
    return { file: String(first), line: Number(at) };
  }

  made(id: string, { record, event }: Made): void {
    this.#made.run(record, event, id);
  }

  find(id: string): Earlier | undefined {
    const row = this.#row(id);
    if (row === undefined) return undefined;
    const [, , record, event] = row;
    return typeof record === 'string' && typeof event === 'string' ? { record, event } : 'refused';
  }

  /** An entry about a record was refused. */
  refuse(stream: string, { id, file, line }: RefusedEntry): void {
    this.#refuse.run(stream, id, file, line);
  }

  /** The first entry about a record that was refused. */
  refusedOn(stream: string): RefusedEntry | undefined {
    const row = this.#refused.get(stream) as unknown as readonly unknown[] | undefined;
    return row && { id: String(row[0]), file: String(row[1]), line: Number(row[2]) };
  }

  close(): void {
    this.#db.close();
  }

  #row(id: string): readonly unknown[] | undefined {
    return this.#find.get(id) as unknown as readonly unknown[] | undefined;
  }
}

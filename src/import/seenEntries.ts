// What an import has met so far, by entry id. It lies in a temporary database, which spills to disk by itself,
// so that memory does not grow with the import. It is gone when it is closed.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Place } from './entry.ts';
import type { Earlier, Made } from './references.ts';

export class SeenEntries {
  /** an empty name: private, temporary, on disk only once it outgrows its cache */
  readonly #db = new DatabaseSync('', { returnArrays: true });
  readonly #add: StatementSync;
  readonly #made: StatementSync;
  readonly #find: StatementSync;

  constructor() {
    this.#db.exec(`PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
      CREATE TABLE entry (id TEXT PRIMARY KEY, file TEXT, line INTEGER, record TEXT, event TEXT) WITHOUT ROWID;
      BEGIN`);
    this.#add = this.#db.prepare('INSERT OR IGNORE INTO entry VALUES (?, ?, ?, NULL, NULL)');
    this.#made = this.#db.prepare('UPDATE entry SET record = ?, event = ? WHERE id = ?');
    this.#find = this.#db.prepare('SELECT file, line, record, event FROM entry WHERE id = ?');
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

  close(): void {
    this.#db.close();
  }

  #row(id: string): readonly unknown[] | undefined {
    return this.#find.get(id) as unknown as readonly unknown[] | undefined;
  }
}

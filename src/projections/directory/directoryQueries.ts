// Reads parties, occasions and sources: one by its id, all in the order of their ids.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decodeKeyset, type Keyset, pageOf } from '../keyset.ts';
import type { Answer, Page, Paging } from '../readModels.ts';
import type { DirectoryName } from './directoryProjection.ts';

export class DirectoryQueries {
  readonly #one: StatementSync;
  readonly #forwards: StatementSync;
  readonly #backwards: StatementSync;

  constructor(db: DatabaseSync) {
    this.#one = db.prepare('SELECT body, etag, revision FROM entry WHERE kind = ? AND id = ?');
    this.#forwards = db.prepare('SELECT id, body FROM entry WHERE kind = ? AND id > ? ORDER BY id LIMIT ?');
    this.#backwards = db.prepare('SELECT id, body FROM entry WHERE kind = ? AND id < ? ORDER BY id DESC LIMIT ?');
  }

  one(kind: DirectoryName, id: string): Answer | undefined {
    const row = this.#one.get(kind, id) as unknown as [string, string, number] | undefined;
    return row === undefined ? undefined : { body: row[0], etag: row[1], revision: row[2], nextCut: undefined };
  }

  list(kind: DirectoryName, { limit, cursor }: Paging): Page {
    const keyset: Keyset | undefined = cursor === undefined ? undefined : decodeKeyset(cursor, ['string']);
    const statement = keyset?.direction === 'prev' ? this.#backwards : this.#forwards;
    const rows = statement.all(kind, keyset?.key[0] ?? '', limit + 1) as unknown as [string, string][];
    return pageOf(
      rows.map(([id, body]) => ({ key: [id], text: body })),
      limit,
      keyset,
    );
  }
}

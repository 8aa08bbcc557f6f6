// Short names of commitments: the shortest beginnings of their ids that name one of them alone, and what a beginning names.
// Law: it looks ids up along an index, a bounded number of rows an id, whatever the ledger holds.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { streamOf } from '../../domain/aggregates.ts';
import type { Journal } from '../../journal/journal.ts';
import { DamagedModels } from '../damage.ts';
import type { ShortId } from '../readModels.ts';

/** What is shorter names nothing, since it would name several soon: from four characters on it is found all the same. */
export const SHORTEST_ID = 8;
/** So many are found of those that begin alike. */
const FOUND = 20;
/** Ids are of 0-9, a-f and hyphens, all of which come before it. */
const AFTER_ALL = 'g';
const ID_START = /^[0-9a-f]{4,8}$|^[0-9a-f]{8}-[0-9a-f-]{0,27}$/;

/** Ids of one table, whose column may hold something before the id. */
interface Place {
  readonly before: string;
  readonly within: StatementSync;
  readonly previous: StatementSync;
  readonly next: StatementSync;
}

export class ShortIds {
  /** the commitments, and those that are set aside: they may have no row of their own */
  readonly #places: readonly Place[];
  readonly #journal: Pick<Journal, 'revisionOf'>;

  constructor(db: DatabaseSync, journal: Pick<Journal, 'revisionOf'>) {
    this.#journal = journal;
    const stream = streamOf('commitment', '');
    this.#places = [place(db, 'commitment', 'id', ''), place(db, 'set_aside', 'stream', stream)];
  }

  /** The commitments whose ids begin so, in the order of their ids: twenty at most. @throws DamagedModels where the journal knows none of an id */
  beginning(start: string): readonly ShortId[] {
    if (!ID_START.test(start)) return [];
    const ids = this.#places.flatMap(({ before, within }) =>
      within.all(before + start, before + start + AFTER_ALL).map((row) => firstOf(row).slice(before.length)),
    );
    return [...new Set(ids)]
      .sort()
      .slice(0, FOUND)
      .map((id) => ({ id: this.#known(id), short: this.#shortOf(id) }));
  }

  #known(id: string): string {
    if (this.#journal.revisionOf(streamOf('commitment', id)) >= 0) return id;
    throw DamagedModels.at(`the id ${id}`);
  }

  /** Law: ids in order share the most with those beside them. */
  #shortOf(id: string): string {
    const beside = this.#places.flatMap(({ before, previous, next }) =>
      [previous.get(before + id, before), next.get(before + id, before + AFTER_ALL)].map((row) =>
        row === undefined ? '' : firstOf(row).slice(before.length),
      ),
    );
    const shared = Math.max(...beside.map((other) => sharedStart(id, other)));
    return id.slice(0, Math.max(SHORTEST_ID, shared + 1));
  }
}

/** An aggregate would answer with null where there is none: rows are read in order instead. */
function place(db: DatabaseSync, table: string, column: string, before: string): Place {
  const ids = (where: string, order: string) =>
    db.prepare(`SELECT ${column} FROM ${table} WHERE ${where} ORDER BY ${column} ${order}`);
  return {
    before,
    within: ids(`${column} >= ? AND ${column} < ?`, `LIMIT ${FOUND}`),
    previous: ids(`${column} < ? AND ${column} >= ?`, 'DESC LIMIT 1'),
    next: ids(`${column} > ? AND ${column} < ?`, 'LIMIT 1'),
  };
}

const firstOf = (row: unknown): string => String((row as readonly unknown[])[0]);

function sharedStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

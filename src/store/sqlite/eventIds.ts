// Finds events by id without an index that each append must keep: ids are random, so each insertion dirties another page.
// The newest ids are in memory; when there are enough they go to the index at once, sorted, in the appends' own transaction.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { EventRow, EventRows, LogName } from './eventRows.ts';

/**
 * So many ids wait in memory, about ten megabytes; a reader in another process looks through so many rows.
 * Each move touches most pages of the index, so that a move for few ids costs as much as one for many.
 */
const BATCH = 65_536;

/** The id's first 48 bits, an integer both JavaScript and SQLite hold; what shares it is told apart by the text. */
export function idPrefix(id: string): number {
  const prefix = Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16);
  return Number.isSafeInteger(prefix) ? prefix : -1;
}

export function textBearsId(text: string, id: string): boolean {
  return text.includes(id) && idIn(text) === id;
}

const BEFORE_ID = ',"id":"';

/**
 * The id of an envelope in canonical form, found without parsing it: its members are in order, so that only metadata,
 * which has no member of that name, comes after it; and in a string the quotes of such a piece would be escaped.
 */
function idIn(text: string): string {
  const start = text.lastIndexOf(BEFORE_ID) + BEFORE_ID.length;
  return text.slice(start, text.indexOf('"', start));
}

export class EventIds {
  readonly #rows: EventRows;
  readonly #insert: StatementSync;
  readonly #moveCursor: StatementSync;
  readonly #readCursor: StatementSync;
  readonly #since: StatementSync;
  readonly #recent = new Map<string, number>();

  constructor(db: DatabaseSync, log: LogName, rows: EventRows) {
    this.#rows = rows;
    this.#insert = db.prepare(`INSERT INTO ${log}_id VALUES (?, ?)`);
    this.#moveCursor = db.prepare(
      `INSERT INTO cursor VALUES ('${log}_id', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.#readCursor = db.prepare(`SELECT value FROM cursor WHERE name = '${log}_id'`);
    this.#since = db.prepare(
      `SELECT json_extract(text, '$.id'), sequence FROM ${log} WHERE sequence > ? ORDER BY sequence`,
    );
    this.load();
  }

  /** Takes up what the file holds and the index does not: SQLite hands out the ids, since texts would weigh a hundred megabytes. */
  load(): void {
    this.#recent.clear();
    const after = Number(this.#readCursor.get()?.[0] ?? -1);
    for (const [id, sequence] of this.#since.iterate(after) as Iterable<unknown> as Iterable<[string, number]>) {
      this.add(id, sequence);
    }
  }

  holds(id: string): boolean {
    return this.#recent.has(id) || this.#rows.findIndexed(id) !== undefined;
  }

  /** The first row of an id. */
  find(id: string): EventRow | undefined {
    const sequence = this.#recent.get(id);
    return sequence === undefined ? this.#rows.findIndexed(id) : this.#rows.read(sequence - 1, 1)[0];
  }

  sequenceOf(id: string): number | undefined {
    return this.#recent.get(id) ?? this.#rows.findIndexed(id)?.sequence;
  }

  add(id: string, sequence: number): void {
    if (!this.#recent.has(id)) this.#recent.set(id, sequence);
  }

  /** Within a transaction: moves what is in memory to the index where it is much. @param head the last sequence added */
  settle(head: number): void {
    if (this.#recent.size < BATCH) return;
    const entries = [...this.#recent].map(([id, sequence]) => ({ prefix: idPrefix(id), sequence }));
    for (const { prefix, sequence } of entries.sort((a, b) => a.prefix - b.prefix)) this.#insert.run(prefix, sequence);
    this.#moveCursor.run(String(head));
    this.#recent.clear();
  }
}

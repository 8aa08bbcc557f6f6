// Finds a stream's number by its name without an index that each new stream must keep: names are random, so each would
// dirty another page. The newest are in memory; when there are enough they go to the table at once, sorted.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { parseEnvelope } from '../../domain/envelope.ts';
import type { LogName } from './eventRows.ts';

/** So many names wait in memory, or so many rows pass, before they are moved: what a reader looks through at most. */
const BATCH = 4_096;
const MAX_ROWS = 32_768;

export class StreamNumbers {
  readonly #insert: StatementSync;
  readonly #number: StatementSync;
  readonly #since: StatementSync;
  readonly #readCursor: StatementSync;
  readonly #moveCursor: StatementSync;
  readonly #recent = new Map<string, number>();
  #settled = -1;

  constructor(db: DatabaseSync, log: LogName) {
    this.#insert = db.prepare(`INSERT INTO ${log}_stream VALUES (?, ?)`);
    this.#number = db.prepare(`SELECT stream FROM ${log}_stream WHERE name = ?`);
    this.#since = db.prepare(`SELECT sequence, text FROM ${log} WHERE sequence > ? AND stream = sequence`);
    this.#readCursor = db.prepare(`SELECT value FROM cursor WHERE name = '${log}_stream'`);
    this.#moveCursor = db.prepare(
      `INSERT INTO cursor VALUES ('${log}_stream', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
    this.load();
  }

  /** Takes up what the file holds and the table does not. */
  load(): void {
    this.#recent.clear();
    this.#settled = Number(this.#readCursor.get()?.[0] ?? -1);
    for (const [sequence, text] of this.#since.iterate(this.#settled) as Iterable<unknown> as Iterable<
      [number, string]
    >) {
      this.#recent.set(parseEnvelope(text).stream, sequence);
    }
  }

  /** Its first event's sequence; undefined before that. */
  numberOf(name: string): number | undefined {
    const recent = this.#recent.get(name);
    if (recent !== undefined) return recent;
    const number = this.#number.get(name)?.[0];
    return number === undefined ? undefined : Number(number);
  }

  add(name: string, sequence: number): void {
    this.#recent.set(name, sequence);
  }

  /** Within a transaction: moves what is in memory to the table where it is much. @param head the last sequence added */
  settle(head: number): void {
    if (this.#recent.size < BATCH && head - this.#settled < MAX_ROWS) return;
    for (const name of [...this.#recent.keys()].sort()) this.#insert.run(name, this.#recent.get(name) ?? 0);
    this.#moveCursor.run(String(head));
    this.#recent.clear();
    this.#settled = head;
  }
}

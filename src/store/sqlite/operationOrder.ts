// Where operations stand between events, of a file that has both logs: beside each operation, the event it comes after.
// Rows are added in the transaction that adds the operation, and never change.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

export const ORDER_SCHEMA = `
  CREATE TABLE IF NOT EXISTS operation_order (operation INTEGER PRIMARY KEY, event INTEGER NOT NULL) STRICT;
  CREATE INDEX IF NOT EXISTS operation_order_event ON operation_order (event)`;

export class OperationOrder {
  readonly #insert: StatementSync;
  readonly #event: StatementSync;
  readonly #next: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare('INSERT INTO operation_order VALUES (?, ?)');
    this.#event = db.prepare('SELECT event FROM operation_order WHERE operation = ?');
    this.#next = db.prepare('SELECT min(operation) FROM operation_order WHERE event >= ?');
  }

  /** Within the operation's transaction. @param afterEventSequence of the last event before it; -1 where there is none */
  add(operationSequence: number, afterEventSequence: number): void {
    this.#insert.run(operationSequence, afterEventSequence);
  }

  /** The sequence of the last event before an operation; -1 where there is none, and where the file is older than the order. */
  after(operationSequence: number): number {
    return Number(this.#event.get(operationSequence)?.[0] ?? -1);
  }

  /** The first operation that comes after an event; undefined where none does yet. */
  firstAfter(eventSequence: number): number | undefined {
    const first = this.#next.get(eventSequence)?.[0];
    return first === undefined || first === null ? undefined : Number(first);
  }
}

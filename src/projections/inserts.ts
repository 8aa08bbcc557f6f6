// Inserts rows, many in one statement.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Into, inserting, type Value } from './into.ts';

/** Rows a statement: a call for each row costs as much again as the row. */
const TOGETHER = 32;

export class Inserts {
  readonly #values: number;
  readonly #one: StatementSync;
  readonly #many: StatementSync;

  constructor(db: DatabaseSync, into: Into) {
    this.#values = into.values;
    this.#one = db.prepare(inserting(into));
    this.#many = db.prepare(inserting(into, TOGETHER));
  }

  write(values: readonly Value[]): void {
    const many = this.#values * TOGETHER;
    const rest = values.length - (values.length % many);
    for (let at = 0; at < rest; at += many) this.#many.run(...values.slice(at, at + many));
    for (let at = rest; at < values.length; at += this.#values) this.#one.run(...values.slice(at, at + this.#values));
  }
}

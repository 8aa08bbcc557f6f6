// A write transaction of a file, and those who remember what is in it: told before it commits, after, and when it is undone.
// It is synchronous, so that nobody on the same connection ever reads what is not committed.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Who takes part in each transaction. */
export interface Participant {
  /** the last statements of the transaction */
  beforeCommit(): void;
  afterCommit(): void;
  /** nothing of it was written: forget what was remembered of it */
  afterRollback(): void;
}

export class Transactions {
  readonly #db: DatabaseSync;
  readonly #participants: readonly Participant[];
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;

  constructor(db: DatabaseSync, participants: readonly Participant[]) {
    this.#db = db;
    this.#participants = participants;
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
  }

  /** Does all of `work` or nothing, and returns what it returned once that is committed. @throws what stopped it */
  run<T>(work: () => T): T {
    try {
      this.#begin.run();
      const result = work();
      for (const participant of this.#participants) participant.beforeCommit();
      this.#commit.run();
      for (const participant of this.#participants) participant.afterCommit();
      return result;
    } catch (error) {
      // After some errors (a full disk among them) SQLite has rolled back already.
      if (this.#db.isTransaction) this.#db.exec('ROLLBACK');
      for (const participant of this.#participants) participant.afterRollback();
      throw error;
    }
  }
}

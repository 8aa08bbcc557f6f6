// How far each projection has come, and why it stopped. Written in the transaction of the rows it speaks of.
import type { DatabaseSync, StatementSync } from 'node:sqlite';

/** Whose cursors a models' file holds. */
export const PROJECTIONS = ['commitments', 'directory'] as const;

export interface Failure {
  readonly sequence: number;
  readonly event: string;
  readonly reason: string;
}

export interface Cursor {
  /** the last sequence seen; -1 before the first */
  readonly sequence: number;
  /** how many events up to it this projection folded or knew to be another's */
  readonly projected: number;
  readonly failure: Failure | undefined;
}

export class Cursors {
  readonly #get: StatementSync;
  readonly #set: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare(
      'SELECT sequence, projected, failed_at, failed_event, reason FROM cursor WHERE projection = ?',
    );
    this.#set = db.prepare('INSERT OR REPLACE INTO cursor VALUES (?, ?, ?, ?, ?, ?)');
  }

  get(projection: string): Cursor {
    const row = this.#get.get(projection) as unknown as (string | number | null)[] | undefined;
    if (row === undefined) return { sequence: -1, projected: 0, failure: undefined };
    const [sequence, projected, failedAt, event, reason] = row;
    const failure =
      failedAt === null ? undefined : { sequence: Number(failedAt), event: String(event), reason: String(reason) };
    return { sequence: Number(sequence), projected: Number(projected), failure };
  }

  set(projection: string, { sequence, projected, failure }: Cursor): void {
    this.#set.run(
      projection,
      sequence,
      projected,
      failure?.sequence ?? null,
      failure?.event ?? null,
      failure?.reason ?? null,
    );
  }
}

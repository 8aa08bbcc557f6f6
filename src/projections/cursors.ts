// How far the projections have come. Law: a cursor is written in the transaction of the rows it speaks of, here and nowhere
// else: by a batch that is followed, and by a build when it ends.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { EMPTY_ROOT } from '../merkle/hash.ts';

/** Whose cursors a models' file holds. They move together: an event that one does not know is another's, or set aside. */
export const PROJECTIONS = ['commitments', 'directory'] as const;

export interface Cursor {
  /** the last sequence seen; -1 before the first */
  readonly sequence: number;
  /** how many events up to it were folded, known to be another projection's, or set aside: one more than `sequence`, or some are missing */
  readonly projected: number;
  /** RFC 6962's root over the journal's entries up to it: which history these models are of */
  readonly root: Uint8Array;
}

export class Cursors {
  readonly #get: StatementSync;
  readonly #set: StatementSync;

  constructor(db: DatabaseSync) {
    this.#get = db.prepare('SELECT sequence, projected, root FROM cursor WHERE projection = ?');
    this.#set = db.prepare('INSERT OR REPLACE INTO cursor VALUES (?, ?, ?, ?)');
  }

  get(projection: string): Cursor {
    const row = this.#get.get(projection) as unknown as readonly [number, number, Uint8Array] | undefined;
    const [sequence, projected, root] = row ?? [-1, 0, EMPTY_ROOT];
    return { sequence, projected, root };
  }

  /** The one that is furthest behind. */
  least(): Cursor {
    const [first, ...others] = PROJECTIONS.map((name) => this.get(name)) as [Cursor, ...Cursor[]];
    return others.reduce((least, one) => (one.sequence < least.sequence ? one : least), first);
  }

  /** Within the transaction of the rows. */
  move({ sequence, projected, root }: Cursor): void {
    for (const projection of PROJECTIONS) this.#set.run(projection, sequence, projected, root);
  }
}

// How far the projections have come. Law: a cursor is written in the transaction of the rows it speaks of, here and nowhere
// else: by a batch that is followed, and by a build when it ends.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import { EMPTY_ROOT } from '../merkle/hash.ts';
import { DamagedModels } from './damage.ts';

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
  readonly #asTheyStand: boolean;
  readonly #get: StatementSync;
  readonly #set: StatementSync;

  /** @param asTheyStand whether they are read also where they are not what was written */
  constructor(db: DatabaseSync, asTheyStand = false) {
    this.#asTheyStand = asTheyStand;
    this.#get = db.prepare('SELECT sequence, projected, root, sum FROM cursor WHERE projection = ?');
    this.#set = db.prepare('INSERT OR REPLACE INTO cursor VALUES (?, ?, ?, ?, ?)');
  }

  /** @throws DamagedModels */
  get(projection: string): Cursor {
    const row = this.#get.get(projection) as unknown as readonly [number, number, Uint8Array, number] | undefined;
    if (row === undefined) return { sequence: -1, projected: 0, root: EMPTY_ROOT };
    const [sequence, projected, root, sum] = row;
    const cursor = { sequence, projected, root };
    if (sumOf(cursor) !== sum && !this.#asTheyStand) throw DamagedModels.at(`the cursor of ${projection}`);
    return cursor;
  }

  /** The one that is furthest behind. @throws DamagedModels */
  least(): Cursor {
    const [first, ...others] = PROJECTIONS.map((name) => this.get(name)) as [Cursor, ...Cursor[]];
    return others.reduce((least, one) => (one.sequence < least.sequence ? one : least), first);
  }

  /** Within the transaction of the rows. */
  move(cursor: Cursor): void {
    const { sequence, projected, root } = cursor;
    const sum = sumOf(cursor);
    for (const projection of PROJECTIONS) this.#set.run(projection, sequence, projected, root, sum);
  }
}

const sumOf = ({ sequence, projected, root }: Cursor): number => crc32(root, crc32(`${sequence} ${projected}`));

// What events move, in a build: kept aside as streams are folded, in a file of its own, and summed up from there when all is folded.
import { DatabaseSync } from 'node:sqlite';
import { unjournalled } from '../../support/dataDir.ts';
import { makePrivateFile } from '../../support/privateFiles.ts';
import { Inserts } from '../inserts.ts';
import type { Value } from '../into.ts';

const TABLES = `CREATE TABLE moved (sequence INTEGER, clock INTEGER, moves TEXT);
  CREATE TABLE moving (line INTEGER, at INTEGER, sequence INTEGER, moves TEXT)`;

export class MovesAside {
  readonly #db: DatabaseSync;
  readonly #moved: Inserts;
  readonly #moving: Inserts;

  /** @param path where no file is yet */
  constructor(path: string) {
    makePrivateFile(path);
    this.#db = new DatabaseSync(path, { returnArrays: true });
    this.#db.exec(`${unjournalled()}; BEGIN; ${TABLES}`);
    this.#moved = new Inserts(this.#db, { table: 'moved', values: 3 });
    this.#moving = new Inserts(this.#db, { table: 'moving', values: 4 });
  }

  write({ moved, moving }: { readonly moved: readonly Value[]; readonly moving: readonly Value[] }): void {
    this.#moved.write(moved);
    this.#moving.write(moving);
  }

  /** Others read the file after this. */
  end(): void {
    this.#db.exec('COMMIT');
    this.#db.close();
  }
}

/** For those that sum them up: tables of the name that counts have theirs under, as `aside`. */
export const attachMoves = (db: DatabaseSync, path: string): void => {
  db.prepare('ATTACH ? AS aside').run(path);
};

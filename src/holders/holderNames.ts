// The names of who holds an office, beside the log: DATA_DIR/holders.db. The log has their ids, which say nothing.
// Law: a name that was erased is gone from the file, its id is never given a name again, and the first reason stands.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { HolderId } from '../domain/primitives.ts';
import { makeDataDir } from '../support/dataDir.ts';
import { makePrivateFile } from '../support/privateFiles.ts';
import { reason as reasonOf } from '../support/reason.ts';
import { HolderError } from './holderError.ts';

export const HOLDERS_FILE = 'holders.db';
const SCHEMA_VERSION = 1;
const MAX_REASON = 500;
/** How long one process waits for another's write, milliseconds. */
const BUSY_TIMEOUT = 5_000;

export interface Holder {
  readonly holder: string;
  readonly name: string;
  /** by language tag */
  readonly names: Readonly<Record<string, string>>;
}

/** That a name was removed on purpose. */
export interface Erasure {
  readonly holder: string;
  readonly reason: string;
  /** ISO 8601 */
  readonly erasedAt: string;
}

export interface HolderNamesOptions {
  readonly dataDir: string;
  /** milliseconds since 1970 */
  readonly clock?: () => number;
}

type Row = readonly [
  holder: string,
  name: string | null,
  names: string | null,
  reason: string | null,
  at: string | null,
];

export class HolderNames {
  readonly #dataDir: string;
  readonly #clock: () => number;
  #db: DatabaseSync | undefined;
  #one: StatementSync | undefined;

  /** Opens nothing: the file is made with the first name. */
  constructor({ dataDir, clock = Date.now }: HolderNamesOptions) {
    this.#dataDir = dataDir;
    this.#clock = clock;
  }

  /** @returns whether it was kept already, just so. @throws HolderError NOT_A_HOLDER, ERASED, UNUSABLE */
  put({ holder, name, names }: Holder): { readonly repeated: boolean } {
    const before = this.#found(holder);
    if (before !== undefined && isErasure(before)) throw erased(before);
    const text = JSON.stringify(names);
    const repeated = before?.name === name && JSON.stringify(before.names) === text;
    if (repeated) return { repeated };
    this.#write((db) => db.prepare(PUT).run(holder, name, text));
    // Another process may have erased it meanwhile: then nothing was written.
    const after = this.#found(holder);
    if (after !== undefined && isErasure(after)) throw erased(after);
    return { repeated };
  }

  /** @throws HolderError NOT_A_HOLDER, NOT_KEPT, ERASED, UNUSABLE */
  get(holder: string): Holder {
    const found = this.#found(holder);
    if (found === undefined) throw notKept(holder);
    if (isErasure(found)) throw erased(found);
    return found;
  }

  /** For answers, which say nothing of one that is not kept, or was erased. @throws HolderError UNUSABLE */
  nameOf(holder: string): string | undefined {
    const found = this.#found(holder);
    return found === undefined || isErasure(found) ? undefined : found.name;
  }

  /** Removes a name, and leaves the id with the reason and when. @throws HolderError NOT_A_HOLDER, NOT_KEPT, UNUSABLE */
  erase(holder: string, reason: string): Erasure {
    const found = this.#found(holder);
    if (found === undefined) throw notKept(holder);
    if (isErasure(found)) return found;
    const erasedAt = new Date(this.#clock()).toISOString();
    this.#write((db) => db.prepare(ERASE).run(reason.slice(0, MAX_REASON), erasedAt, holder));
    const after = this.#found(holder);
    if (after === undefined || !isErasure(after)) throw new HolderError('UNUSABLE', `${holder} was not erased`);
    return after;
  }

  /** Every one kept or erased, by id. @throws HolderError UNUSABLE */
  list(): readonly (Holder | Erasure)[] {
    return usable(() => (this.#reading()?.prepare(ALL).all() ?? []) as unknown as Row[]).map(told);
  }

  /** So many of them, in the order of their ids or against it. @param beyond an id. @throws HolderError UNUSABLE */
  some(beyond: string, limit: number, backwards: boolean): readonly (Holder | Erasure)[] {
    const sql = backwards ? BEFORE : AFTER;
    return usable(() => (this.#reading()?.prepare(sql).all(beyond, limit) ?? []) as unknown as Row[]).map(told);
  }

  close(): void {
    this.#db?.close();
    this.#db = undefined;
    this.#one = undefined;
  }

  #found(holder: string): Holder | Erasure | undefined {
    checkHolderId(holder);
    const row = usable(() => this.#row(holder));
    return row === undefined ? undefined : told(row);
  }

  #row(holder: string): Row | undefined {
    const db = this.#reading();
    this.#one ??= db?.prepare(ONE);
    return this.#one?.get(holder) as unknown as Row | undefined;
  }

  /** Kept open: every answer that names a holder asks it. Undefined while there is no file, and none is made. */
  #reading(): DatabaseSync | undefined {
    const path = join(this.#dataDir, HOLDERS_FILE);
    if (this.#db !== undefined || !existsSync(path)) return this.#db;
    const db = new DatabaseSync(path, { readOnly: true, returnArrays: true, timeout: BUSY_TIMEOUT });
    // one that another process is just making has no table yet
    const version = versionOf(db);
    if (version === SCHEMA_VERSION) this.#db = db;
    else db.close();
    if (version > SCHEMA_VERSION) throw new HolderError('UNUSABLE', NEWER);
    return this.#db;
  }

  /** Law: what is overwritten or removed is filled with zeros, and no log of writes keeps it: a name is gone with its erasure. */
  #write(use: (db: DatabaseSync) => void): void {
    usable(() => {
      makeDataDir(this.#dataDir);
      const path = join(this.#dataDir, HOLDERS_FILE);
      makePrivateFile(path);
      const db = new DatabaseSync(path, { timeout: BUSY_TIMEOUT });
      try {
        db.exec('PRAGMA journal_mode=DELETE; PRAGMA secure_delete=ON; PRAGMA synchronous=FULL');
        if (versionOf(db) > SCHEMA_VERSION) throw new HolderError('UNUSABLE', NEWER);
        db.exec(SCHEMA);
        use(db);
      } finally {
        db.close();
      }
    });
  }
}

const SCHEMA = `CREATE TABLE IF NOT EXISTS holder (
    holder TEXT PRIMARY KEY, name TEXT, names TEXT, reason TEXT, erased_at TEXT,
    CHECK ((name IS NULL) = (erased_at IS NOT NULL))
  ) STRICT, WITHOUT ROWID;
  PRAGMA user_version=${SCHEMA_VERSION}`;
const COLUMNS = 'holder, name, names, reason, erased_at';
const ONE = `SELECT ${COLUMNS} FROM holder WHERE holder = ?`;
const ALL = `SELECT ${COLUMNS} FROM holder ORDER BY holder`;
const AFTER = `SELECT ${COLUMNS} FROM holder WHERE holder > ? ORDER BY holder LIMIT ?`;
const BEFORE = `SELECT ${COLUMNS} FROM holder WHERE holder < ? ORDER BY holder DESC LIMIT ?`;
const PUT = `INSERT INTO holder (holder, name, names) VALUES (?, ?, ?)
  ON CONFLICT (holder) DO UPDATE SET name = excluded.name, names = excluded.names WHERE erased_at IS NULL`;
const ERASE = `UPDATE holder SET name = NULL, names = NULL, reason = ?, erased_at = ?
  WHERE holder = ? AND erased_at IS NULL`;

const NEWER = `${HOLDERS_FILE} was written by a newer Concordat: run that version or a later one`;

/** 0 of a file that has nothing in it yet. A row is an array or an object, as its connection was opened. */
const versionOf = (db: DatabaseSync): number => Number(Object.values(db.prepare('PRAGMA user_version').get() ?? {})[0]);

/** @throws HolderError UNUSABLE for whatever SQLite or the file system refuses */
function usable<Result>(use: () => Result): Result {
  try {
    return use();
  } catch (cause) {
    if (cause instanceof HolderError) throw cause;
    throw new HolderError('UNUSABLE', `${HOLDERS_FILE} cannot be used: ${reasonOf(cause)}`, cause);
  }
}

const told = ([holder, name, names, reason, erasedAt]: Row): Holder | Erasure =>
  name === null
    ? { holder, reason: reason ?? '', erasedAt: erasedAt ?? '' }
    : { holder, name, names: JSON.parse(names ?? '{}') as Holder['names'] };

/** @throws HolderError NOT_A_HOLDER */
export function checkHolderId(holder: string): void {
  if (HolderId.safeParse(holder).success) return;
  throw new HolderError(
    'NOT_A_HOLDER',
    `${holder.slice(0, 80)} is not the id of a holder: a random uuid in lower case`,
  );
}

export const isErasure = (found: Holder | Erasure): found is Erasure => 'erasedAt' in found;

const notKept = (holder: string): HolderError =>
  new HolderError('NOT_KEPT', `no name is kept here for ${holder}: names are kept by each node for itself`);

const erased = ({ holder, reason, erasedAt }: Erasure): HolderError =>
  new HolderError('ERASED', `the name of ${holder} was erased on ${erasedAt}: ${reason}`);

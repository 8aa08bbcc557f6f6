// The files of a DATA_DIR: opened with what durability asks for, refused where this version cannot keep its word.
// Opening never changes a file that another version or another process owns.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import { makePrivateFile, makePrivateFolder } from './privateFiles.ts';
import { reason } from './reason.ts';

export type DataDirCode =
  /** another process writes to this DATA_DIR */
  | 'DATA_DIR_LOCKED'
  /** written by a version of Concordat that this one does not know */
  | 'DATA_DIR_NEWER'
  /** nothing to read there */
  | 'DATA_DIR_EMPTY'
  /** a file that cannot be made again is not what was written to it */
  | 'DATA_DIR_DAMAGED'
  /** cannot be made, opened or written */
  | 'DATA_DIR_UNUSABLE'
  /** holds the copy of another ledger than the one it is asked to follow */
  | 'DATA_DIR_FOREIGN';

/** Why a DATA_DIR is refused; the message says what to do. */
export class DataDirRefused extends Error {
  readonly code: DataDirCode;
  constructor(code: DataDirCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'DataDirRefused';
    this.code = code;
  }
}

/** `FULL`: each commit reaches the disk before it returns. `NORMAL`: for what can be rebuilt. */
export type Durability = 'FULL' | 'NORMAL';

export interface DatabaseFile {
  readonly dataDir: string;
  /** within the DATA_DIR */
  readonly file: string;
  /** what this version writes; a file of a higher one is refused */
  readonly schemaVersion: number;
  /** tables that every file has that was ever written; one that lacks any is damaged */
  readonly tables?: readonly string[];
  /** bytes, of a file that is made; SQLite's 4,096 where nothing is said */
  readonly pageSize?: number;
}

/** A page that changes often is written back once for so many bytes of changes, not for each mebibyte. */
const CHECKPOINT_BYTES = 2 ** 24;
const PAGE_SIZE = 4_096;

/** Of a connection that looks things up all over its file: kibibytes, taken as pages are read. */
export const LARGE_CACHE = 'PRAGMA cache_size=-65536';

/**
 * Of a connection to what can be built again: as much of its file as SQLite maps is read where the system has it, and not
 * copied page by page. Where the disk fails under it, the process ends instead of the query.
 */
export const MAPPED = 'PRAGMA mmap_size=2147418112';

/**
 * Of a connection that fills a fresh file, which is thrown away where that fails. OFF would say the same of the journal, but
 * node:sqlite's defensive mode does not take it: all would go through the write-ahead log, twice its size.
 */
export const unjournalled = (db = 'main'): string =>
  `PRAGMA ${db}.journal_mode = MEMORY; PRAGMA ${db}.synchronous = OFF`;

/** How long a connection waits for another's short lock (a checkpoint, a recovery), milliseconds. */
const BUSY_TIMEOUT = 5000;

/** Opens for writing, with `schema` (idempotent SQL) in place. The caller holds the writer's lock. @throws DataDirRefused */
export function openForWriting(at: DatabaseFile, schema: string, durability: Durability): DatabaseSync {
  const db = connect(at, () => {
    const path = join(at.dataDir, at.file);
    makePrivateFile(path);
    return new DatabaseSync(path, { returnArrays: true, timeout: BUSY_TIMEOUT });
  });
  try {
    const { pageSize = PAGE_SIZE } = at;
    db.exec(`PRAGMA page_size=${pageSize}; PRAGMA journal_mode=WAL; PRAGMA synchronous=${durability}; ${LARGE_CACHE};
      PRAGMA journal_size_limit=67108864; PRAGMA wal_autocheckpoint=${CHECKPOINT_BYTES / pageSize}`);
    refuseNewer(db, at);
    refuseLacking(db, at);
    db.exec(`BEGIN; ${schema}; PRAGMA user_version=${at.schemaVersion}; COMMIT`);
    return db;
  } catch (error) {
    db.close();
    throw refusal(at, error);
  }
}

/** Opens for reading only, beside a writer or without one. @throws DataDirRefused */
export function openForReading(at: DatabaseFile): DatabaseSync {
  const path = join(at.dataDir, at.file);
  if (!existsSync(path)) {
    throw new DataDirRefused('DATA_DIR_EMPTY', `DATA_DIR ${at.dataDir} holds no ${at.file}: is it the right folder?`);
  }
  const db = connect(at, () => readOnly(path));
  try {
    refuseNewer(db, at);
    refuseLacking(db, at);
    return db;
  } catch (error) {
    db.close();
    throw refusal(at, error);
  }
}

/**
 * A reader of a WAL file needs its -shm file, and where no writer runs it makes one: which it cannot in a folder
 * it may only read. Without a -wal file all is in the main file, and no writer is there: it may be read as it is.
 */
function readOnly(path: string): DatabaseSync {
  const options = { readOnly: true, returnArrays: true, timeout: BUSY_TIMEOUT };
  const db = new DatabaseSync(path, options);
  try {
    db.prepare('PRAGMA user_version').get();
    return db;
  } catch (error) {
    db.close();
    if (existsSync(`${path}-wal`)) throw error;
    const url = pathToFileURL(path);
    url.searchParams.set('immutable', '1');
    return new DatabaseSync(url, options);
  }
}

export function makeDataDir(dataDir: string): void {
  try {
    makePrivateFolder(dataDir);
  } catch (cause) {
    throw new DataDirRefused('DATA_DIR_UNUSABLE', `DATA_DIR ${dataDir} cannot be made: ${reason(cause)}`, cause);
  }
}

function connect(at: DatabaseFile, open: () => DatabaseSync): DatabaseSync {
  try {
    return open();
  } catch (error) {
    throw refusal(at, error);
  }
}

function refuseNewer(db: DatabaseSync, { dataDir, file, schemaVersion }: DatabaseFile): void {
  const found = Number(db.prepare('PRAGMA user_version').get()?.[0]);
  if (found <= schemaVersion) return;
  throw new DataDirRefused(
    'DATA_DIR_NEWER',
    `DATA_DIR ${dataDir}: ${file} has schema ${found}, written by a newer Concordat; this one knows up to ` +
      `${schemaVersion}. Run that version or a later one; the file is left as it is.`,
  );
}

/** Law: a table whose name cannot be read is not made again, empty, beside what it held. */
function refuseLacking(db: DatabaseSync, { dataDir, file, tables = [] }: DatabaseFile): void {
  const isNew = Number(db.prepare('PRAGMA user_version').get()?.[0]) === 0;
  const named = db.prepare("SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?");
  const lacking = isNew ? undefined : tables.find((table) => named.get(table) === undefined);
  if (lacking === undefined) return;
  throw new DataDirRefused('DATA_DIR_DAMAGED', `DATA_DIR ${dataDir}: ${file} lacks its table ${lacking}`);
}

function refusal({ dataDir, file }: DatabaseFile, error: unknown): DataDirRefused {
  if (error instanceof DataDirRefused) return error;
  return new DataDirRefused(
    'DATA_DIR_UNUSABLE',
    `DATA_DIR ${dataDir}: ${file} cannot be opened: ${reason(error)}`,
    error,
  );
}

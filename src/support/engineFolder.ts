// Where an engine's files lie: in a folder of its own within DATA_DIR, so that an embedded ledger and the copy of another
// one never meet. A folder of the former layout, with all files side by side, is carried over once. Nothing is overwritten.
import { existsSync, lstatSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirRefused, makeDataDir } from './dataDir.ts';
import { reason } from './reason.ts';

export type Engine = 'embedded' | 'eventstoredb';

/** What makes a folder an engine's: the embedded ledger, or the copy of what EventStoreDB holds. */
const HISTORY: Readonly<Record<Engine, string>> = { embedded: 'ledger.db', eventstoredb: 'journal.db' };
const OTHER: Readonly<Record<Engine, Engine>> = { embedded: 'eventstoredb', eventstoredb: 'embedded' };

/** What goes along with a history. Read models do not: they are made anew. */
const KEPT = ['signing.key', 'captures', 'timestamps', 'aside', 'log.db'];
const MADE_ANEW = ['models.db', 'models.next.db'].flatMap((name) => [name, `${name}-wal`, `${name}-shm`]);

const folderIn = (dataDir: string, engine: Engine): string => join(dataDir, engine);
const hasFormerLayout = (dataDir: string, engine: Engine): boolean => existsSync(join(dataDir, HISTORY[engine]));

/** An engine's folder, for who only reads: the former layout is read where it lies. */
export function engineFolder(dataDir: string, engine: Engine): string {
  const folder = folderIn(dataDir, engine);
  return !existsSync(join(folder, HISTORY[engine])) && hasFormerLayout(dataDir, engine) ? dataDir : folder;
}

export interface TakenFolder {
  readonly folder: string;
  /** whether its files lay in DATA_DIR itself, and were moved now */
  readonly carriedOver: boolean;
  /** the other engine's folder, where it lies beside: it is not read */
  readonly beside: string | undefined;
}

/** An engine's folder, for who writes. @throws DataDirRefused where two of its histories lie in one DATA_DIR; DATA_DIR_LOCKED, DATA_DIR_UNUSABLE */
export function takeEngineFolder(dataDir: string, engine: Engine): TakenFolder {
  const folder = folderIn(dataDir, engine);
  makeDataDir(folder);
  const carriedOver = hasFormerLayout(dataDir, engine) && carryOver(dataDir, engine);
  const beside = engineFolder(dataDir, OTHER[engine]);
  return { folder, carriedOver, beside: existsSync(join(beside, HISTORY[OTHER[engine]])) ? beside : undefined };
}

function carryOver(dataDir: string, engine: Engine): true {
  const folder = folderIn(dataDir, engine);
  const history = HISTORY[engine];
  if (existsSync(join(folder, history))) {
    throw new DataDirRefused(
      'DATA_DIR_UNUSABLE',
      `DATA_DIR ${dataDir} holds ${history} twice, in the folder itself and in ${engine}/: an older version of Concordat ` +
        'wrote there after this one. Move the one that is not wanted to a folder of its own; both are left as they are.',
    );
  }
  const release = lockFormer(dataDir);
  try {
    // The history moves last: a start that is cut short goes on where it stopped.
    const first = engine === 'embedded' || !hasFormerLayout(dataDir, 'embedded') ? KEPT : [];
    for (const name of first) move(dataDir, folder, name);
    move(dataDir, folder, history);
    for (const name of MADE_ANEW) rmSync(join(dataDir, name), { force: true });
  } catch (error) {
    if (error instanceof DataDirRefused) throw error;
    const detail = `DATA_DIR ${dataDir} cannot be brought into its present layout: ${reason(error)}`;
    throw new DataDirRefused('DATA_DIR_UNUSABLE', detail, error);
  } finally {
    release();
  }
  return true;
}

/** A program of before holds this lock while it writes. @throws DataDirRefused DATA_DIR_LOCKED */
function lockFormer(dataDir: string): () => void {
  const db = new DatabaseSync(join(dataDir, 'writer.lock'), { timeout: 0 });
  try {
    db.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    db.close();
    throw new DataDirRefused('DATA_DIR_LOCKED', `DATA_DIR ${dataDir} is in use: stop that process first`, error);
  }
  return () => db.close();
}

/** A database moves without what belongs to its last writer: that is written into it first. */
function move(from: string, to: string, name: string): void {
  const path = join(from, name);
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found === undefined || existsSync(join(to, name))) return;
  if (name.endsWith('.db')) settleInto(path);
  renameSync(path, join(to, name));
}

/**
 * Writes into a database what its last writer left beside it, so that it is one file.
 * @throws Error where it is damaged, or another process still reads it: its last writes would stay behind
 */
export function settleInto(path: string): void {
  const db = new DatabaseSync(path);
  try {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE); PRAGMA journal_mode=DELETE');
  } finally {
    db.close();
  }
  const left = lstatSync(`${path}-wal`, { throwIfNoEntry: false });
  if (left !== undefined && left.size > 0) throw new Error(`${path} is in use: stop what reads it first`);
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
}

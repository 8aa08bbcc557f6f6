// One writer for a DATA_DIR, by a lock that the operating system frees when its process ends, however it ends.
// The lock is a file of its own, so that readers never meet it. Its holder's pid is kept beside it, only to be shown.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DataDirRefused, makeDataDir } from '../../support/dataDir.ts';
import { makePrivateFile } from '../../support/privateFiles.ts';
import { reason } from '../../support/reason.ts';

export interface WriterLock {
  release(): void;
}

/** SQLite's primary result code where another connection holds the lock. */
const SQLITE_BUSY = 5;

/** @throws DataDirRefused DATA_DIR_LOCKED where another process, or this one, holds it; DATA_DIR_UNUSABLE */
export function takeWriterLock(dataDir: string): WriterLock {
  makeDataDir(dataDir);
  let db: DatabaseSync | undefined;
  try {
    for (const file of ['writer.lock', 'writer.pid']) makePrivateFile(join(dataDir, file));
    db = new DatabaseSync(join(dataDir, 'writer.lock'), { timeout: 0 });
    // An exclusive transaction on an empty file that never writes: nothing to recover after a crash.
    db.exec('BEGIN EXCLUSIVE');
    writeFileSync(join(dataDir, 'writer.pid'), `${process.pid}\n`);
  } catch (error) {
    db?.close();
    if (isBusy(error)) throw lockedBy(dataDir);
    throw new DataDirRefused('DATA_DIR_UNUSABLE', `DATA_DIR ${dataDir} cannot be locked: ${reason(error)}`, error);
  }
  const held = db;
  return { release: () => held.close() };
}

function isBusy(error: unknown): boolean {
  return error instanceof Error && 'errcode' in error && (Number(error.errcode) & 0xff) === SQLITE_BUSY;
}

function lockedBy(dataDir: string): DataDirRefused {
  const pid = holder(dataDir);
  const who = pid === undefined ? 'another process' : pid === process.pid ? 'this process' : `process ${pid}`;
  return new DataDirRefused(
    'DATA_DIR_LOCKED',
    `DATA_DIR ${dataDir} is in use: ${who} writes to it, and there can be one writer only. ` +
      'Send commands to that server with --url, stop it first, or set another DATA_DIR.',
  );
}

function holder(dataDir: string): number | undefined {
  try {
    const pid = Number(readFileSync(join(dataDir, 'writer.pid'), 'utf8'));
    return Number.isSafeInteger(pid) && pid > 0 ? pid : undefined;
  } catch {
    return undefined;
  }
}

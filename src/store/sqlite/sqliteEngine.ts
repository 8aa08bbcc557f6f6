// The embedded engine: one SQLite file in DATA_DIR, one writer, group commit.
// Nothing is acknowledged before it is on the disk; a second process is refused, never waited for.

import { openForWriting } from '../../support/dataDir.ts';
import type { StoreEngine } from '../eventStore.ts';
import { EventLog } from './eventLog.ts';
import { logSchema } from './eventRows.ts';
import { GroupCommit } from './groupCommit.ts';
import { SqliteStore } from './sqliteStore.ts';
import { Transactions } from './transactions.ts';
import { takeWriterLock } from './writerLock.ts';

export const LEDGER_FILE = 'ledger.db';
export const LEDGER_SCHEMA = 1;

export interface SqliteEngineOptions {
  /** the folder, made where it does not exist */
  readonly dataDir: string;
}

export interface SqliteEngine extends StoreEngine {
  /** the ledger's events as they lie in the file: the journal of the embedded mode */
  readonly log: EventLog;
}

/** @throws DataDirRefused where another process writes to it, it is newer, or it cannot be opened */
export function openSqliteEngine({ dataDir }: SqliteEngineOptions): SqliteEngine {
  const lock = takeWriterLock(dataDir);
  try {
    return engineOf(dataDir, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function engineOf(dataDir: string, release: () => void): SqliteEngine {
  const at = { dataDir, file: LEDGER_FILE, schemaVersion: LEDGER_SCHEMA };
  const db = openForWriting(at, `${logSchema('event')}; ${logSchema('operation')}`, 'FULL');
  const ledger = new EventLog(db, 'event');
  const operations = new EventLog(db, 'operation');
  const group = new GroupCommit(new Transactions(db, [ledger, operations]));
  const closed = new AbortController();
  return {
    log: ledger,
    ledger: new SqliteStore(ledger, group, closed.signal),
    operations: new SqliteStore(operations, group, closed.signal),
    health: () => ({ connected: group.lastError === undefined, lastError: group.lastError }),
    async close() {
      if (closed.signal.aborted) return;
      closed.abort();
      await group.drained();
      db.close();
      release();
    },
  };
}

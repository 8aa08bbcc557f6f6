// The embedded engine: one SQLite file in DATA_DIR, one writer, group commit.
// Nothing is acknowledged before it is on the disk; a second process is refused, never waited for.

import { openForWriting } from '../../support/dataDir.ts';
import { type EngineHealth, EventStoreError, type StoreEngine } from '../eventStore.ts';
import { EventLog } from './eventLog.ts';
import { logSchema } from './eventRows.ts';
import { eventAt, followBoth } from './follow.ts';
import { GroupCommit } from './groupCommit.ts';
import { OperationOrder, ORDER_SCHEMA } from './operationOrder.ts';
import { SqliteStore } from './sqliteStore.ts';
import { Transactions } from './transactions.ts';
import { takeWriterLock } from './writerLock.ts';

export const LEDGER_FILE = 'ledger.db';
export const LEDGER_SCHEMA = 1;

export interface SqliteEngineOptions {
  /** the folder, made where it does not exist */
  readonly dataDir: string;
  /** this machine's time, milliseconds since 1970 */
  readonly clock?: () => number;
}

export interface SqliteEngine extends StoreEngine {
  /** the ledger's events as they lie in the file: the journal of the embedded mode */
  readonly log: EventLog;
  readonly operationLog: EventLog;
  /** where operations stand between events */
  readonly order: OperationOrder;
}

/** @throws DataDirRefused where another process writes to it, it is newer, or it cannot be opened */
export function openSqliteEngine({ dataDir, clock = Date.now }: SqliteEngineOptions): SqliteEngine {
  const lock = takeWriterLock(dataDir);
  try {
    return engineOf({ dataDir, clock }, () => lock.release());
  } catch (error) {
    lock.release();
    throw error;
  }
}

function engineOf({ dataDir, clock }: Required<SqliteEngineOptions>, release: () => void): SqliteEngine {
  const at = { dataDir, file: LEDGER_FILE, schemaVersion: LEDGER_SCHEMA };
  const db = openForWriting(at, `${logSchema('event')}; ${logSchema('operation')}; ${ORDER_SCHEMA}`, 'FULL');
  const events = new EventLog(db, 'event');
  const operations = new EventLog(db, 'operation');
  const order = new OperationOrder(db);
  const logs = { events, operations, order };
  const group = new GroupCommit(new Transactions(db, [events, operations]));
  const closed = new AbortController();
  const store = { group, closed: closed.signal, clock };
  const onAdded = (operation: number) => order.add(operation, events.head().sequence);
  return {
    log: events,
    operationLog: operations,
    order,
    ledger: new SqliteStore({ ...store, log: events }),
    operations: new SqliteStore({ ...store, log: operations, onAdded }),
    follow: (from, batchSize, signal) =>
      followBoth(logs, { from, batchSize, signal: AbortSignal.any([signal, closed.signal]) }),
    async at(position) {
      if (closed.signal.aborted) throw new EventStoreError('CLOSED', 'the store was closed');
      return eventAt(logs, position);
    },
    heldTo: () => undefined,
    health: () => health(group.lastError),
    async close() {
      if (closed.signal.aborted) return;
      closed.abort();
      await group.drained();
      db.close();
      release();
    },
  };
}

function health(lastError: string | undefined): EngineHealth {
  return { connected: lastError === undefined, state: lastError === undefined ? 'up' : 'down', lastError };
}

// The embedded engine: one SQLite file in DATA_DIR, one writer, group commit.
// Nothing is acknowledged before it is on the disk; a second process is refused, never waited for.

import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { DamageWatch } from '../../support/damagedFile.ts';
import { openForWriting } from '../../support/dataDir.ts';
import { type EngineHealth, EventStoreError, type StoreEngine } from '../eventStore.ts';
import { EventLog } from './eventLog.ts';
import { logSchema } from './eventRows.ts';
import { eventAt, followBoth } from './follow.ts';
import { GroupCommit } from './groupCommit.ts';
import { lookThrough } from './lookedThrough.ts';
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
  /** told once, where the file is found damaged after it was opened */
  readonly onDamage?: (why: string) => void;
}

export interface SqliteEngine extends StoreEngine {
  /** the ledger's events as they lie in the file: the journal of the embedded mode */
  readonly log: EventLog;
  readonly operationLog: EventLog;
  /** where operations stand between events */
  readonly order: OperationOrder;
  readonly damage: DamageWatch;
}

/** @throws DataDirRefused where another process writes to it, it is newer, damaged, or cannot be opened */
export function openSqliteEngine({ dataDir, clock = Date.now, onDamage }: SqliteEngineOptions): SqliteEngine {
  const lock = takeWriterLock(dataDir);
  try {
    const damage = damageOf(dataDir, onDamage);
    return damage.watching(() => {
      const db = opened(dataDir, damage);
      try {
        const looking = lookThrough(db, damage);
        return engineIn(db, { clock, damage, looking, release: () => lock.release() });
      } catch (error) {
        db.close();
        throw error;
      }
    });
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Of a ledger there is no other copy here. */
const REMEDY =
  'Nothing is recorded on it, and it is left as it is: keep it. concordat verify says how far it still is what was ' +
  'signed; stop the node and put back the newest copy (docs/operations.md, A file is damaged).';

export const damageOf = (dataDir: string, onDamage?: (why: string) => void): DamageWatch =>
  new DamageWatch({ path: join(dataDir, LEDGER_FILE), remedy: REMEDY }, onDamage);

function opened(dataDir: string, damage: DamageWatch): DatabaseSync {
  const at = { dataDir, file: LEDGER_FILE, schemaVersion: LEDGER_SCHEMA, tables: ['event'] };
  const schema = `${logSchema('event')}; ${logSchema('operation')}; ${ORDER_SCHEMA}`;
  return damage.watched(openForWriting(at, schema, 'FULL'));
}

interface EngineParts {
  readonly clock: () => number;
  readonly damage: DamageWatch;
  /** ends the look at the file */
  readonly looking: () => void;
  readonly release: () => void;
}

function engineIn(db: DatabaseSync, { clock, damage, looking, release }: EngineParts): SqliteEngine {
  const events = new EventLog(db, 'event');
  const operations = new EventLog(db, 'operation');
  const order = new OperationOrder(db);
  const logs = { events, operations, order };
  const group = new GroupCommit(new Transactions(db, [events, operations]));
  const closed = new AbortController();
  const store = { group, closed: closed.signal, clock, damage };
  const onAdded = (operation: number) => order.add(operation, events.head().sequence);
  return {
    log: events,
    operationLog: operations,
    order,
    damage,
    ledger: new SqliteStore({ ...store, log: events }),
    operations: new SqliteStore({ ...store, log: operations, onAdded }),
    follow: (from, batchSize, signal) =>
      followBoth(logs, { from, batchSize, signal: AbortSignal.any([signal, closed.signal]) }),
    async at(position) {
      if (closed.signal.aborted) throw new EventStoreError('CLOSED', 'the store was closed');
      return eventAt(logs, position);
    },
    heldTo: () => undefined,
    health: () => health(damage.found?.message ?? group.lastError),
    async close() {
      if (closed.signal.aborted) return;
      closed.abort();
      await group.drained();
      looking();
      db.close();
      release();
    },
  };
}

function health(lastError: string | undefined): EngineHealth {
  return { connected: lastError === undefined, state: lastError === undefined ? 'up' : 'down', lastError };
}

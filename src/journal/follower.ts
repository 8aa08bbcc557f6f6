// The journal of a node whose authority is elsewhere: a copy of the ledger's events, followed for ever.
// Entries and the authority's position commit together, so that a kill at any point loses and repeats nothing;
// the sequence comes from the order alone. It never writes to the authority, and never copies two histories into one.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { backoff, pause } from '../store/backoff.ts';
import {
  type Authority,
  type EngineHealth,
  EventStoreError,
  type FollowedEvent,
  type StoreEngine,
  type StorePosition,
} from '../store/eventStore.ts';
import { EventLog } from '../store/sqlite/eventLog.ts';
import { logSchema } from '../store/sqlite/eventRows.ts';
import { lookThrough } from '../store/sqlite/lookedThrough.ts';
import { OperationOrder, ORDER_SCHEMA } from '../store/sqlite/operationOrder.ts';
import { Transactions } from '../store/sqlite/transactions.ts';
import { takeWriterLock } from '../store/sqlite/writerLock.ts';
import type { DamageWatch } from '../support/damagedFile.ts';
import { openForWriting } from '../support/dataDir.ts';
import { reason } from '../support/reason.ts';
import { copyDamage } from './copyDamage.ts';
import { entryText } from './entryText.ts';
import type { Journal } from './journal.ts';
import { type Logs, logJournal } from './logJournal.ts';
import { PLACES_SCHEMA, Places } from './places.ts';
import { expectSameHistory } from './sameHistory.ts';

export const JOURNAL_FILE = 'journal.db';
const JOURNAL_SCHEMA = 1;

export interface FollowerOptions {
  readonly dataDir: string;
  /** closed by its owner, after the follower */
  readonly authority: StoreEngine;
  /** events a transaction, at most */
  readonly batchSize?: number;
  /** Told when copying starts to fail, with the reason, and with undefined when it goes on. */
  readonly onStall?: (why: string | undefined) => void;
  /** Told where events come that cannot follow those copied; that a new connection leads to another history, its link tells. */
  readonly onRefused?: (why: string) => void;
  /** Told once, where the copy is found damaged. */
  readonly onDamage?: (why: string) => void;
}

export interface FollowerHealth extends EngineHealth {
  /** `refused`: the authority holds another history than this copy: both stay as they are, and nothing more is copied */
  readonly copying: 'connecting' | 'following' | 'refused';
}

export interface Follower {
  readonly journal: Journal;
  health(): FollowerHealth;
  /** Waits for the batch under way, then lets go of the file. */
  close(): Promise<void>;
}

/** @throws DataDirRefused where another process writes to it, it is newer, or it cannot be opened */
export function openFollower({ batchSize = 1000, ...options }: FollowerOptions): Follower {
  const { dataDir } = options;
  const lock = takeWriterLock(dataDir);
  const damage = copyDamage(dataDir, JOURNAL_FILE, options.onDamage);
  try {
    return damage.watching(() => followerIn({ batchSize, ...options }, damage, () => lock.release()));
  } catch (error) {
    lock.release();
    throw error;
  }
}

function followerIn(
  { batchSize, ...options }: FollowerOptions & { readonly batchSize: number },
  damage: DamageWatch,
  release: () => void,
): Follower {
  const { dataDir } = options;
  const at = { dataDir, file: JOURNAL_FILE, schemaVersion: JOURNAL_SCHEMA, tables: ['event'] };
  const schema = [logSchema('event'), logSchema('operation'), ORDER_SCHEMA, PLACES_SCHEMA].join('; ');
  const db = damage.watched(openForWriting(at, schema, 'NORMAL'));
  try {
    const looking = lookThrough(db, damage);
    const copying = new Copying(db, damage, options);
    const done = copying.follow(batchSize);
    return {
      journal: logJournal(copying.logs, copying),
      health: () => copying.health(),
      async close() {
        copying.stop();
        await done;
        looking();
        if (db.isOpen) db.close();
        release();
      },
    };
  } catch (error) {
    db.close();
    throw error;
  }
}

/** The names of what is kept in the table of cursors. */
const POSITION = 'authority';
const COMPLETE = 'complete';

class Copying {
  readonly logs: Logs;
  readonly #options: Omit<FollowerOptions, 'batchSize'>;
  readonly #places: Places;
  readonly #transactions: Transactions;
  readonly #read: StatementSync;
  readonly #write: StatementSync;
  readonly #stop = new AbortController();
  #state: FollowerHealth['copying'] = 'connecting';
  #lastError: string | undefined;
  #stalled = false;
  /** what was found while copying, and no later look at the ends can excuse */
  #refused: EventStoreError | undefined;
  #complete: boolean;
  caughtUp = false;

  constructor(db: DatabaseSync, damage: DamageWatch, options: Omit<FollowerOptions, 'batchSize'>) {
    const log = new EventLog(db, 'event');
    const operations = new EventLog(db, 'operation');
    this.logs = { log, operationLog: operations, order: new OperationOrder(db), damage };
    this.#options = options;
    this.#places = new Places(db);
    this.#transactions = new Transactions(db, [log, operations]);
    this.#read = db.prepare('SELECT value FROM cursor WHERE name = ?');
    this.#write = db.prepare(
      'INSERT INTO cursor VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
    );
    this.#complete = this.#read.get(COMPLETE) !== undefined;
    options.authority.heldTo((authority) => this.#expectSame(authority));
  }

  /** Whether the copy ever reached what the authority held. */
  get complete(): boolean {
    return this.#complete;
  }

  stop(): void {
    this.#stop.abort();
  }

  health(): FollowerHealth {
    const health = this.#options.authority.health();
    const copying = health.state === 'diverged' ? 'refused' : this.#state;
    return { ...health, copying, lastError: this.#lastError ?? health.lastError };
  }

  /** Until it is stopped, or finds what can never be copied: any other failure (a full disk, say) is tried again. */
  async follow(batchSize: number): Promise<void> {
    const { authority } = this.#options;
    const { signal } = this.#stop;
    for (let failures = 0; !signal.aborted; failures++) {
      try {
        await this.#expectSame(authority);
        for await (const { events, caughtUp } of authority.follow(this.#cursor(), batchSize, signal)) {
          this.#copy(events, caughtUp);
          this.#copied(caughtUp);
          failures = 0;
        }
      } catch (error) {
        this.#failed(error);
      }
      await pause(backoff(failures), signal);
    }
  }

  /** @throws EventStoreError DIVERGED */
  async #expectSame(authority: Authority): Promise<void> {
    const { dataDir } = this.#options;
    if (this.#refused !== undefined) throw this.#refused;
    const { log, operationLog } = this.logs;
    const copy = {
      dataDir,
      rows: log.rows,
      operations: operationLog.rows,
      places: this.#places,
      cursor: this.#cursor(),
    };
    await expectSameHistory(copy, authority);
  }

  #copied(caughtUp: boolean): void {
    this.caughtUp = caughtUp;
    this.#complete ||= caughtUp;
    this.#state = 'following';
    this.#stall(undefined);
    this.#lastError = undefined;
  }

  #failed(error: unknown): void {
    const why = reason(error);
    const isNew = why !== this.#lastError;
    this.#lastError = why;
    const isRefused = error instanceof EventStoreError && error.code === 'DIVERGED';
    this.#state = isRefused ? 'refused' : 'connecting';
    if (!isNew || this.#stop.signal.aborted) return;
    if (isRefused && error === this.#refused) this.#options.onRefused?.(why);
    // What the authority itself has to say, its link tells; here it is the copy that fails.
    else if (!(error instanceof EventStoreError)) this.#stall(why);
  }

  #stall(why: string | undefined): void {
    if (this.#stalled === (why !== undefined)) return;
    this.#stalled = why !== undefined;
    this.#options.onStall?.(why);
  }

  #cursor(): StorePosition | undefined {
    const value = this.#read.get(POSITION)?.[0];
    return value === undefined ? undefined : String(value);
  }

  #copy(events: readonly FollowedEvent[], caughtUp: boolean): void {
    const last = events.at(-1);
    const completes = caughtUp && !this.#complete;
    if (last === undefined && !completes) return;
    this.#transactions.run(() => {
      for (const event of events) this.#add(event);
      const entry = events.findLast(({ log }) => log === 'ledger');
      if (entry !== undefined) {
        this.#places.add({ sequence: this.logs.log.head().sequence, position: entry.position });
      }
      if (last !== undefined) this.#write.run(POSITION, last.position);
      if (completes) this.#write.run(COMPLETE, 'true');
    });
  }

  #add({ log, envelope, clockBound }: FollowedEvent): void {
    const { stream, id, metadata } = envelope;
    const [revision, recordedAt] = [Number(envelope.revision), Date.parse(metadata.recordedAt) || 0];
    const row = { stream, revision, id, recordedAt, clockBound, text: entryText(envelope) };
    const { log: events, operationLog, order } = this.logs;
    this.#expectNext(log === 'ledger' ? events : operationLog, row);
    if (log === 'operations') {
      operationLog.add(row);
      order.add(operationLog.head().sequence, events.head().sequence);
      return;
    }
    events.add(row);
  }

  /**
   * Law: a stream's entries are copied by revision from 0, without a gap: else the authority lost some, or went back. Of an
   * operational stream the copy of an older program lacks the beginning.
   */
  #expectNext(log: EventLog, { stream, revision, id }: { stream: string; revision: number; id: string }): void {
    const next = log.revisionOf(stream) + 1;
    if (revision === next || (next === 0 && log === this.logs.operationLog)) return;
    this.#refused = new EventStoreError(
      'DIVERGED',
      `The server gives event ${id} as revision ${revision} of ${stream}, and revision ${next} comes next: its history ` +
        'was truncated and scavenged, or it was restored to another state. Nothing more is copied, recorded or signed: ' +
        'docs/operations.md, The server went back, has the ways out.',
    );
    throw this.#refused;
  }
}

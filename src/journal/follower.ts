// The journal of a node whose authority is elsewhere: a copy of the ledger's events, followed for ever.
// Entries and the authority's position commit together, so that a kill at any point loses and repeats nothing;
// the sequence comes from the order alone. It never writes to the authority.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { backoff, pause } from '../store/backoff.ts';
import type { FollowedEvent, StoreEngine, StorePosition } from '../store/eventStore.ts';
import { EventLog } from '../store/sqlite/eventLog.ts';
import { logSchema } from '../store/sqlite/eventRows.ts';
import { Transactions } from '../store/sqlite/transactions.ts';
import { takeWriterLock } from '../store/sqlite/writerLock.ts';
import { DataDirRefused, openForWriting } from '../support/dataDir.ts';
import { reason } from '../support/reason.ts';
import { entryText } from './entryText.ts';
import type { Journal } from './journal.ts';
import { logJournal } from './logJournal.ts';
import { refuseAnotherLedger } from './sameLedger.ts';

export const JOURNAL_FILE = 'journal.db';
const JOURNAL_SCHEMA = 1;

export interface FollowerOptions {
  readonly dataDir: string;
  /** closed by its owner, after the follower */
  readonly authority: StoreEngine;
  /** events a transaction, at most */
  readonly batchSize?: number;
}

export interface FollowerHealth {
  /** `refused`: this DATA_DIR holds another ledger's copy; it stays as it is, and nothing more is copied */
  readonly state: 'connecting' | 'following' | 'refused';
  /** of the authority */
  readonly connected: boolean;
  readonly lastError: string | undefined;
}

export interface Follower {
  readonly journal: Journal;
  health(): FollowerHealth;
  /** Waits for the batch under way, then lets go of the file. */
  close(): Promise<void>;
}

/** @throws DataDirRefused where another process writes to it, it is newer, or it cannot be opened */
export function openFollower({ dataDir, authority, batchSize = 1000 }: FollowerOptions): Follower {
  const lock = takeWriterLock(dataDir);
  try {
    const at = { dataDir, file: JOURNAL_FILE, schemaVersion: JOURNAL_SCHEMA };
    const db = openForWriting(at, logSchema('event'), 'NORMAL');
    const copying = new Copying(db, dataDir, authority);
    const done = copying.follow(batchSize);
    return {
      journal: logJournal(copying.log, () => copying.caughtUp),
      health: () => copying.health(),
      async close() {
        copying.stop();
        await done;
        if (db.isOpen) db.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

class Copying {
  readonly log: EventLog;
  readonly #dataDir: string;
  readonly #authority: StoreEngine;
  readonly #transactions: Transactions;
  readonly #readCursor: StatementSync;
  readonly #moveCursor: StatementSync;
  readonly #stop = new AbortController();
  #state: FollowerHealth['state'] = 'connecting';
  #lastError: string | undefined;
  caughtUp = false;

  constructor(db: DatabaseSync, dataDir: string, authority: StoreEngine) {
    this.log = new EventLog(db, 'event');
    this.#dataDir = dataDir;
    this.#authority = authority;
    this.#transactions = new Transactions(db, [this.log]);
    this.#readCursor = db.prepare(`SELECT value FROM cursor WHERE name = 'authority'`);
    this.#moveCursor = db.prepare(
      `INSERT INTO cursor VALUES ('authority', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
    );
  }

  stop(): void {
    this.#stop.abort();
  }

  health(): FollowerHealth {
    const { connected, lastError } = this.#authority.health();
    return { state: this.#state, connected, lastError: this.#lastError ?? lastError };
  }

  /** Until it is stopped, or refuses: any other failure (a full disk, say) is tried again. */
  async follow(batchSize: number): Promise<void> {
    for (let failures = 0; !this.#stop.signal.aborted && this.#state !== 'refused'; failures++) {
      try {
        await refuseAnotherLedger(
          { dataDir: this.#dataDir, file: JOURNAL_FILE, rows: this.log.rows },
          this.#authority.ledger,
        );
        for await (const { events, caughtUp } of this.#batches(batchSize)) {
          this.#copy(events);
          this.caughtUp = caughtUp;
          this.#state = 'following';
          this.#lastError = undefined;
          failures = 0;
        }
      } catch (error) {
        this.#lastError = reason(error);
        this.#state = error instanceof DataDirRefused ? 'refused' : 'connecting';
      }
      await pause(backoff(failures), this.#stop.signal);
    }
  }

  #batches(batchSize: number) {
    return this.#authority.follow(this.#cursor(), batchSize, this.#stop.signal);
  }

  #cursor(): StorePosition | undefined {
    const value = this.#readCursor.get()?.[0];
    return value === undefined ? undefined : String(value);
  }

  #copy(events: readonly FollowedEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    this.#transactions.run(() => {
      for (const { log, envelope, clockBound } of events) {
        if (log !== 'ledger') continue;
        const { stream, id, metadata } = envelope;
        const recordedAt = Date.parse(metadata.recordedAt) || 0;
        this.log.add({
          stream,
          revision: Number(envelope.revision),
          id,
          recordedAt,
          clockBound,
          text: entryText(envelope),
        });
      }
      this.#moveCursor.run(last.position);
    });
  }
}

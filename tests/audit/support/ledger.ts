// A small embedded ledger with its log, for tests: what it holds is a function of the numbers given.
import { onTestFinished } from 'vitest';
import { type LogOptions, openLog, type TransparencyLog } from '../../../src/audit/log/openLog.ts';
import { parseSigner } from '../../../src/audit/note/keys.ts';
import { embeddedJournal } from '../../../src/journal/logJournal.ts';
import type { EventStore } from '../../../src/store/eventStore.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { eventOf } from './events.ts';

export const ORIGIN = 'ledger.example/log';
/** A fixed key, so that runs are alike; it guards nothing. */
export const SKEY = 'PRIVATE+KEY+ledger.example/log+ddac4a01+AQcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcH';
export const signer = parseSigner(SKEY);

/** Events `first` to `end`, each opening a stream of its own. */
export async function record(store: EventStore, first: number, end: number, salt = ''): Promise<void> {
  const appends = [];
  for (let i = first; i < end; i++) appends.push(store.append(`party-P${i}`, [eventOf(i, salt)], 'no_stream'));
  await Promise.all(appends);
}

export interface TestLedger {
  readonly engine: SqliteEngine;
  readonly log: TransparencyLog;
  close(): Promise<void>;
}

/** Opens the ledger of a folder with its log, and waits until all it holds is under a checkpoint. */
export async function openLedger(dataDir: string, options: Partial<LogOptions> = {}): Promise<TestLedger> {
  const engine = openSqliteEngine({ dataDir });
  try {
    const journal = embeddedJournal(engine);
    const log = await openLog({ dataDir, journal, origin: ORIGIN, signers: [signer], interval: 5, ...options });
    const close = async () => {
      await log.close();
      await engine.close();
    };
    onTestFinished(close);
    await covered(log, journal.head().sequence);
    return { engine, log, close };
  } catch (error) {
    await engine.close();
    throw error;
  }
}

export async function covered(log: TransparencyLog, sequence: number): Promise<void> {
  if (await log.covers(sequence, AbortSignal.timeout(10_000))) return;
  throw new Error(`no checkpoint covers ${sequence}: ${log.health().lastError}`);
}

/** A ledger of `n` events that was closed again. */
export async function ledgerOf(dataDir: string, n: number, options: Partial<LogOptions> = {}): Promise<void> {
  const { engine, log, close } = await openLedger(dataDir, options);
  await record(engine.ledger, 0, n);
  await covered(log, n - 1);
  await close();
}

// Looks through a ledger's file when it is opened: a page that came back empty is found before anything rests on it.
// Law: a small file is whole before anything is read of it, so that a start refuses a damaged one. A large one is looked
// through while it is in use, for that takes seconds: what is found then is a state.
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { Worker } from 'node:worker_threads';
import { type DamageWatch, faultIn } from '../../support/damagedFile.ts';
import { threadFile } from '../../support/threadFile.ts';

/** Bytes: some 150 milliseconds, of about 90,000 events. */
const SMALL = 2 ** 26;

export interface LookedThrough {
  readonly small?: number;
}

/** @returns what ends it. @throws DamagedFile */
export function lookThrough(db: DatabaseSync, damage: DamageWatch, { small = SMALL }: LookedThrough = {}): () => void {
  const path = db.location() ?? '';
  if (path === '' || statSync(path).size <= small) {
    const fault = damage.watching(() => faultIn(db));
    if (fault !== undefined) throw damage.notice(new Error(fault));
    return () => {};
  }
  const thread = new Worker(threadFile(new URL('./wholeThread.ts', import.meta.url)), { workerData: path });
  thread.on('message', (fault: string | undefined) => {
    if (fault !== undefined) damage.notice(new Error(fault));
  });
  // where it cannot be looked through for now, what is damaged of it is noticed where it is read
  thread.on('error', () => undefined);
  thread.unref();
  return () => void thread.terminate();
}

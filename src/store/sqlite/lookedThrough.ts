// Looks through a ledger's file when it is opened: a page that came back empty is found before anything rests on it.
// Law: a small file is whole before anything is read of it, so that a start refuses a damaged one. A large one is looked
// through while it is in use, for that takes seconds: what is found then is a state.
import { statSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { type DamageWatch, faultIn } from '../../support/damagedFile.ts';
import { lookBeside } from '../../support/lookBeside.ts';

/** Bytes: some 150 milliseconds, of about 90,000 events. */
const SMALL = 2 ** 26;

export interface LookedThrough {
  readonly small?: number;
  /** milliseconds, of a large file */
  readonly after?: number;
}

/** @returns what ends it. @throws DamagedFile */
export function lookThrough(
  db: DatabaseSync,
  damage: DamageWatch,
  { small = SMALL, after }: LookedThrough = {},
): () => void {
  const path = db.location() ?? '';
  if (path === '' || statSync(path).size <= small) {
    const fault = damage.watching(() => faultIn(db));
    if (fault !== undefined) throw damage.notice(new Error(fault));
    return () => {};
  }
  return lookBeside(path, (fault) => damage.notice(new Error(fault)), { after });
}

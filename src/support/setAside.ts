// Moving files out of the way without losing them: what a node derived from a history that it can no longer go on with
// stays readable, as evidence and as a memory of what was signed.
import { existsSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { makeDataDir } from './dataDir.ts';
import { settleInto } from './engineFolder.ts';

const ASIDE = 'aside';
/** A database and what its last writer left beside it. */
const SUFFIXES = ['', '-wal', '-shm'];

/**
 * Moves databases of a folder into `aside/<name>` within it. The caller holds the writer's lock.
 * @returns the folder they lie in now, and the names of those that were there
 * @throws DataDirRefused DATA_DIR_UNUSABLE; Error of the file system
 */
export function setAside(folder: string, files: readonly string[], name: string): { to: string; moved: string[] } {
  const to = join(folder, ASIDE, name);
  const moved = files.filter((file) => existsSync(join(folder, file)));
  if (moved.length === 0) return { to, moved };
  makeDataDir(to);
  for (const file of moved) {
    settled(join(folder, file));
    // Of one that is damaged, what its writer left goes first: without it the rest would look whole, and lack its last entries.
    for (const suffix of SUFFIXES.toReversed()) {
      const from = join(folder, file + suffix);
      if (existsSync(from)) renameSync(from, join(to, file + suffix));
    }
  }
  return { to, moved };
}

/** One file moves in one step. A damaged one moves with what lies beside it. */
function settled(path: string): void {
  try {
    settleInto(path);
  } catch {
    // it is moved as it is
  }
}

/** The folders of what was set aside, oldest first. */
export function asideIn(folder: string): string[] {
  const within = join(folder, ASIDE);
  return existsSync(within)
    ? readdirSync(within)
        .sort()
        .map((name) => join(within, name))
    : [];
}

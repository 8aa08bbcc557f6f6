// What a DATA_DIR holds is its owner's alone: folders 0700, files 0600, whatever the umask and whatever was there before.
// Law: a file that exists is never opened here. Closing it would give up the locks this process has on it (POSIX), and SQLite's.
import { chmodSync, closeSync, fchmodSync, mkdirSync, openSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { reason } from './reason.ts';

const FILE = 0o600;
const FOLDER = 0o700;
const OTHERS = 0o077;
/** Windows keeps who may read in other ways, and gives each user's folders to that user. */
const HAS_MODES = process.platform !== 'win32';

/** Made where it is missing, and so before SQLite makes it: its -wal and -shm files take its mode. */
export function makePrivateFile(path: string): void {
  if (!HAS_MODES) return;
  try {
    const file = openSync(path, 'wx', FILE);
    fchmodSync(file, FILE);
    closeSync(file);
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) throw error;
  }
}

/** The folder is private where this makes it; one that was there is left as it is. */
export function makePrivateFolder(path: string): void {
  if (mkdirSync(path, { recursive: true, mode: FOLDER }) !== undefined && HAS_MODES) chmodSync(path, FOLDER);
}

/** What is there that others could read or write, or enter: what became of it. */
export interface Exposed {
  readonly path: string;
  /** in octal, as it was found */
  readonly mode: string;
  /** why it could not be closed to them; undefined where it was */
  readonly left: string | undefined;
}

/** The ledger's own names in a DATA_DIR: databases with what SQLite puts beside them, and folders. */
const OWN_FILE = /^(?:(?:ledger|journal|models|log|holders)\.|writer\.(?:lock|pid)|signing\.key)/;
/** Looked into, each with how deep: captures are written private, by whatever version. */
const OWN_FOLDERS: ReadonlyMap<string, boolean> = new Map([
  ['captures', false],
  ['timestamps', true],
  ['aside', false],
  ['embedded', true],
  ['eventstoredb', true],
]);

/**
 * Closes to others what of the ledger's is open to them, and the folder itself where nothing but the ledger's is in it: what
 * else an operator keeps there is his to share. Offline commands do not ask for this: reading changes nothing.
 */
export function keepPrivate(dataDir: string): readonly Exposed[] {
  if (!HAS_MODES) return [];
  const names = namesIn(dataDir);
  const foreign = names.find((name) => !OWN_FILE.test(name) && !OWN_FOLDERS.has(name));
  const own = names.filter((name) => OWN_FILE.test(name)).map((name) => join(dataDir, name));
  const within = [...OWN_FOLDERS].flatMap(([name, deep]) => {
    const folder = join(dataDir, name);
    return names.includes(name) ? [folder, ...(deep ? namesIn(folder).map((file) => join(folder, file)) : [])] : [];
  });
  const files = [...own, ...within].flatMap((path) => closed(path));
  return foreign === undefined
    ? [...closed(dataDir), ...files]
    : [
        ...closed(dataDir, `it also holds ${foreign}, which is not the ledger's: give the ledger a folder of its own`),
        ...files,
      ];
}

/** @param why it is not to be closed, where it is open */
function closed(path: string, why?: string): Exposed[] {
  const found = statsOf(path);
  if (found === undefined || (found.mode & OTHERS) === 0) return [];
  const mode = (found.mode & 0o7777).toString(8).padStart(4, '0');
  return [{ path, mode, left: why ?? notClosed(path, found) }];
}

function notClosed(path: string, found: Stats): string | undefined {
  try {
    chmodSync(path, found.isDirectory() ? FOLDER : FILE);
  } catch (error) {
    return reason(error);
  }
  return ((statsOf(path)?.mode ?? 0) & OTHERS) === 0 ? undefined : 'its file system keeps no modes';
}

const statsOf = (path: string): Stats | undefined => statSync(path, { throwIfNoEntry: false });

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

// A log.db that is damaged, at its start. Tiles are made again from the journal; what was signed cannot be. So the checkpoints
// and the place on the shared line are carried over into a new file, where all of them can be read, and the old one is set
// aside. Law: where one of them cannot, the start is refused: nothing that was signed is forgotten without a word.
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DamagedFile } from '../../support/damagedFile.ts';
import { setAside } from '../../support/setAside.ts';
import { LOG_FILE, LogFile } from './logFile.ts';

const NEXT_FILE = 'log.next.db';
const SUFFIXES = ['', '-wal', '-shm'];

export interface OpenedLog {
  readonly file: LogFile;
  /** why tiles are made again, in words; undefined where they are not */
  readonly repaired: string | undefined;
}

/** @param clock milliseconds since 1970. @throws DataDirRefused, DamagedFile where what was signed cannot be read */
export function openLogFile(dataDir: string, clock: () => number): OpenedLog {
  finishCarrying(dataDir);
  try {
    return { file: LogFile.open(dataDir), repaired: undefined };
  } catch (error) {
    if (!(error instanceof DamagedFile)) throw error;
    carryOver(dataDir);
    const { to } = setAside(dataDir, [LOG_FILE], new Date(clock()).toISOString().replaceAll(':', '-'));
    finishCarrying(dataDir);
    return {
      file: LogFile.open(dataDir),
      repaired: `${error.message} What it signed was carried over, and it lies in ${to}.`,
    };
  }
}

/** @throws DamagedFile */
function carryOver(dataDir: string): void {
  const signed = LogFile.signedIn(dataDir);
  remove(dataDir);
  LogFile.make(dataDir, NEXT_FILE, signed);
}

/** The new file takes the place of the one that was set aside, also where the process ended between the two. */
function finishCarrying(dataDir: string): void {
  if (!existsSync(join(dataDir, NEXT_FILE))) return;
  if (existsSync(join(dataDir, LOG_FILE))) remove(dataDir);
  else renameSync(join(dataDir, NEXT_FILE), join(dataDir, LOG_FILE));
}

function remove(dataDir: string): void {
  for (const suffix of SUFFIXES) rmSync(join(dataDir, NEXT_FILE + suffix), { force: true });
}

// A data directory, read only, at rest or beside its server: every entry of the journal against the tiles and checkpoints
// of log.db, and against a checkpoint that was kept elsewhere. Only the latter shows what was changed on both sides.
import { existsSync } from 'node:fs';
import { LogFile } from '../../audit/log/logFile.ts';
import type { KeptTiles } from '../../audit/tiles/leafTiles.ts';
import type { Fault } from '../../audit/verify/report.ts';
import { verifyJournal } from '../../audit/verify/verifyJournal.ts';
import type { Journal } from '../../journal/journal.ts';
import { DataDirRefused } from '../../support/dataDir.ts';
import type { Context } from '../command.ts';
import { textOption } from '../options.ts';
import { progressOn } from '../progress.ts';
import { folderOf, openJournal } from '../read/localReader.ts';
import type { Checked } from './checked.ts';
import { type FoundNote, openAll, readNote } from './checkpoints.ts';
import { indexFault } from './journalIndex.ts';
import { trustOfDataDir } from './trust.ts';

const BESIDE =
  'The checkpoints used lie beside the data: whoever can change both could hide a change from this check. ' +
  'Give one that was kept elsewhere with --checkpoint.';

/** @throws Failed, UsageError, DataDirRefused where there is nothing to check */
export async function verifyDataDir(context: Context): Promise<Checked> {
  const config = context.config();
  const trust = trustOfDataDir(context);
  const outside = keptElsewhere(context);
  const journal = openJournal(config);
  const log = openLogFile(folderOf(config));
  const progress = progressOn(context.io, context.clock);
  try {
    const beside = (log?.checkpoints() ?? []).map((note) => ({ note, from: 'in log.db' }));
    const { checkpoints, faults } = openAll([...outside, ...beside], trust);
    const { sequence } = journal.head();
    const found = await verifyJournal({
      journal: upTo(journal, sequence),
      ...(log === undefined ? {} : { tiles: tilesOf(log) }),
      checkpoints,
      onProgress: (entries) => progress.at(entries, sequence + 1, `${entries} of ${sequence + 1} entries hashed`),
    });
    const misplaced = found.faults.length > 0 ? undefined : await indexFault(journal, sequence, progress);
    const all: readonly Fault[] = [...found.faults, ...(misplaced === undefined ? [] : [misplaced]), ...faults];
    // Of those in log.db the newest says all that the others say.
    const [newest] = checkpoints.filter(({ from }) => from === 'in log.db');
    return {
      ...found,
      faults: all,
      subject: `the data directory ${config.dataDir}`,
      trust,
      checkpoints: checkpoints.filter((each) => each.from !== 'in log.db' || each === newest),
      notes: notes({ outside, hasLog: log !== undefined, unsigned: found.entries - (found.upTo ?? 0) }),
    };
  } finally {
    progress.end();
    log?.close();
    journal.close();
  }
}

/** `--checkpoint`, and CHECKPOINT_FILE where the operator keeps one. */
function keptElsewhere(context: Context): FoundNote[] {
  const given = textOption(context, 'checkpoint');
  const { checkpointFile } = context.config();
  return [
    ...(given === undefined ? [] : [readNote(given)]),
    ...(checkpointFile === undefined || !existsSync(checkpointFile) ? [] : [readNote(checkpointFile)]),
  ];
}

/** A ledger without log.db can still be held to a checkpoint kept elsewhere. */
function openLogFile(dataDir: string): LogFile | undefined {
  try {
    return LogFile.openReader(dataDir);
  } catch (error) {
    if (error instanceof DataDirRefused && error.code === 'DATA_DIR_EMPTY') return undefined;
    throw error;
  }
}

const tilesOf =
  (log: LogFile): KeptTiles =>
  (level, index) =>
    log.tile(level, index);

/** What a running server appends meanwhile is not waited for: the check ends. */
export const upTo = (journal: Journal, sequence: number): Pick<Journal, 'read'> => ({
  read: (after, limit) => journal.read(after, Math.max(0, Math.min(limit, sequence - after))),
});

interface Noted {
  readonly outside: readonly FoundNote[];
  readonly hasLog: boolean;
  /** entries beyond the last checkpoint that holds */
  readonly unsigned: number;
}

function notes({ outside, hasLog, unsigned }: Noted): string[] {
  return [
    ...(outside.length === 0 ? [BESIDE] : []),
    ...(hasLog ? [] : ['There is no log.db: a changed entry cannot be told from its neighbours.']),
    ...(unsigned > 0
      ? [`The last ${unsigned} entries are under no checkpoint that holds: nothing is said of them.`]
      : []),
  ];
}

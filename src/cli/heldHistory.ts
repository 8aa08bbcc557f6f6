// Whether a command that writes may write: the ledger of its folder is held to what was derived from it and signed of it
// before, as a server holds it at its start. It reads, and changes nothing.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readCheckpointFile } from '../audit/log/checkpointFile.ts';
import { LOG_FILE, LogFile } from '../audit/log/logFile.ts';
import { parseCheckpoint } from '../audit/note/checkpoint.ts';
import type { Journal } from '../journal/journal.ts';
import { sameHash } from '../merkle/hash.ts';

interface Held {
  /** the engine's folder */
  readonly folder: string;
  readonly journal: Pick<Journal, 'head' | 'rootAt'>;
  /** CHECKPOINT_FILE */
  readonly checkpointFile: string | undefined;
}

/** Why it may not, in words with what to do; undefined where it may. @throws AuditError, DataDirRefused where one cannot be read */
export function heldHistory(held: Held): string | undefined {
  for (const { note, where } of notesOf(held)) {
    const { size, root } = parseCheckpoint(note);
    const entries = held.journal.head().sequence + 1;
    if (size <= entries && sameHash(held.journal.rootAt(size), root)) continue;
    const differs = size > entries ? `holds ${entries} entries` : `has other entries up to ${size}`;
    return (
      `The ledger in ${held.folder} ${differs}, and the checkpoint in ${where} covers ${size}: it was restored to an older ` +
      'copy, or is another one. Nothing is recorded: docs/audit.md, After a failed check, has the ways out.'
    );
  }
  return undefined;
}

function notesOf({ folder, checkpointFile }: Held): { note: string; where: string }[] {
  const outside = checkpointFile === undefined ? undefined : readCheckpointFile(checkpointFile);
  return [
    ...lastIn(folder).map((note) => ({ note, where: join(folder, LOG_FILE) })),
    ...(outside === undefined ? [] : [{ note: outside, where: `CHECKPOINT_FILE ${checkpointFile}` }]),
  ];
}

function lastIn(folder: string): string[] {
  if (!existsSync(join(folder, LOG_FILE))) return [];
  const file = LogFile.openReader(folder);
  try {
    return file.checkpoints(1);
  } finally {
    file.close();
  }
}

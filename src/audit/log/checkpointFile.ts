// CHECKPOINT_FILE: the last signed checkpoint, kept outside DATA_DIR as well, best on another disk.
// It is what makes a restored old copy visible to its own operator, so it is replaced whole and never lost half-way.
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import { noteText } from '../note/signedNote.ts';

/** The signed note; undefined where there is no such file. @throws AuditError LOG_UNUSABLE, MALFORMED */
export function readCheckpointFile(path: string): string | undefined {
  try {
    return noteText(readFileSync(path));
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    if (cause instanceof AuditError) throw cause;
    throw new AuditError('LOG_UNUSABLE', `CHECKPOINT_FILE ${path} cannot be read: ${reason(cause)}`, cause);
  }
}

/** Durable when it returns. @throws AuditError LOG_UNUSABLE */
export function writeCheckpointFile(path: string, note: string): void {
  try {
    const beside = `${path}.new`;
    const file = openSync(beside, 'w', 0o644);
    try {
      writeSync(file, note);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, path);
    syncFolder(dirname(path));
  } catch (cause) {
    throw new AuditError('LOG_UNUSABLE', `CHECKPOINT_FILE ${path} cannot be written: ${reason(cause)}`, cause);
  }
}

/** A rename is durable with its folder. Windows cannot open one, and needs it not. */
function syncFolder(path: string): void {
  if (process.platform === 'win32') return;
  const folder = openSync(path, 'r');
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

// Checkpoints known to have been signed, and the law they impose: this tree continues each of them, or nothing is signed.

import { base64, type Hash, sameHash } from '../../merkle/hash.ts';
import { AuditError } from '../auditError.ts';
import { openCheckpoint, type VerifiedCheckpoint } from '../note/checkpoint.ts';
import type { NoteVerifier } from '../note/keys.ts';
import type { LogTree } from './logTree.ts';

export interface KnownCheckpoint extends VerifiedCheckpoint {
  /** where it was found, in words */
  readonly where: string;
}

export interface LogIdentity {
  readonly origin: string;
  /** whose signatures count as the log's own: the current keys and those before */
  readonly keys: readonly NoteVerifier[];
}

/** @throws AuditError what openCheckpoint throws, with what to do */
export function openKnown(note: string, where: string, { origin, keys }: LogIdentity): KnownCheckpoint {
  try {
    return { ...openCheckpoint(note, origin, keys), where };
  } catch (cause) {
    if (!(cause instanceof AuditError)) throw cause;
    const todo: Partial<Record<typeof cause.code, string>> = {
      OTHER_LOG: 'Set LEDGER_ORIGIN and CHECKPOINT_FILE to those of this ledger.',
      UNTRUSTED:
        'If the key was changed on purpose, name the earlier one after the new one in SIGNING_KEY for one start.',
    };
    const advice =
      todo[cause.code] ?? 'Compare it with the copies that auditors and witnesses keep before removing it.';
    throw new AuditError(cause.code, `The checkpoint in ${where} is refused: ${cause.message}. ${advice}`, cause);
  }
}

/** Whether the tree, as large as the checkpoint or larger, begins with what it covers. */
export function continues(tree: LogTree, { size, root }: VerifiedCheckpoint): boolean {
  return sameHash(tree.rootAt(size), root);
}

export function olderData({ where, size }: KnownCheckpoint, entries: number): AuditError {
  return new AuditError(
    'OLDER_DATA',
    `These data are older than what this log has signed: the journal holds ${entries} entries, the checkpoint in ` +
      `${where} covers ${size}. Nothing is signed on them, for others may hold that checkpoint. Restore the newer data. ` +
      'If they are lost for good, say so in public and go on under another LEDGER_ORIGIN (docs/audit.md, After a failed check).',
  );
}

/**
 * @param firstEntry the first entry known to differ
 * @param root of the journal's first `size` entries, where it is not the tree's
 */
export function forked(tree: LogTree, known: KnownCheckpoint, firstEntry?: number, root?: Hash): AuditError {
  const { where, size } = known;
  const differs =
    firstEntry === undefined
      ? `its first ${size} entries have the root ${base64(root ?? tree.rootAt(size))}, the checkpoint says ${base64(known.root)}`
      : `entry ${firstEntry} is the first that differs from what was signed`;
  return new AuditError(
    'FORKED',
    `The journal is not the history that the checkpoint in ${where} covers (size ${size}): ${differs}. ` +
      'Nothing is signed or served. Restore the data that were signed (docs/audit.md, After a failed check).',
  );
}

// What the log asks of witnesses before it serves a checkpoint, without knowing them.

import type { Hash } from '../../merkle/hash.ts';
import { consistencyPath } from '../../merkle/proof.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import type { LogTree } from './logTree.ts';

/**
 * Gives verified cosignatures: signature lines that belong under the checkpoint's own; empty where none came.
 * Bounded in time.
 * @throws AuditError OLDER_DATA, FORKED where a witness knows that the checkpoint must not be served
 */
export type Cosign = (
  submission: {
    readonly checkpoint: Checkpoint;
    /** the hashes that lead from a smaller size to the checkpoint's */
    readonly prove: (from: number) => readonly Hash[];
  },
  signal: AbortSignal,
) => Promise<string>;

export interface Cosigning {
  readonly cosign?: Cosign | undefined;
  readonly tree: Pick<LogTree, 'node'>;
}

/**
 * The lines for a checkpoint no larger than the tree. Of an empty tree nothing is a continuation.
 * @throws AuditError OLDER_DATA, FORKED
 */
export async function cosignaturesOf(
  { cosign, tree }: Cosigning,
  checkpoint: Checkpoint,
  signal: AbortSignal,
): Promise<string> {
  if (cosign === undefined || checkpoint.size === 0) return '';
  return cosign({ checkpoint, prove: (from) => consistencyPath(tree.node, from, checkpoint.size) }, signal);
}

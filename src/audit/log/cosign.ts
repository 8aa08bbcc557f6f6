// What the log asks of witnesses before it serves a checkpoint, without knowing them.
import type { Hash } from '../merkle/hash.ts';
import type { Checkpoint } from '../note/checkpoint.ts';

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

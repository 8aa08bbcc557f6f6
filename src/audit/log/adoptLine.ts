// Adopting a line of checkpoints: an operator lets a node that remembers nothing of it continue it.
// Everything that does remember is held to the line first; what disagrees is told, and nothing is changed.
import type { Journal } from '../../journal/journal.ts';
import { base64, sameHash } from '../../merkle/hash.ts';
import { AuditError } from '../auditError.ts';
import { type KnownCheckpoint, type LogIdentity, openKnown } from './known.ts';
import { LogFile } from './logFile.ts';
import { memoriesIn } from './memories.ts';
import { lineEnd, type OperationalStreams } from './sharedSigning.ts';

export interface Adoption {
  /** the node's folder; its writer's lock is held by the caller */
  readonly dataDir: string;
  readonly identity: LogIdentity;
  readonly streams: Pick<OperationalStreams, 'readStream'>;
  readonly journal: Pick<Journal, 'head' | 'rootAt'>;
  /** signed notes kept elsewhere, and where */
  readonly memories: readonly { readonly note: string; readonly where: string }[];
}

/**
 * @returns the line's last checkpoint, which this node continues from now on
 * @throws AuditError NOT_FOUND where there is no line, NOT_COVERED where this node's journal is not so far yet,
 * FORKED, OLDER_DATA where the line is not a continuation of what is remembered; what openKnown throws
 */
export async function adoptLine(adoption: Adoption): Promise<KnownCheckpoint> {
  const { dataDir, identity, streams, journal, memories } = adoption;
  const last = await lineEnd(streams, identity);
  if (last === undefined) {
    throw new AuditError('NOT_FOUND', 'there is no line of checkpoints yet: the first node that signs begins it');
  }
  const { checkpoint } = last;
  const entries = journal.head().sequence + 1;
  if (checkpoint.size > entries) {
    throw new AuditError(
      'NOT_COVERED',
      `the line covers ${checkpoint.size} entries, and this node has copied ${entries}: let it run until it has caught up ` +
        '(it serves meanwhile and signs nothing), stop it, and adopt then',
    );
  }
  expectSame(journal, checkpoint);
  for (const { note, where } of memories) holdTo(openKnown(note, where, identity), checkpoint, journal);
  const file = LogFile.open(dataDir);
  try {
    for (const memory of memoriesIn(dataDir, file, identity)) holdTo(memory, checkpoint, journal);
    file.save([], checkpoint, { revision: last.revision, note: checkpoint.note, adopted: true });
  } finally {
    file.close();
  }
  return checkpoint;
}

function holdTo(memory: KnownCheckpoint, line: KnownCheckpoint, journal: Adoption['journal']): void {
  if (memory.size > line.size) {
    throw new AuditError(
      'OLDER_DATA',
      `the line covers ${line.size} entries, and the checkpoint in ${memory.where} covers ${memory.size}: the line is older ` +
        'than what was signed, so it must not be continued under this name (docs/operations.md, The server went back)',
    );
  }
  expectSame(journal, memory);
}

function expectSame(journal: Adoption['journal'], { size, root, where }: KnownCheckpoint): void {
  const own = journal.rootAt(size);
  if (sameHash(own, root)) return;
  throw new AuditError(
    'FORKED',
    `the first ${size} entries here have the root ${base64(own)}, and the checkpoint in ${where} says ${base64(root)}: ` +
      'these are two histories; nothing was adopted (docs/operations.md, The server went back)',
  );
}

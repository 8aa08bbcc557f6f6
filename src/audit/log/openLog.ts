// The transparency log of a ledger: follows the journal, keeps its tiles, signs its head, and opens only on data
// that continue what was signed before. It never holds up a command: an entry waits for the log, nothing waits for it.
import { randomUUID } from 'node:crypto';
import type { Journal } from '../../journal/journal.ts';
import { AuditError } from '../auditError.ts';
import type { NoteSigner, NoteVerifier } from '../note/keys.ts';
import { readCheckpointFile } from './checkpointFile.ts';
import type { Cosign } from './cosign.ts';
import { openLogFile } from './damagedLog.ts';
import { holdTo } from './holdTo.ts';
import { type LogIdentity, olderData, openKnown } from './known.ts';
import type { LogFile } from './logFile.ts';
import { LogReader } from './logReader.ts';
import { LogService } from './logService.ts';
import { LogTree } from './logTree.ts';
import { type Memory, memoriesIn } from './memories.ts';
import { ownSigning } from './ownSigning.ts';
import { type OperationalStreams, SharedSigning } from './sharedSigning.ts';

export interface LogOptions {
  /** its writer's lock is held by the caller */
  readonly dataDir: string;
  readonly journal: Journal;
  /** the log's name in checkpoints, and its keys' */
  readonly origin: string;
  /** the log's keys: the current one first, earlier ones while auditors move over; none on a node that only serves */
  readonly signers: readonly NoteSigner[];
  /** keys beside the signers' own whose checkpoints count as this log's */
  readonly keys?: readonly NoteVerifier[];
  /** CHECKPOINT_FILE */
  readonly checkpointFile?: string | undefined;
  /** with several nodes: the operational streams in which checkpoints are shared */
  readonly shared?: OperationalStreams | undefined;
  /** asks witnesses for cosignatures before a checkpoint is served */
  readonly cosign?: Cosign | undefined;
  /** between two checkpoints, milliseconds; 1,000 where absent */
  readonly interval?: number;
  /** milliseconds since 1970 */
  readonly clock?: () => number;
  /** why this node's history is not one to sign, in words; undefined where it is */
  readonly refusing?: () => string | undefined;
  /** told once, where this node has a key and signs nothing since it remembers nothing of the line it found */
  readonly onWithheld?: (why: string) => void;
  /** told where tiles are made again, since their file is damaged */
  readonly onRepaired?: (why: string) => void;
  /** the log stopped: what was signed and what is here disagree, as this node's own memory says, or a witness */
  readonly onStop?: (error: AuditError, from: StoppedBy) => void;
}

/** Who says that what is here is not what was signed. */
export type StoppedBy = 'history' | 'witness';

export interface LogHealth {
  readonly status: 'live' | 'stopped';
  /** entries in the tree */
  readonly size: number;
  /** entries under the checkpoint served; undefined before the first */
  readonly signed: number | undefined;
  /** why the last round failed, in words; it is tried again unless the log stopped */
  readonly lastError: string | undefined;
  /** whether it has a key and signs nothing, since it does not know the line of checkpoints it found */
  readonly withheld: boolean;
  /** tiles found damaged on disk and made again since the start */
  readonly repaired: number;
}

export interface TransparencyLog {
  readonly reader: LogReader;
  health(): LogHealth;
  /** Why this node may answer and record nothing now, in words: its journal has caught up and lacks what was signed before. */
  behind(): string | undefined;
  /** Resolves with true when a checkpoint covers `sequence`; false where `signal` aborts, or the log stops or closes. */
  covers(sequence: number, signal: AbortSignal): Promise<boolean>;
  close(): Promise<void>;
}

const INTERVAL = 1000;

/**
 * @throws AuditError OLDER_DATA, FORKED, OTHER_LOG, UNTRUSTED, BAD_SIGNATURE, MALFORMED where what was signed before
 * does not allow it, each with what to do; LOG_UNUSABLE
 * @throws DataDirRefused where log.db cannot be opened
 */
export async function openLog(options: LogOptions): Promise<TransparencyLog> {
  const identity = identityOf(options);
  const { file, repaired } = openLogFile(options.dataDir, options.clock ?? Date.now);
  if (repaired !== undefined) options.onRepaired?.(repaired);
  try {
    return await start(options, identity, file);
  } catch (error) {
    file.close();
    throw error;
  }
}

function identityOf({ origin, signers, keys = [] }: LogOptions): LogIdentity {
  const odd = signers.find(({ verifier }) => verifier.name !== origin);
  if (odd !== undefined) {
    throw new AuditError(
      'OTHER_LOG',
      `SIGNING_KEY is the key of '${odd.verifier.name}', and LEDGER_ORIGIN is '${origin}': they must be the same. ` +
        'Make a key for this origin with keygen.',
    );
  }
  const all = [...signers.map(({ verifier }) => verifier), ...keys];
  if (all.length > 0) return { origin, keys: all };
  throw new AuditError('UNTRUSTED', 'A log needs SIGNING_KEY, or at least the verifier key of the nodes that sign.');
}

async function start(options: LogOptions, identity: LogIdentity, file: LogFile): Promise<TransparencyLog> {
  const { journal, signers, shared, interval = INTERVAL, clock = Date.now } = options;
  const known = knownBefore(options, identity, file);
  const entries = journal.head().sequence + 1;
  const beyond = known.filter(({ size }) => size > entries);
  // A follower may still be on its way to what was signed; one that is the authority itself is not.
  if (shared === undefined && beyond[0] !== undefined) throw olderData(beyond[0], entries);
  const tree = new LogTree(journal, file);
  const resumed = tree.size;
  const signing =
    shared === undefined
      ? ownSigning(identity, signers)
      : new SharedSigning({
          streams: shared,
          node: randomUUID(),
          identity,
          signers,
          clock,
          place: file.line(),
          remembers: known.some(({ continues }) => continues),
        });
  const service = new LogService({ ...options, tree, signing, interval, clock });
  await service.absorb();
  const within = known.filter(({ size }) => size <= tree.size);
  const { rebuilt } = await holdTo(within, journal, tree, resumed === 0);
  service.start({ served: within[0], beyond, patrol: rebuilt ? 0 : resumed });
  const reader = new LogReader({ journal, tree, identity, served: () => service.served() });
  let closed: Promise<void> | undefined;
  return {
    reader,
    health: () => service.health(),
    behind: () => service.behind(),
    covers: (sequence, signal) => service.covers(sequence, signal),
    close() {
      closed ??= service.stop().then(() => file.close());
      return closed;
    },
  };
}

/** The checkpoints kept on this machine, largest first. */
function knownBefore(options: LogOptions, identity: LogIdentity, file: LogFile): Memory[] {
  const known = memoriesIn(options.dataDir, file, identity);
  const { checkpointFile } = options;
  const outside = checkpointFile === undefined ? undefined : readCheckpointFile(checkpointFile);
  if (outside !== undefined) {
    known.push({ ...openKnown(outside, `CHECKPOINT_FILE ${checkpointFile}`, identity), continues: true });
  }
  return known.sort((a, b) => b.size - a.size);
}

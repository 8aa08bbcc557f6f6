// Who signs where there are several nodes: the one that holds the lease. Checkpoints go into one operational stream, in order,
// and the lease is part of each: who signed last may sign next, until it expires; then anyone may.
// Safety never rests on the lease, only on the stream's expected revision and on what each node remembers of the line:
// there is one line of checkpoints, or an error.
import { createHash, randomUUID } from 'node:crypto';
import type { Envelope, NewEvent } from '../../domain/envelope.ts';
import { AuditError } from '../auditError.ts';
import { signCheckpoint } from '../note/checkpoint.ts';
import type { NoteSigner } from '../note/keys.ts';
import { continues, forked, type KnownCheckpoint, type LogIdentity, openKnown } from './known.ts';
import type { LinePlace } from './logFile.ts';
import type { LogTree } from './logTree.ts';
import type { Confirm, Signing } from './ownSigning.ts';

/** What is asked of the operational streams: a part of the event-store port. */
export interface OperationalStreams {
  append(stream: string, events: readonly NewEvent[], expected: number | 'no_stream'): Promise<unknown>;
  readStream(stream: string, options: { from: number; limit: number }): Promise<readonly Envelope[]>;
}

export interface SharedSigningParts {
  readonly streams: OperationalStreams;
  /** this process among the nodes: an opaque id */
  readonly node: string;
  readonly identity: LogIdentity;
  readonly signers: readonly NoteSigner[];
  /** milliseconds since 1970 */
  readonly clock: () => number;
  /** where this node was on the line; undefined where its log.db is new */
  readonly place: LinePlace | undefined;
  /** whether something outside the shared line remembers what was signed: log.db, or CHECKPOINT_FILE */
  readonly remembers: boolean;
}

export const CHECKPOINT_STREAM = 'log-checkpoints';
const TYPE = 'CheckpointSigned';

/** How long whoever signed last keeps the right to sign next; and how far apart two nodes' clocks may be. Milliseconds. */
export const LEASE = 15_000;
const CLOCKS_APART = 5_000;

const PAGE = 500;

const NO_CHECKPOINT: ReadonlySet<string> = new Set(['MALFORMED', 'BAD_SIGNATURE']);

interface Signed {
  readonly note: string;
  readonly node: string;
  /** ISO 8601: the end of the lease */
  readonly until: string;
}

/** An event of the line as it stands in the operational stream. */
interface OnLine {
  readonly checkpoint: KnownCheckpoint;
  readonly revision: number;
  /** who signed it */
  readonly node: string;
  /** the end of its lease, milliseconds since 1970 */
  readonly until: number;
}

/**
 * Undefined where it is a checkpoint of another origin (after a loss a ledger may go on under another one, and the line of the
 * one before stays in the stream), or none at all: what somebody wrote there without a signature that fits stops nobody.
 * @throws AuditError UNTRUSTED where it is signed by a key that is not known
 */
function onLine({ data, revision }: Envelope, identity: LogIdentity): OnLine | undefined {
  const { note, node, until } = data as unknown as Signed;
  if (!isOf(identity, note)) return undefined;
  const where = `the operational stream ${CHECKPOINT_STREAM}, revision ${revision}`;
  try {
    const checkpoint = openKnown(note, where, identity);
    return { checkpoint, revision: Number(revision), node, until: Date.parse(until) || 0 };
  } catch (error) {
    if (error instanceof AuditError && NO_CHECKPOINT.has(error.code)) return undefined;
    throw error;
  }
}

const isOf = ({ origin }: LogIdentity, note: unknown): boolean => String(note).startsWith(`${origin}\n`);

/** The last of some events that is a checkpoint of this line. @throws AuditError as onLine */
function lastOnLine(events: readonly Envelope[], identity: LogIdentity): OnLine | undefined {
  for (const envelope of events.toReversed()) {
    const found = onLine(envelope, identity);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The line's last checkpoint, from its beginning; undefined where there is none. @throws AuditError as onLine */
export async function lineEnd(
  streams: Pick<OperationalStreams, 'readStream'>,
  identity: LogIdentity,
): Promise<OnLine | undefined> {
  let last: OnLine | undefined;
  for await (const page of pagesFrom(streams, 0)) last = lastOnLine(page, identity) ?? last;
  return last;
}

async function* pagesFrom(streams: Pick<OperationalStreams, 'readStream'>, first: number) {
  for (let from = first; ; ) {
    const page = await streams.readStream(CHECKPOINT_STREAM, { from, limit: PAGE });
    yield page;
    if (page.length < PAGE) return;
    from = Number(page.at(-1)?.revision) + 1;
  }
}

export class SharedSigning implements Signing {
  readonly #parts: SharedSigningParts;
  #place: Omit<LinePlace, 'adopted'> | undefined;
  /** whether this node may continue the line; undefined before it was read */
  #adopted: boolean | undefined;
  #last: OnLine | undefined;

  constructor(parts: SharedSigningParts) {
    this.#parts = parts;
    this.#place = parts.place;
    this.#adopted = parts.place?.adopted;
  }

  get line(): LinePlace | undefined {
    return this.#place && { ...this.#place, adopted: this.#adopted === true };
  }

  get largest(): KnownCheckpoint | undefined {
    return this.#last?.checkpoint;
  }

  get withheld(): string | undefined {
    if (this.#parts.signers.length === 0 || this.#adopted !== false) return undefined;
    return (
      `This node found a line of checkpoints (up to ${this.#last?.checkpoint.size ?? 0} entries) of which it remembers ` +
      'nothing, so it serves it and signs nothing: what was signed before might be more. Compare the checkpoint with what ' +
      'auditors and other nodes hold, then stop the node and adopt the line: concordat adopt (docs/operations.md).'
    );
  }

  async next(
    tree: LogTree,
    served: KnownCheckpoint | undefined,
    confirm: Confirm,
  ): Promise<KnownCheckpoint | undefined> {
    await this.#read();
    const last = this.#last?.checkpoint;
    if (last !== undefined && last.size > tree.size) return undefined;
    if (last !== undefined && !continues(tree, last)) throw forked(tree, last);
    if (tree.size > (last?.size ?? -1) && this.#maySign()) return this.#sign(tree, confirm);
    const isNew = last !== undefined && last.note !== served?.note && last.size >= (served?.size ?? 0);
    return isNew ? last : undefined;
  }

  #maySign(): boolean {
    if (this.#parts.signers.length === 0 || this.#adopted === false) return false;
    if (this.#last === undefined || this.#last.node === this.#parts.node) return true;
    return this.#parts.clock() > this.#last.until + CLOCKS_APART;
  }

  async #sign(tree: LogTree, confirm: Confirm): Promise<KnownCheckpoint | undefined> {
    const { identity, signers, streams } = this.#parts;
    const { note } = signCheckpoint({ origin: identity.origin, size: tree.size, root: tree.root() }, signers);
    if (!(await confirm(openKnown(note, 'memory', identity)))) return undefined;
    const event = this.#event(note);
    const revision = this.#place?.revision ?? -1;
    try {
      await streams.append(CHECKPOINT_STREAM, [event], revision < 0 ? 'no_stream' : revision);
    } catch (error) {
      // Another node was faster, or the outcome is unknown: the next reading tells. A note not in the stream is never served.
      if (isLost(error)) return undefined;
      throw error;
    }
    this.#takePage([{ ...event, stream: CHECKPOINT_STREAM, revision: String(revision + 1) }]);
    return this.#last?.checkpoint;
  }

  /** From the last one read on, that one included: where it is not there any more, the line is another one. */
  async #read(): Promise<void> {
    const known = this.#place?.revision ?? -1;
    let from = this.#readFrom(known);
    for await (const page of pagesFrom(this.#parts.streams, from)) {
      if (known >= 0 && from <= known) this.#expectAsBefore(page[known - from], known);
      this.#takePage(page.filter(({ revision }) => Number(revision) > known || this.#last === undefined));
      from = Number(page.at(-1)?.revision) + 1;
    }
    // A line that is empty is begun by whoever comes first: there is nothing to remember of it.
    this.#adopted ??= true;
    this.#place ??= { revision: -1, note: undefined };
  }

  #takePage(news: readonly Envelope[]): void {
    const own = lastOnLine(news, this.#parts.identity);
    if (own !== undefined) this.#take(own);
    const last = news.at(-1);
    if (last !== undefined && Number(last.revision) !== own?.revision) this.#pass(last);
  }

  /** Where the last one read is another origin's, this line's own last one stands somewhere before it. */
  #readFrom(known: number): number {
    const note = this.#place?.note;
    return note === undefined || this.#last !== undefined || isOf(this.#parts.identity, note) ? Math.max(0, known) : 0;
  }

  #expectAsBefore(first: Envelope | undefined, revision: number): void {
    const { note } = this.#place ?? {};
    const isThere = first !== undefined && Number(first.revision) === revision;
    if (isThere && (note === undefined || String(first.data.note) === note)) return;
    throw new AuditError(
      'FORKED',
      `The line of checkpoints is not the one this node knows: revision ${revision} of ${CHECKPOINT_STREAM} ` +
        `${isThere ? 'holds another checkpoint' : 'is not there any more'}. The server was restored to an older state, or ` +
        'its streams were changed. Nothing is signed or served (docs/operations.md, The server went back).',
    );
  }

  /** A checkpoint of another origin is no part of this line; the next one stands after it all the same. */
  #pass({ data, revision }: Envelope): void {
    this.#place = { revision: Number(revision), note: String(data.note) };
  }

  #take(taken: OnLine): void {
    const before = this.#last;
    if (before !== undefined && taken.checkpoint.size < before.checkpoint.size) {
      throw new AuditError(
        'FORKED',
        `${taken.checkpoint.where} holds size ${taken.checkpoint.size}, after size ${before.checkpoint.size}: ` +
          'somebody signed backwards',
      );
    }
    this.#last = taken;
    // A checkpoint of no entries commits to nothing: there is nothing of it to remember.
    this.#adopted ??= this.#parts.remembers || taken.checkpoint.size === 0;
    this.#place = { revision: taken.revision, note: taken.checkpoint.note };
  }

  #event(note: string): NewEvent {
    const { clock, node } = this.#parts;
    const now = clock();
    const data: Signed = { note, node, until: new Date(now + LEASE).toISOString() };
    const id = randomUUID();
    const metadata = {
      recordedAt: new Date(now).toISOString(),
      actor: node,
      key: id,
      payloadHash: createHash('sha256').update(note).digest('hex'),
      $correlationId: id,
      $causationId: id,
    };
    return { id, type: TYPE, version: 1, data: { ...data }, metadata };
  }
}

/** The port's codes for an append that may not have been made. */
function isLost(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : undefined;
  return code === 'WRONG_EXPECTED_REVISION' || code === 'OUTCOME_UNKNOWN';
}

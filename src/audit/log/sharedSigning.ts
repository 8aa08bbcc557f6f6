// Who signs where there are several nodes: the one that holds the lease. Checkpoints go into one operational stream, in order,
// and the lease is part of each: who signed last may sign next, until it expires; then anyone may.
// Safety never rests on the lease, only on the stream's expected revision: there is one line of checkpoints, or an error.
import { createHash, randomUUID } from 'node:crypto';
import type { Envelope, NewEvent } from '../../domain/envelope.ts';
import { AuditError } from '../auditError.ts';
import { signCheckpoint } from '../note/checkpoint.ts';
import type { NoteSigner } from '../note/keys.ts';
import { continues, forked, type KnownCheckpoint, type LogIdentity, openKnown } from './known.ts';
import type { LogTree } from './logTree.ts';
import type { Signing } from './ownSigning.ts';

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
  /** the revision read before; -1 where none was */
  readonly cursor: number;
}

export const CHECKPOINT_STREAM = 'log-checkpoints';
const TYPE = 'CheckpointSigned';

/** How long whoever signed last keeps the right to sign next; and how far apart two nodes' clocks may be. Milliseconds. */
export const LEASE = 15_000;
const CLOCKS_APART = 5_000;

const PAGE = 500;

interface Signed {
  readonly note: string;
  readonly node: string;
  /** ISO 8601: the end of the lease */
  readonly until: string;
}

export class SharedSigning implements Signing {
  readonly #parts: SharedSigningParts;
  #revision: number;
  #last: { readonly checkpoint: KnownCheckpoint; readonly node: string; readonly until: number } | undefined;

  constructor(parts: SharedSigningParts) {
    this.#parts = parts;
    // The last one read is read again: its lease counts.
    this.#revision = Math.max(-1, parts.cursor - 1);
  }

  get cursor(): number {
    return this.#revision;
  }

  get largest(): KnownCheckpoint | undefined {
    return this.#last?.checkpoint;
  }

  async next(tree: LogTree, served: KnownCheckpoint | undefined): Promise<KnownCheckpoint | undefined> {
    await this.#read();
    const last = this.#last?.checkpoint;
    if (last !== undefined && last.size > tree.size) return undefined;
    if (last !== undefined && !continues(tree, last)) throw forked(tree, last);
    if (tree.size > (last?.size ?? -1) && this.#maySign()) return this.#sign(tree);
    const isNew = last !== undefined && last.note !== served?.note && last.size >= (served?.size ?? 0);
    return isNew ? last : undefined;
  }

  #maySign(): boolean {
    if (this.#parts.signers.length === 0) return false;
    if (this.#last === undefined || this.#last.node === this.#parts.node) return true;
    return this.#parts.clock() > this.#last.until + CLOCKS_APART;
  }

  async #sign(tree: LogTree): Promise<KnownCheckpoint | undefined> {
    const { identity, signers, streams } = this.#parts;
    const { note } = signCheckpoint({ origin: identity.origin, size: tree.size, root: tree.root() }, signers);
    const event = this.#event(note);
    try {
      await streams.append(CHECKPOINT_STREAM, [event], this.#revision < 0 ? 'no_stream' : this.#revision);
    } catch (error) {
      // Another node was faster, or the outcome is unknown: the next reading tells. A note not in the stream is never served.
      if (isLost(error)) return undefined;
      throw error;
    }
    this.#take(event.data, this.#revision + 1);
    return this.#last?.checkpoint;
  }

  async #read(): Promise<void> {
    for (;;) {
      const from = this.#revision + 1;
      const page = await this.#parts.streams.readStream(CHECKPOINT_STREAM, { from, limit: PAGE });
      const last = page.at(-1);
      if (last !== undefined) this.#take(last.data, from + page.length - 1);
      if (page.length < PAGE) return;
    }
  }

  #take(data: Envelope['data'], revision: number): void {
    const { note, node, until } = data as unknown as Signed;
    const where = `the operational stream ${CHECKPOINT_STREAM}, revision ${revision}`;
    const checkpoint = openKnown(note, where, this.#parts.identity);
    const before = this.#last?.checkpoint;
    if (before !== undefined && checkpoint.size < before.size) {
      throw new AuditError(
        'FORKED',
        `${where} holds size ${checkpoint.size}, after size ${before.size}: somebody signed backwards`,
      );
    }
    this.#last = { checkpoint, node, until: Date.parse(until) || 0 };
    this.#revision = revision;
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

// The port over one log of the embedded file: revisions checked within the transaction, positions are sequences.
// It decides nothing that the port leaves to the caller, and never writes outside the group commit.
import { setImmediate } from 'node:timers/promises';
import { type Envelope, type NewEvent, parseEnvelope } from '../../domain/envelope.ts';
import {
  type Appended,
  type EventStore,
  EventStoreError,
  type ExpectedRevision,
  type FollowedBatch,
  type ReadOptions,
  type StorePosition,
} from '../eventStore.ts';
import { leafTexts, revisionBefore } from '../leaf.ts';
import type { EventLog, NewRow } from './eventLog.ts';
import type { EventRow } from './eventRows.ts';
import type { GroupCommit } from './groupCommit.ts';

export class SqliteStore implements EventStore {
  readonly #log: EventLog;
  readonly #group: GroupCommit;
  readonly #closed: AbortSignal;

  /** @param closed aborts when the engine closes */
  constructor(log: EventLog, group: GroupCommit, closed: AbortSignal) {
    this.#log = log;
    this.#group = group;
    this.#closed = closed;
  }

  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended> {
    this.#refuseClosed();
    const before = revisionBefore(expected);
    const texts = leafTexts(stream, events, before);
    const rows = events.map((event, i) => newRow(stream, before + 1 + i, event, texts[i] ?? ''));
    return this.#group.run(() => this.#appendRows(stream, rows, before));
  }

  async readStream(stream: string, options: ReadOptions = {}): Promise<readonly Envelope[]> {
    this.#refuseClosed();
    if (this.#log.revisionOf(stream) < 0) return [];
    return this.#log.rows.textsOf(stream, options.from ?? 0, options.limit ?? -1).map(parseEnvelope);
  }

  async *follow(
    from: StorePosition | undefined,
    batchSize: number,
    signal: AbortSignal,
  ): AsyncGenerator<FollowedBatch, void, undefined> {
    const ended = AbortSignal.any([signal, this.#closed]);
    let after = from === undefined ? -1 : sequenceOf(from);
    let caughtUp = false;
    while (!ended.aborted) {
      const head = this.#log.head().sequence;
      const rows = this.#log.rows.read(after, batchSize);
      after = rows.at(-1)?.sequence ?? after;
      if (rows.length > 0 || !caughtUp) {
        caughtUp = after >= head;
        yield { events: rows.map(followed), caughtUp };
        await setImmediate();
      }
      if (after >= this.#log.head().sequence) await this.#log.watch.beyond(after, ended);
    }
  }

  /** Within the transaction. An append that was made already, ids and revisions the same, is answered as it was. */
  #appendRows(stream: string, rows: readonly NewRow[], before: number): Appended {
    const current = this.#log.revisionOf(stream);
    const last = { revision: before + rows.length };
    if (current === before && !rows.some(({ id }) => this.#log.holds(id))) {
      for (const row of rows) this.#log.add(row);
      return last;
    }
    if (current > before && this.#onRecord(stream, rows)) return last;
    throw new EventStoreError(
      'WRONG_EXPECTED_REVISION',
      current === before
        ? `${stream}: these events were appended before, at another revision`
        : `${stream} is at ${named(current)}, not at ${named(before)}: load it again and decide again`,
      { actual: named(current) },
    );
  }

  #onRecord(stream: string, rows: readonly NewRow[]): boolean {
    const stored = this.#log.rows.textsOf(stream, rows[0]?.revision ?? 0, rows.length);
    return stored.length === rows.length && stored.every((text, i) => parseEnvelope(text).id === rows[i]?.id);
  }

  #refuseClosed(): void {
    if (this.#closed.aborted) throw new EventStoreError('CLOSED', 'the store was closed');
  }
}

function newRow(stream: string, revision: number, event: NewEvent, text: string): NewRow {
  const recordedAt = Date.parse(event.metadata.recordedAt) || 0;
  return { stream, revision, id: event.id, recordedAt, text };
}

function followed({ sequence, text }: EventRow): FollowedBatch['events'][number] {
  return { envelope: parseEnvelope(text), position: String(sequence) };
}

function sequenceOf(position: StorePosition): number {
  const sequence = Number(position);
  if (Number.isSafeInteger(sequence) && sequence >= 0) return sequence;
  throw new RangeError(`'${position}' is no position of the embedded store`);
}

function named(revision: number): ExpectedRevision {
  return revision < 0 ? 'no_stream' : revision;
}

// The port over one log of the embedded file: revisions checked within the transaction.
// It decides nothing that the port leaves to the caller, and never writes outside the group commit.
import { type Envelope, type NewEvent, parseEnvelope } from '../../domain/envelope.ts';
import type { DamageWatch } from '../../support/damagedFile.ts';
import {
  type Appended,
  type AppendOptions,
  CLOCK_SLACK,
  type EventStore,
  EventStoreError,
  type ExpectedRevision,
  type ReadOptions,
} from '../eventStore.ts';
import { boundsOf, leafTexts, revisionBefore } from '../leaf.ts';
import type { EventLog, NewRow } from './eventLog.ts';
import type { GroupCommit } from './groupCommit.ts';

export interface SqliteStoreParts {
  readonly log: EventLog;
  readonly group: GroupCommit;
  /** aborts when the engine closes */
  readonly closed: AbortSignal;
  /** this machine's time, milliseconds since 1970 */
  readonly clock: () => number;
  readonly damage: DamageWatch;
  /** called for each row added, in its transaction */
  readonly onAdded?: (sequence: number) => void;
}

export class SqliteStore implements EventStore {
  readonly #log: EventLog;
  readonly #group: GroupCommit;
  readonly #closed: AbortSignal;
  readonly #damage: DamageWatch;
  readonly #clock: () => number;
  readonly #onAdded: ((sequence: number) => void) | undefined;

  constructor({ log, group, closed, damage, clock, onAdded }: SqliteStoreParts) {
    this.#log = log;
    this.#damage = damage;
    this.#group = group;
    this.#closed = closed;
    this.#clock = clock;
    this.#onAdded = onAdded;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
    options: AppendOptions = {},
  ): Promise<Appended> {
    this.#refuseClosed();
    // what is damaged is read as far as it can be, and not written on
    if (this.#damage.found !== undefined) throw this.#damage.found;
    const before = revisionBefore(expected);
    const bounds = boundsOf(events, options);
    const texts = leafTexts(stream, events, before);
    const rows = events.map((event, i): NewRow => {
      const place = { stream, revision: before + 1 + i, id: event.id, text: texts[i] ?? '' };
      const recordedAt = Date.parse(event.metadata.recordedAt) || 0;
      return { ...place, recordedAt, clockBound: bounds?.[i] ?? Number.POSITIVE_INFINITY };
    });
    return this.#group.run(() => this.#appendRows(stream, rows, before));
  }

  async readStream(stream: string, options: ReadOptions = {}): Promise<readonly Envelope[]> {
    this.#refuseClosed();
    if (this.#log.revisionOf(stream) < 0) return [];
    return this.#log.rows.textsOf(stream, options.from ?? 0, options.limit ?? -1).map(this.#parsed);
  }

  /** Within the transaction. An append that was made already, ids and revisions the same, is answered as it was. */
  #appendRows(stream: string, rows: readonly NewRow[], before: number): Appended {
    const current = this.#log.revisionOf(stream);
    const last = { revision: before + rows.length };
    if (current === before && !rows.some(({ id }) => this.#log.holds(id))) {
      for (const row of rows) this.#add(row);
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

  #add(row: NewRow): void {
    this.#log.add({ ...row, clockBound: Math.min(row.clockBound, this.#clock() + CLOCK_SLACK) });
    this.#onAdded?.(this.#log.head().sequence);
  }

  #onRecord(stream: string, rows: readonly NewRow[]): boolean {
    const stored = this.#log.rows.textsOf(stream, rows[0]?.revision ?? 0, rows.length);
    return stored.length === rows.length && stored.every((text, i) => this.#parsed(text).id === rows[i]?.id);
  }

  readonly #parsed = (text: string): Envelope => this.#damage.watching(() => parseEnvelope(text));

  #refuseClosed(): void {
    if (this.#closed.aborted) throw new EventStoreError('CLOSED', 'the store was closed');
  }
}

function named(revision: number): ExpectedRevision {
  return revision < 0 ? 'no_stream' : revision;
}

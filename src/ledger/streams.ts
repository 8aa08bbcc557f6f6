// The records that commands are decided on: loaded from the authority, kept a while, and never trusted over its revision.
import { AGGREGATES, type AggregateName } from '../domain/aggregates.ts';
import type { RecordedEvent } from '../domain/corrections.ts';
import type { Envelope, EventMetadata, NewEvent } from '../domain/envelope.ts';
import { hasOffice } from '../domain/party/offices.ts';
import type { PartyFact } from '../domain/party/party.ts';
import { readEvent } from '../domain/read.ts';
import type { Reference } from '../domain/references.ts';
import type { Journal } from '../journal/journal.ts';
import type { EventStore, ReadOptions } from '../store/eventStore.ts';
import { BoundedMap } from '../support/boundedMap.ts';

/** What a command with a key left on a stream. */
export interface Answered {
  readonly payloadHash: string;
  readonly events: readonly { readonly id: string; readonly type: string; readonly revision: number }[];
}

export interface LoadedStream {
  /** of the last event; -1 while there is none */
  readonly revision: number;
  readonly record: unknown;
  /** by key; one map for as long as the stream is kept, since what was answered once is answered for good */
  readonly answered: Map<string, Answered>;
}

const LOADED = 20_000;
const KNOWN = 200_000;

/** What the authority gives of a stream is not all that was written to it: nothing may be decided on that. */
export class StreamIncomplete extends Error {
  constructor(stream: string, fault: string) {
    super(
      `${stream} is not whole on the server: ${fault}. Its retention was limited ($maxCount, $maxAge, $tb) or it was deleted; ` +
        'a ledger keeps every event. Take the limit away, or restore the stream from a backup (docs/operations.md, A stream is not whole)',
    );
    this.name = 'StreamIncomplete';
  }
}

type Copied = Pick<Journal, 'revisionOf'>;

export class Streams {
  readonly #store: EventStore;
  readonly #journal: Copied;
  readonly #loaded = new BoundedMap<string, LoadedStream>(LOADED);
  readonly #known = new BoundedMap<string, true>(KNOWN);

  constructor(store: EventStore, journal: Copied) {
    this.#store = store;
    this.#journal = journal;
  }

  /**
   * A stream as it was last seen; from the authority where it was not seen, or `fresh` is asked for.
   * @throws StreamIncomplete, UnreadableEvent, EventStoreError
   */
  async load(aggregate: AggregateName, stream: string, fresh = false): Promise<LoadedStream> {
    const seen = this.#loaded.get(stream);
    if (seen !== undefined && !fresh) return seen;
    const [envelopes, copied] = await this.#read(stream);
    expectWhole(stream, envelopes, copied);
    const empty: LoadedStream = { revision: -1, record: AGGREGATES[aggregate].initial, answered: new Map() };
    const loaded = envelopes.reduce(
      (soFar, envelope) => entered(soFar, aggregate, readEvent(envelope), envelope.metadata),
      empty,
    );
    this.#keep(stream, loaded);
    return loaded;
  }

  /** Takes in what was just appended after `before`, so that the next command need not load the stream. */
  append(aggregate: AggregateName, stream: string, before: LoadedStream, events: readonly NewEvent[]): void {
    const after = events.reduce(
      (soFar, event) => entered(soFar, aggregate, recordedEvent(event, soFar.revision + 1), event.metadata),
      before,
    );
    this.#keep(stream, after);
  }

  forget(stream: string): void {
    this.#loaded.delete(stream);
  }

  /** Whether a stream has events. Streams are never deleted, so a yes holds for good. @throws StreamIncomplete, EventStoreError */
  async exists(stream: string): Promise<boolean> {
    if (this.#known.get(stream) !== undefined) return true;
    const [[first], copied] = await this.#read(stream, { limit: 1 });
    if (first === undefined) expectWhole(stream, [], copied);
    if (first !== undefined) this.#known.set(stream, true);
    return first !== undefined;
  }

  /** Whether what is referred to is on record. An office is on that of its party, which another node may have written to. */
  async holds({ stream, office }: Pick<Reference, 'stream' | 'office'>): Promise<boolean> {
    if (office === undefined) return this.exists(stream);
    const holdsOffice = async (fresh: boolean): Promise<boolean> => {
      const { record } = await this.load('party', stream, fresh);
      return hasOffice(record as readonly PartyFact[], office);
    };
    return (await holdsOffice(false)) || holdsOffice(true);
  }

  /** What the authority gives, and how far the stream was copied when that was asked for: no later, since it may grow. */
  #read(stream: string, options?: ReadOptions): Promise<readonly [readonly Envelope[], number]> {
    const copied = async () => this.#journal.revisionOf(stream);
    return Promise.all([this.#store.readStream(stream, options), copied()]);
  }

  #keep(stream: string, loaded: LoadedStream): void {
    if (loaded.revision < 0) return;
    this.#loaded.set(stream, loaded);
    this.#known.set(stream, true);
  }
}

/** Law: a stream begins at revision 0, has no gap, and ends no earlier than this node has copied it. */
function expectWhole(stream: string, envelopes: readonly Envelope[], copied: number): void {
  const gap = envelopes.findIndex(({ revision }, index) => revision !== String(index));
  if (gap >= 0) throw new StreamIncomplete(stream, `revision ${gap} is missing`);
  const last = envelopes.length - 1;
  if (last >= copied) return;
  throw new StreamIncomplete(
    stream,
    last < 0
      ? `it is not there, and this node has copied it up to revision ${copied}`
      : `it ends at revision ${last}, and this node has copied it up to revision ${copied}`,
  );
}

/** What was just decided is of the present version, and needs no parsing. */
const recordedEvent = ({ id, type, data, metadata }: NewEvent, revision: number): RecordedEvent => ({
  id,
  type,
  data,
  revision,
  recordedAt: Date.parse(metadata.recordedAt),
});

function entered(
  loaded: LoadedStream,
  aggregate: AggregateName,
  event: RecordedEvent,
  { key, payloadHash }: EventMetadata,
): LoadedStream {
  const made = { id: event.id, type: event.type, revision: event.revision };
  const before = loaded.answered.get(key)?.events ?? [];
  loaded.answered.set(key, { payloadHash, events: [...before, made] });
  return {
    revision: event.revision,
    record: AGGREGATES[aggregate].enter(loaded.record, event),
    answered: loaded.answered,
  };
}

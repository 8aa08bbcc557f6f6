// The event-store port: what the ledger asks of an engine, and nothing more.
// One contract suite (tests/store/) holds for every engine. An engine never interprets an event.
import type { Envelope, NewEvent } from '../domain/envelope.ts';

/** The revision a stream must be at for an append to succeed: the last event's, or none yet. Never "any". */
export type ExpectedRevision = number | 'no_stream';

/** An engine's own coordinate of an event in its whole order: opaque, kept only to resume after it. */
export type StorePosition = string;

export interface Appended {
  /** of the last event appended */
  readonly revision: number;
}

export interface FollowedEvent {
  readonly envelope: Envelope;
  readonly position: StorePosition;
}

export interface FollowedBatch {
  /** in the engine's order; at most the batch size asked for; may be empty where `caughtUp` turns true */
  readonly events: readonly FollowedEvent[];
  /** whether this batch reaches what was the end when it was read */
  readonly caughtUp: boolean;
}

export interface ReadOptions {
  /** the first revision wanted; 0 where absent */
  readonly from?: number;
  /** at most so many events; all where absent */
  readonly limit?: number;
}

export interface EventStore {
  /**
   * Appends all events or none, durably, where the stream is at the expected revision.
   * Resolves after the engine acknowledged; repeating the same ids at the same expected revision is answered as before,
   * by the ids alone. The same ids at another revision are the caller's mistake: refused where the stream has passed it,
   * but where it stands there, only the embedded engine notices (EventStoreDB appends them again).
   * @throws EventStoreError
   */
  append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<Appended>;

  /** A stream's events by revision; none where it does not exist. @throws EventStoreError */
  readStream(stream: string, options?: ReadOptions): Promise<readonly Envelope[]>;

  /**
   * Every event after `from` (from the beginning where undefined), once each, in one order: what is there, then what comes.
   * The next batch is read only when the last was taken. Reconnects by itself; ends when `signal` aborts.
   * @throws RangeError where `from` is no position of this engine
   */
  follow(from: StorePosition | undefined, batchSize: number, signal: AbortSignal): AsyncIterable<FollowedBatch>;
}

/** What an engine can tell of itself, for those who watch a node. */
export interface EngineHealth {
  /** whether the last exchange with what it stores on went well; true before the first */
  readonly connected: boolean;
  /** why not, in words; undefined where connected */
  readonly lastError: string | undefined;
}

/** An engine, opened: the ledger's streams, and operational ones under another prefix, outside the log. */
export interface StoreEngine {
  readonly ledger: EventStore;
  readonly operations: EventStore;
  health(): EngineHealth;
  /** Waits for appends under way, then lets go of the engine. */
  close(): Promise<void>;
}

export type EventStoreErrorCode =
  /** the stream is at another revision: load it again and decide again */
  | 'WRONG_EXPECTED_REVISION'
  /** nothing was written, as far as the engine can tell: try again later */
  | 'UNAVAILABLE'
  /** no answer in time: it may or may not be written; the same ids at the same revision settle it */
  | 'OUTCOME_UNKNOWN'
  /** an event's leaf is over 65,535 bytes, or an append over a million */
  | 'EVENT_TOO_LARGE'
  /** data or metadata are not I-JSON */
  | 'NOT_I_JSON'
  /** the store was closed */
  | 'CLOSED';

export class EventStoreError extends Error {
  readonly code: EventStoreErrorCode;
  /** with WRONG_EXPECTED_REVISION: where the stream is, when the engine says so */
  readonly actual?: ExpectedRevision;
  constructor(
    code: EventStoreErrorCode,
    message: string,
    options: { cause?: unknown; actual?: ExpectedRevision } = {},
  ) {
    super(message, { cause: options.cause });
    this.name = 'EventStoreError';
    this.code = code;
    if (options.actual !== undefined) this.actual = options.actual;
  }
}

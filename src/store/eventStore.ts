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

/** Whose streams an event is in: the ledger's, or the operational ones. */
export type FollowedLog = 'ledger' | 'operations';

export interface FollowedEvent {
  readonly log: FollowedLog;
  readonly envelope: Envelope;
  readonly position: StorePosition;
  /**
   * The latest instant, in milliseconds since 1970, that the journal's clock takes from this event: what was carried with
   * it, and at most the authority's own time of the append and CLOCK_SLACK.
   */
  readonly clockBound: number;
}

/** How far ahead of the authority's own time of an append its `recordedAt` may move the journal's clock, in milliseconds. */
export const CLOCK_SLACK = 5_000;

export interface FollowedBatch {
  /** in the authority's one order; at most the batch size asked for; may be empty where `caughtUp` turns true */
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

export interface AppendOptions {
  /**
   * Of a copy: the clock bounds that the events had where they come from, one for each. An engine keeps them beside the
   * events, outside envelope and leaf, and its own bound holds as well.
   */
  readonly clockBounds?: readonly number[];
}

export interface EventStore {
  /**
   * Appends all events or none, durably, where the stream is at the expected revision.
   * Resolves after the engine acknowledged; repeating the same ids at the same expected revision is answered as before,
   * by the ids alone. The same ids at another revision are the caller's mistake: refused where the stream has passed it,
   * but where it stands there, only the embedded engine notices (EventStoreDB appends them again).
   * @throws EventStoreError
   */
  append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
    options?: AppendOptions,
  ): Promise<Appended>;

  /**
   * A stream's events by revision, as the engine has them; none where it does not exist. Whether they are all that was
   * written is for the caller to judge. @throws EventStoreError
   */
  readStream(stream: string, options?: ReadOptions): Promise<readonly Envelope[]>;
}

/**
 * `connecting`: before the first exchange. `up`: the last one went well. `down`: the last attempt to reach the authority
 * failed; calls fail at once until one succeeds. `diverged`: it was reached, and its history is not the one this node
 * knows; calls fail at once until a later check passes.
 */
export type LinkState = 'connecting' | 'up' | 'down' | 'diverged';

/** What an engine can tell of itself, for those who watch a node. */
export interface EngineHealth {
  /** whether the last exchange with what it stores on went well; true before the first */
  readonly connected: boolean;
  readonly state: LinkState;
  /** why not, in words; undefined where connected */
  readonly lastError: string | undefined;
  /** what to do, where that is known */
  readonly hint?: string | undefined;
}

/** What may be asked of an authority while it is checked, before anything else goes over the new connection. */
export interface Authority {
  readonly ledger: Pick<EventStore, 'readStream'>;
  readonly operations: Pick<EventStore, 'readStream'>;
  /**
   * The event at a position that `follow` gave; undefined where nothing of ours, or nothing at all, is there.
   * @throws EventStoreError; RangeError where it is no position of this engine
   */
  at(position: StorePosition): Promise<FollowedEvent | undefined>;
}

/** An engine, opened: the ledger's streams, and operational ones under another prefix, outside the log. */
export interface StoreEngine extends Authority {
  readonly ledger: EventStore;
  readonly operations: EventStore;
  /**
   * Every event of both kinds of stream after `from` (from the beginning where undefined), once each, in the authority's
   * one order: what is there, then what comes. The next batch is read only when the last was taken. Reconnects by itself;
   * ends when `signal` aborts.
   * @throws RangeError where `from` is no position of this engine
   */
  follow(from: StorePosition | undefined, batchSize: number, signal: AbortSignal): AsyncIterable<FollowedBatch>;
  /**
   * Sets the check that every new connection passes before anything else goes over it: appends, reads and follow wait for
   * it. Where it throws an EventStoreError DIVERGED, the link is `diverged`: all of them fail at once with that error, and
   * follow waits, until a later check passes; it is made again by itself. Any other error counts as a failed connection.
   * Without one nothing is checked. The embedded engine has no connections and never calls it: its file is the history.
   */
  heldTo(check: (authority: Authority) => Promise<void>): void;
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
  /** the stream was deleted for good on the server: no try again helps, an operator must act */
  | 'STREAM_DELETED'
  /** what is there is not the history this node knows: nothing is written or read until an operator acts */
  | 'DIVERGED'
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

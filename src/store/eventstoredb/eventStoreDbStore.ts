// The port over the streams of one prefix on an EventStoreDB server or cluster.
// Every append has the events' own ids and an explicit revision, so that repeating it settles an outcome nobody heard.
import { type EventData, NO_STREAM } from '@eventstore/db-client';
import type { Envelope, NewEvent } from '../../domain/envelope.ts';
import { reason } from '../../support/reason.ts';
import { backoff, pause } from '../backoff.ts';
import {
  type Appended,
  type AppendOptions,
  type EventStore,
  EventStoreError,
  type ExpectedRevision,
  type ReadOptions,
} from '../eventStore.ts';
import { boundsOf, leafTexts, revisionBefore } from '../leaf.ts';
import { mayHaveArrived, refusal, withDeadline } from './failures.ts';
import type { Gate } from './gate.ts';
import type { Connection, Link } from './link.ts';
import { readEvents } from './readEvents.ts';
import { type Patience, readOver, untilRead } from './reading.ts';
import { proposedEvent, recordedEnvelope } from './recorded.ts';

export interface StoreOptions {
  /** of the streams' names on the server, with its dot */
  readonly prefix: string;
  readonly patience: Patience;
  /** aborts when the engine closes */
  readonly closed: AbortSignal;
}

interface ProposedAppend {
  readonly name: string;
  readonly events: EventData[];
  /** the revision before the first of them; -1 is none */
  readonly before: number;
}

export class EventStoreDbStore implements EventStore {
  readonly #gate: Gate;
  readonly #link: Link;
  readonly #options: StoreOptions;
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(gate: Gate, link: Link, options: StoreOptions) {
    this.#gate = gate;
    this.#link = link;
    this.#options = options;
  }

  async append(
    stream: string,
    events: readonly NewEvent[],
    expected: ExpectedRevision,
    options: AppendOptions = {},
  ): Promise<Appended> {
    this.#refuseClosed();
    const before = revisionBefore(expected);
    const bounds = boundsOf(events, options);
    leafTexts(stream, events, before);
    const proposed = events.map((event, i) => proposedEvent(event, bounds?.[i]));
    return this.#track(this.#settle({ name: this.#options.prefix + stream, events: proposed, before }));
  }

  async readStream(stream: string, { from = 0, limit }: ReadOptions = {}): Promise<readonly Envelope[]> {
    this.#refuseClosed();
    const events: Envelope[] = [];
    // What came before a connection broke need not come again.
    await untilRead(this.#gate, this.#options.patience, async (connection) => {
      const rest = { from: from + events.length, limit: limit === undefined ? undefined : limit - events.length };
      for await (const event of this.#events(connection, stream, rest)) events.push(event);
    });
    return events;
  }

  /** The same over one connection, in one try, past the gate. @throws EventStoreError */
  async readStreamOver(
    connection: Connection,
    stream: string,
    { from = 0, limit }: ReadOptions = {},
  ): Promise<readonly Envelope[]> {
    const read = async () => {
      const events: Envelope[] = [];
      for await (const event of this.#events(connection, stream, { from, limit })) events.push(event);
      return events;
    };
    return readOver(this.#link, connection, read);
  }

  /** Resolves when no append is under way. */
  async drained(): Promise<void> {
    await Promise.allSettled(this.#underWay);
  }

  /** Tries until the server answered: the same ids at the same revision are written once, however often they arrive. */
  async #settle({ name, events, before }: ProposedAppend): Promise<Appended> {
    const { patience } = this.#options;
    const until = Date.now() + patience.total;
    const options = { expectedRevision: serverRevision(before), deadline: patience.call, requiresLeader: true };
    let arrived = false;
    for (let tries = 0; ; tries++) {
      try {
        const call = ({ client }: Connection) => client.appendToStream(name, events, options);
        await this.#gate.attempt(until, (connection) => withDeadline(call(connection), patience.call));
        return { revision: before + events.length };
      } catch (error) {
        arrived = tryAgain(error, { arrived, until });
        await pause(backoff(tries));
      }
    }
  }

  async *#events(
    connection: Connection,
    stream: string,
    { from, limit }: { from: number; limit: number | undefined },
  ): AsyncGenerator<Envelope, void, undefined> {
    if (limit !== undefined && limit <= 0) return;
    const { prefix, patience } = this.#options;
    for await (const event of readEvents(connection, prefix + stream, { from, limit, deadline: patience.call })) {
      yield recordedEnvelope(event, prefix);
    }
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#underWay.add(work);
    try {
      return await work;
    } finally {
      this.#underWay.delete(work);
    }
  }

  #refuseClosed(): void {
    if (this.#options.closed.aborted) throw new EventStoreError('CLOSED', 'the store was closed');
  }
}

function serverRevision(before: number): typeof NO_STREAM | bigint {
  return before < 0 ? NO_STREAM : BigInt(before);
}

/** Whether an append may have arrived by now. @throws EventStoreError where another try would not help, or time is up */
function tryAgain(error: unknown, { arrived, until }: { arrived: boolean; until: number }): boolean {
  const refused = refusal(error);
  const outOfReach = refused?.code === 'UNAVAILABLE';
  if (refused !== undefined && !(arrived && outOfReach)) throw refused;
  const mayBeWritten = arrived || mayHaveArrived(error);
  if (refused !== undefined || Date.now() >= until) throw unsettled(mayBeWritten, error);
  return mayBeWritten;
}

function unsettled(arrived: boolean, cause: unknown): EventStoreError {
  return arrived
    ? new EventStoreError(
        'OUTCOME_UNKNOWN',
        `EventStoreDB did not answer, the append may be written or not: repeat it as it is (${reason(cause)})`,
        { cause },
      )
    : new EventStoreError('UNAVAILABLE', `nothing was written, EventStoreDB cannot be reached: ${reason(cause)}`, {
        cause,
      });
}

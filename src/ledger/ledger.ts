// The command handler: load, decide, append. It owns idempotence, references and the recorded clock,
// and nothing of what a command means.

import type { DecidedEvent } from '../domain/aggregates.ts';
import type { JsonObject } from '../domain/canonicalJson.ts';
import { type Order, parseCommand } from '../domain/commands.ts';
import type { NewEvent } from '../domain/envelope.ts';
import { isRefusal, type Refusal, refuse } from '../domain/refusal.ts';
import { instantOf } from '../domain/time.ts';
import { together } from '../domain/together.ts';
import { currentVersion } from '../domain/upcast.ts';
import type { Journal } from '../journal/journal.ts';
import { type EventStore, EventStoreError } from '../store/eventStore.ts';
import { eventIdOf, payloadHashOf, recordIdOf } from './ids.ts';
import { judged, judgedInPart } from './judged.ts';
import { type LedgerRefusal, type LedgerRefusalCode, refusalOf } from './refusals.ts';
import { type Answered, type LoadedStream, Streams } from './streams.ts';

/** A command as it reaches the ledger. */
export interface Command {
  readonly name: string;
  readonly payload: unknown;
  /** the idempotency key */
  readonly key: string;
  /** an opaque id */
  readonly actor: string;
  /** the revision the caller saw; the command is refused where the stream has moved on */
  readonly ifRevision?: number;
  /** an import's own recorded time, ISO 8601: not before the journal's clock, not in the future */
  readonly recordedAt?: string;
  readonly correlationId?: string;
}

export interface Recorded {
  readonly aggregate: Order['aggregate'];
  /** of the record the command was about */
  readonly id: string;
  readonly stream: string;
  /** of its last event */
  readonly revision: number;
  readonly events: readonly { readonly id: string; readonly type: string }[];
  /** it was on record already, from the same command with the same key: nothing was added */
  readonly repeated: boolean;
}

/** How far the node's clock may be behind the journal's, milliseconds. */
const MAX_BEHIND = 5_000;
const ATTEMPTS = 10;
const MAX_KEY = 255;

export interface LedgerParts {
  readonly name: string;
  readonly store: EventStore;
  readonly journal: Pick<Journal, 'head' | 'revisionOf' | 'complete'>;
  /** milliseconds since 1970 */
  readonly clock: () => number;
  /** why this node's history is not one to go on with, in words; undefined where it is */
  readonly refusing?: () => string | undefined;
}

export class Ledger {
  readonly #parts: LedgerParts;
  readonly #streams: Streams;
  readonly #inFlight = new Set<string>();
  /** commands on one stream wait for each other, so that they do not refuse each other */
  readonly #turns = new Map<string, Promise<unknown>>();

  constructor(parts: LedgerParts) {
    this.#parts = parts;
    this.#streams = new Streams(parts.store, parts.journal);
  }

  /** Records what a command decides, durably, or says why not. Never throws for anything a caller can act on. */
  async execute(command: Command): Promise<Recorded | LedgerRefusal> {
    if (!command.key.isWellFormed() || command.key === '' || command.key.length > MAX_KEY) {
      return refuse('INVALID_PAYLOAD', '', `a key is 1 to ${MAX_KEY} characters of well-formed text: choose another`);
    }
    const order = this.parse(command);
    if (isRefusal(order)) return this.#inFull(order, command);
    const closed = this.#closed();
    if (closed !== undefined) return closed;
    const flight = `${order.stream} ${command.key}`;
    if (this.#inFlight.has(flight)) {
      return refuse(
        'KEY_IN_FLIGHT',
        '',
        `a command with the key ${command.key} is under way: wait for its answer, then send it again`,
      );
    }
    this.#inFlight.add(flight);
    try {
      return await this.#inTurn(order.stream, () => this.#attempt(order, command));
    } catch (error) {
      return refusalOf(error);
    } finally {
      this.#inFlight.delete(flight);
    }
  }

  /** What a command would be about, and whether its payload fits: nothing is recorded. */
  parse({ name, payload, actor, key }: Command): Order | LedgerRefusal {
    return parseCommand(name, payload, () => recordIdOf(this.#parts.name, actor, key));
  }

  /** All that is wrong with a command, however little of it fits; undefined where it would be recorded. Nothing is recorded. */
  async judge(command: Command): Promise<LedgerRefusal | undefined> {
    const order = this.parse(command);
    if (isRefusal(order)) return this.#inFull(order, command);
    try {
      const { record } = await this.#streams.load(order.aggregate, order.stream, true);
      const decided = await this.#decided(order, record, command);
      return isRefusal(decided) ? decided : undefined;
    } catch (error) {
      return refusalOf(error);
    }
  }

  /** Whoever mends a payload that does not fit its schema is told at once what would be refused after that. */
  async #inFull(refusal: LedgerRefusal, command: Command): Promise<LedgerRefusal> {
    if (refusal.refused !== 'INVALID_PAYLOAD' || this.#closed() !== undefined) return refusal;
    const id = recordIdOf(this.#parts.name, command.actor, command.key);
    const judge = { streams: this.#streams, recordedAt: this.#parts.clock() };
    try {
      return together<LedgerRefusalCode>(
        await judgedInPart(command, refusal as Refusal, id, judge),
        this.#outOfOrder(command),
      ) as LedgerRefusal;
    } catch (error) {
      refusalOf(error);
      return refusal;
    }
  }

  #outOfOrder(command: Command): LedgerRefusal | undefined {
    const recordedAt = this.#recordedAt(command);
    return isRefusal(recordedAt) && recordedAt.refused === 'RECORDED_AT_OUT_OF_ORDER' ? recordedAt : undefined;
  }

  async #decided(order: Order, record: unknown, command: Command): Promise<Decided | LedgerRefusal> {
    const own = this.#recordedAt(command);
    if (isRefusal(own) && own.refused !== 'RECORDED_AT_OUT_OF_ORDER') return own;
    const recordedAt = isRefusal(own) ? this.#parts.clock() : own;
    const decided = await judged(order, record, { streams: this.#streams, recordedAt });
    const refused = together<LedgerRefusalCode>(
      isRefusal(own) ? own : undefined,
      isRefusal(decided) ? (decided as LedgerRefusal) : undefined,
    );
    return refused ?? { recordedAt, events: decided as readonly DecidedEvent[] };
  }

  /** Law: nothing is decided on a history that is another one, or not there yet. */
  #closed(): LedgerRefusal | undefined {
    const why = this.#parts.refusing?.();
    if (why !== undefined) return refuse('HISTORY_DIVERGED', '', why);
    return this.#parts.journal.complete
      ? undefined
      : refuse('NOT_CAUGHT_UP', '', 'this node has not read to the end of the ledger yet: send the command again soon');
  }

  async #inTurn<Result>(stream: string, run: () => Promise<Result>): Promise<Result> {
    const before = this.#turns.get(stream);
    const turn = before === undefined ? run() : before.then(run, run);
    this.#turns.set(stream, turn);
    try {
      return await turn;
    } finally {
      if (this.#turns.get(stream) === turn) this.#turns.delete(stream);
    }
  }

  /** Law: others may write too, so what is remembered of a stream refuses nothing before it was read again. */
  async #attempt(order: Order, command: Command): Promise<Recorded | LedgerRefusal> {
    for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
      const loaded = await this.#streams.load(order.aggregate, order.stream, attempt > 0);
      const answer = await this.#recordOn(loaded, order, command);
      if (answer !== 'moved on' && !(attempt === 0 && isRefusal(answer))) return answer;
    }
    return refuse(
      'TOO_MUCH_CONTENTION',
      '',
      `other commands kept writing to ${order.stream} first: send this one again, with the same key`,
    );
  }

  async #recordOn(
    loaded: LoadedStream,
    order: Order,
    command: Command,
  ): Promise<Recorded | LedgerRefusal | 'moved on'> {
    const payloadHash = payloadHashOf(order);
    const answered = loaded.answered.get(command.key);
    if (answered !== undefined) return answerAgain(order, command, answered, payloadHash);
    if (order.lost !== undefined) return refuse('INVALID_PAYLOAD', order.lost, NO_NAME);
    if (command.ifRevision !== undefined && command.ifRevision !== loaded.revision)
      return stale(order, loaded.revision);
    const decided = await this.#decided(order, loaded.record, command);
    if (isRefusal(decided)) return decided;
    const closed = this.#closed();
    if (closed !== undefined) return closed;
    const { recordedAt, events } = decided;
    return this.#append(loaded, order, newEvents(events, { order, command, payloadHash, recordedAt }));
  }

  async #append(loaded: LoadedStream, order: Order, events: readonly NewEvent[]): Promise<Recorded | 'moved on'> {
    try {
      const expected = loaded.revision < 0 ? 'no_stream' : loaded.revision;
      const { revision } = await this.#parts.store.append(order.stream, events, expected);
      this.#streams.append(order.aggregate, order.stream, loaded, events);
      return recorded(order, events, revision, false);
    } catch (error) {
      this.#streams.forget(order.stream);
      if (error instanceof EventStoreError && error.code === 'WRONG_EXPECTED_REVISION') return 'moved on';
      throw error;
    }
  }

  /** Law: the node that appends writes when; an import may bring its own time where history stays in order. */
  #recordedAt({ recordedAt }: Command): number | LedgerRefusal {
    const now = this.#parts.clock();
    const { clock } = this.#parts.journal.head();
    if (recordedAt === undefined) {
      return clock - now <= MAX_BEHIND
        ? now
        : refuse(
            'CLOCK_BEHIND',
            '',
            `this node's clock is ${clock - now} ms behind the journal's: set it right (NTP), nothing is recorded until then`,
          );
    }
    const at = instantOf(recordedAt);
    if (at !== undefined && at >= clock && at <= now) return at;
    return refuse(
      'RECORDED_AT_OUT_OF_ORDER',
      '/recordedAt',
      at === undefined
        ? `${recordedAt.slice(0, 40)} is no instant: give one with its offset, such as 2025-06-26T09:00:00Z`
        : at > now
          ? `${recordedAt} is in the future: an import brings the time at which a fact became known`
          : `${recordedAt} is before the journal's clock, ${new Date(clock).toISOString()}: import history in the order of recordedAt, before anything newer, or leave recordedAt out`,
    );
  }
}

/** Law: the key and the payload make a repeat, whoever sends it: a file imported by another hand adds nothing. */
function answerAgain(
  order: Order,
  { key }: Command,
  answered: Answered,
  payloadHash: string,
): Recorded | LedgerRefusal {
  return answered.payloadHash === payloadHash
    ? recorded(order, answered.events, answered.events.at(-1)?.revision ?? 0, true)
    : refuse(
        'KEY_REUSED',
        '',
        `the key ${key} was used on this record with another payload: give a new command a key of its own`,
      );
}

const NO_NAME = 'has a name that no record can hold: give it another, or leave it out';

const stale = (order: Order, revision: number): LedgerRefusal =>
  refuse(
    'STALE_REVISION',
    '',
    `${order.stream} is at revision ${revision < 0 ? 'none' : revision}: read it again, decide again, and send the new ETag`,
  );

const recorded = (order: Order, events: Recorded['events'], revision: number, repeated: boolean): Recorded => ({
  aggregate: order.aggregate,
  id: order.id,
  stream: order.stream,
  revision,
  events: events.map(({ id, type }) => ({ id, type })),
  repeated,
});

interface Decided {
  readonly recordedAt: number;
  readonly events: readonly DecidedEvent[];
}

interface Origin {
  readonly order: Order;
  readonly command: Command;
  readonly payloadHash: string;
  readonly recordedAt: number;
}

function newEvents(decided: readonly DecidedEvent[], { order, command, payloadHash, recordedAt }: Origin): NewEvent[] {
  return decided.map(({ type, data }, index) => {
    const id = eventIdOf(order.stream, command.key, index);
    return {
      id,
      type,
      version: currentVersion(type),
      data: data as JsonObject,
      metadata: {
        recordedAt: new Date(recordedAt).toISOString(),
        actor: command.actor,
        key: command.key,
        payloadHash,
        ...(command.recordedAt === undefined ? {} : { imported: true as const }),
        $correlationId: command.correlationId ?? id,
        $causationId: command.correlationId ?? id,
      },
    };
  });
}

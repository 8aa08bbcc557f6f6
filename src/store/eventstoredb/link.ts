// The process's one connection to EventStoreDB, and the only place that opens or ends one.
// The client keeps the promises of all appends in one table, for all its connections and all clients of a process: an old
// connection that dies late empties it, and the next answer on a new one, of which it then knows nothing, ends the
// process. So there is one link, and after a failure nobody passes until everything that was under way is dead.
import { EventStoreDBClient, NotLeaderError } from '@eventstore/db-client';
import { reason } from '../../support/reason.ts';
import { backoff, pause } from '../backoff.ts';
import { type EngineHealth, EventStoreError } from '../eventStore.ts';
import { connectionHolds, refusal, withDeadline } from './failures.ts';

/** The client, until the next failure. */
export interface Connection {
  readonly client: EventStoreDBClient;
  /** aborts when what is under way on it is ended: its reads and subscriptions then end without a word */
  readonly lost: AbortSignal;
}

/** Ending what is under way takes no exchange with the server; the client may forget to say that it is done. */
const DISPOSE_WITHIN = 1000;

export class Link {
  readonly #url: string;
  readonly #closed = new AbortController();
  #lost = new AbortController();
  #connection: Connection;
  /** resolves when calls may pass; undefined where they may */
  #gate: Promise<void> | undefined;
  #failures = 0;
  #lastError: string | undefined;

  /** @throws Error where the URL cannot be parsed */
  constructor(url: string) {
    this.#url = url;
    this.#connection = { client: EventStoreDBClient.connectionString(url), lost: this.#lost.signal };
  }

  /**
   * Makes a call when the link is open. @param until the time (milliseconds) up to which to wait for that
   * @throws EventStoreError UNAVAILABLE where it does not open in time; what the call throws
   */
  async attempt<T>(until: number, call: (connection: Connection) => Promise<T>): Promise<T> {
    if (this.#gate !== undefined) await this.#openedBy(until);
    const connection = this.#connection;
    try {
      const answer = await call(connection);
      this.succeeded(connection);
      return answer;
    } catch (error) {
      if (refusal(error) === undefined) this.failed(connection, error);
      else this.succeeded(connection);
      throw error;
    }
  }

  /** Waits, however long, until the link is open; undefined where `signal` aborts first. */
  async open(signal: AbortSignal): Promise<Connection | undefined> {
    while (this.#gate !== undefined && !signal.aborted) await Promise.race([this.#gate, aborted(signal)]);
    return signal.aborted ? undefined : this.#connection;
  }

  succeeded(connection: Connection): void {
    if (connection !== this.#connection) return;
    this.#failures = 0;
    this.#lastError = undefined;
  }

  /** One broken connection fails many calls: the first of them ends it for all. */
  failed(connection: Connection, error: unknown): void {
    if (connection !== this.#connection || connectionHolds(error)) return;
    this.#lastError = reason(error);
    this.#lost.abort();
    this.#lost = new AbortController();
    // It knows the leader's address from the error; after any other failure its inner state may be stuck.
    const keep = error instanceof NotLeaderError;
    const client = keep ? connection.client : EventStoreDBClient.connectionString(this.#url);
    this.#connection = { client, lost: this.#lost.signal };
    const ended = keep ? cancelCalls(client) : endClient(connection.client);
    const gate = ended
      .then(() => this.#waitBeforeTrying())
      .finally(() => {
        if (this.#gate === gate) this.#gate = undefined;
      });
    this.#gate = gate;
  }

  health(): EngineHealth {
    const connected = this.#lastError === undefined;
    return { connected, state: connected ? 'up' : 'down', lastError: this.#lastError };
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#lost.abort();
    await endClient(this.#connection.client);
  }

  #waitBeforeTrying(): Promise<void> {
    return pause(backoff(this.#failures++), this.#closed.signal);
  }

  async #openedBy(until: number): Promise<void> {
    while (this.#gate !== undefined) {
      const wait = until - Date.now();
      if (wait <= 0) throw new EventStoreError('UNAVAILABLE', `EventStoreDB cannot be reached: ${this.#lastError}`);
      await withDeadline(this.#gate, wait).catch(() => undefined);
    }
  }
}

/** Twice: a call that was on its way in while the first was made has its stream by then. */
async function cancelCalls(client: EventStoreDBClient): Promise<void> {
  for (let times = 0; times < 2; times++) {
    await withDeadline(client.dispose(), DISPOSE_WITHIN).catch(() => undefined);
  }
}

/** A call that waits inside the client would be sent when the server is back: without a channel it cannot be. */
async function endClient(client: EventStoreDBClient): Promise<void> {
  await cancelCalls(client);
  await withDeadline(closeChannel(client), DISPOSE_WITHIN).catch(() => undefined);
  await cancelCalls(client);
}

/** The client has no method for it, only one for its own use (in 6.2.1). */
async function closeChannel(client: EventStoreDBClient): Promise<void> {
  const getChannel: unknown = Reflect.get(client, 'getChannel');
  if (typeof getChannel !== 'function') return;
  const channel: unknown = await getChannel();
  if (typeof channel === 'object' && channel !== null && 'close' in channel && typeof channel.close === 'function') {
    channel.close();
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

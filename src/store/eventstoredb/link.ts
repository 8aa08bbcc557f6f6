// The process's one connection to EventStoreDB. After a failure it lets nobody through until a backoff has passed:
// the client keeps its appends' promises in one table for all connections, and an append made while the old connection
// is still dying is settled by that one's error. Two clients in a process share that table too: so there is one.
import { EventStoreDBClient } from '@eventstore/db-client';
import { backoff, pause } from '../backoff.ts';
import { type EngineHealth, EventStoreError } from '../eventStore.ts';
import { clientRecovers, reason, refusal } from './failures.ts';

/** One client, until it is replaced. */
export interface Connection {
  readonly client: EventStoreDBClient;
  /** aborts when the client was replaced: its subscriptions then end without a word */
  readonly lost: AbortSignal;
}

export class Link {
  readonly #url: string;
  readonly #closed = new AbortController();
  #client: EventStoreDBClient;
  #lost = new AbortController();
  #connection: Connection;
  #failures = 0;
  #openAt = 0;
  #lastError: string | undefined;

  /** @throws Error where the URL cannot be parsed */
  constructor(url: string) {
    this.#url = url;
    this.#client = EventStoreDBClient.connectionString(url);
    this.#connection = { client: this.#client, lost: this.#lost.signal };
  }

  /**
   * Makes a call when the link is open. @param until the time (milliseconds) up to which to wait for that
   * @throws EventStoreError UNAVAILABLE where it does not open in time; what the call throws
   */
  async attempt<T>(until: number, call: (connection: Connection) => Promise<T>): Promise<T> {
    if (Date.now() < this.#openAt) await this.#opened(until);
    const connection = this.#connection;
    try {
      const answer = await call(connection);
      this.succeeded();
      return answer;
    } catch (error) {
      if (refusal(error) === undefined) this.failed(connection, error);
      else this.succeeded();
      throw error;
    }
  }

  /** Waits, however long, until the link is open; undefined where `signal` aborts first. */
  async open(signal: AbortSignal): Promise<Connection | undefined> {
    while (Date.now() < this.#openAt && !signal.aborted) await pause(this.#openAt - Date.now(), signal);
    return signal.aborted ? undefined : this.#connection;
  }

  succeeded(): void {
    this.#failures = 0;
    this.#lastError = undefined;
  }

  /** Closes the link for a while. One broken connection fails many calls: they count once. */
  failed(connection: Connection, error: unknown): void {
    this.#lastError = reason(error);
    if (connection !== this.#connection || Date.now() < this.#openAt) return;
    this.#openAt = Date.now() + backoff(this.#failures++);
    if (!clientRecovers(error)) this.#replaceClient();
  }

  health(): EngineHealth {
    return { connected: this.#lastError === undefined, lastError: this.#lastError };
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#lost.abort();
    await this.#client.dispose();
  }

  async #opened(until: number): Promise<void> {
    while (Date.now() < this.#openAt && !this.#closed.signal.aborted) {
      const wait = Math.min(this.#openAt, until) - Date.now();
      if (wait <= 0) throw new EventStoreError('UNAVAILABLE', `EventStoreDB cannot be reached: ${this.#lastError}`);
      await pause(wait, this.#closed.signal);
    }
  }

  /** The client remembers some failures for good (its first look at the server's features, for one). */
  #replaceClient(): void {
    const old = this.#client;
    this.#lost.abort();
    this.#lost = new AbortController();
    this.#client = EventStoreDBClient.connectionString(this.#url);
    this.#connection = { client: this.#client, lost: this.#lost.signal };
    old.dispose().catch(() => undefined);
  }
}

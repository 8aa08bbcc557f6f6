// The process's one connection to EventStoreDB, and the only place that opens or ends one; it knows whether there is one.
// The client keeps the promises of all appends in one table, for all its connections and all clients of a process: an old
// connection that dies late empties it, and the next answer on a new one, of which it then knows nothing, ends the
// process. So there is one link, and after a failure nobody passes until everything that was under way is dead.
import { EventStoreDBClient, NotLeaderError } from '@eventstore/db-client';
import { backoff, pause } from '../backoff.ts';
import type { LinkState } from '../eventStore.ts';
import { cancelCalls, endClient, probe } from './clients.ts';
import { diagnose, type Target, targetOf } from './diagnose.ts';
import { connectionHolds, refusal } from './failures.ts';
import { failureOf, type LinkFailure } from './linkFailure.ts';

/** The client, until the next failure. */
export interface Connection {
  readonly client: EventStoreDBClient;
  /** aborts when what is under way on it is ended: its reads and subscriptions then end without a word */
  readonly lost: AbortSignal;
}

interface OwnConnection extends Connection {
  readonly lose: () => void;
}

/** So long a cluster may take to elect a leader before it is said to be down, in milliseconds. */
const ELECTION = 10_000;
/** A server that is back is found within about so long. */
const LONGEST_PAUSE = 3_000;

export class Link {
  readonly #url: string;
  readonly #target: Target;
  readonly #deadline: number;
  readonly #closed = new AbortController();
  readonly #listeners = new Set<() => void>();
  #client: EventStoreDBClient;
  #open: OwnConnection | undefined;
  #connecting: Promise<void> | undefined;
  #state: Exclude<LinkState, 'diverged'> = 'connecting';
  #failure: LinkFailure | undefined;

  /**
   * @param deadline milliseconds for an attempt to connect
   * @throws Error where the URL cannot be parsed
   */
  constructor(url: string, deadline: number) {
    this.#url = url;
    this.#deadline = deadline;
    this.#target = targetOf(url);
    this.#client = EventStoreDBClient.connectionString(url);
  }

  get state(): Exclude<LinkState, 'diverged'> {
    return this.#state;
  }

  /** Why it is not up, or was not until now; undefined before the first failure. */
  get failure(): LinkFailure | undefined {
    return this.#failure;
  }

  /** Over which calls can be made now. */
  get current(): Connection | undefined {
    return this.#open;
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** Calls `listener` after each change of state. Gives what takes it back. */
  onChange(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Connects where nobody did yet, and from then on always by itself. */
  wanted(): void {
    if (this.#open === undefined && this.#connecting === undefined) this.#start(Promise.resolve(), false);
  }

  /** Makes a call; one that finds the connection broken ends it for all. @throws what the call throws */
  async run<C extends Connection, T>(connection: C, call: (connection: C) => Promise<T>): Promise<T> {
    try {
      return await call(connection);
    } catch (error) {
      if (refusal(error) === undefined) this.failed(connection, error);
      throw error;
    }
  }

  /** One broken connection fails many calls: the first of them ends it for all. */
  failed(connection: Connection, error: unknown): void {
    const open = this.#open;
    if (connection !== open || open === undefined || connectionHolds(error)) return;
    if (this.#closed.signal.aborted) return;
    this.#open = undefined;
    open.lose();
    const ended = this.#renew(error).then(() => pause(backoff(0), this.#closed.signal));
    this.#start(ended, true);
    this.#move('connecting', failureOf(error));
  }

  async close(): Promise<void> {
    this.#closed.abort();
    this.#open?.lose();
    this.#open = undefined;
    this.#tell();
    await this.#connecting;
    await endClient(this.#client);
  }

  #start(ready: Promise<void>, wasUp: boolean): void {
    this.#connecting = ready.then(() => this.#connect(wasUp));
  }

  /** Tries for ever. A cluster that was there is given the time of an election before it counts as down. */
  async #connect(wasUp: boolean): Promise<void> {
    const patientUntil = Date.now() + ELECTION;
    for (let failures = 0; !this.#closed.signal.aborted; failures++) {
      try {
        await probe(this.#client, { deadline: this.#deadline, signal: this.#closed.signal });
        return this.#opened();
      } catch (error) {
        if (this.#closed.signal.aborted) return;
        const electing = error instanceof NotLeaderError || (wasUp && this.#target.isCluster);
        const failure = await diagnose(error, this.#target);
        await this.#renew(error);
        if (!electing || Date.now() >= patientUntil) this.#move('down', failure);
      }
      await pause(backoff(failures, LONGEST_PAUSE), this.#closed.signal);
    }
  }

  #opened(): void {
    if (this.#closed.signal.aborted) return;
    const lost = new AbortController();
    this.#open = { client: this.#client, lost: lost.signal, lose: () => lost.abort() };
    this.#connecting = undefined;
    this.#move('up', undefined);
  }

  /** Ends what is under way, and the client, but for one that knows the leader's address: the inner state may be stuck. */
  async #renew(error: unknown): Promise<void> {
    const client = this.#client;
    if (error instanceof NotLeaderError) return cancelCalls(client);
    this.#client = EventStoreDBClient.connectionString(this.#url);
    await endClient(client);
  }

  #move(state: Exclude<LinkState, 'diverged'>, failure: LinkFailure | undefined): void {
    if (this.#closed.signal.aborted) return;
    this.#state = state;
    this.#failure = failure;
    this.#tell();
  }

  #tell(): void {
    for (const listener of [...this.#listeners]) listener();
  }
}

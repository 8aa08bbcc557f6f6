// What one engine lets over the process's link: nothing before its check has passed on the connection, nothing while the
// link is known to be down or the history there is another. It tells each change of that state once.
import { reason } from '../../support/reason.ts';
import { backoff, pause } from '../backoff.ts';
import { type EngineHealth, EventStoreError, type LinkState } from '../eventStore.ts';
import type { Connection, Link } from './link.ts';
import { type LinkFailure, linkFailure } from './linkFailure.ts';
import { Waiters } from './waiters.ts';

/** A change of the link's state; where it is not up, with why and what to do. */
export interface LinkChange extends Partial<LinkFailure> {
  readonly state: LinkState;
}

export interface GateOptions {
  /** aborts when the engine closes */
  readonly closed: AbortSignal;
  readonly onLink?: ((change: LinkChange) => void) | undefined;
}

export type ConnectionCheck = (connection: Connection) => Promise<void>;

/** Another history is looked at again after at most so long, a check that failed otherwise sooner. */
const LONGEST_PAUSE = { diverged: 30_000, failed: 3_000 };

export class Gate {
  readonly #link: Link;
  readonly #options: GateOptions;
  readonly #moved = new Waiters();
  readonly #forget: () => void;
  #check: ConnectionCheck | undefined;
  #examining = false;
  /** the connection on which the check has passed */
  #passed: Connection | undefined;
  #diverged: EventStoreError | undefined;
  /** why the last check came to no end, on a connection that holds */
  #unchecked: LinkFailure | undefined;
  #state: LinkState = 'connecting';

  constructor(link: Link, options: GateOptions) {
    this.#link = link;
    this.#options = options;
    this.#forget = link.onChange(() => this.#linkChanged());
    options.closed.addEventListener('abort', () => this.#moved.wake(), { once: true });
    if (link.current !== undefined) this.#linkChanged();
  }

  heldTo(check: ConnectionCheck): void {
    this.#check = check;
    this.#passed = undefined;
    this.#linkChanged();
  }

  /**
   * Makes a call over a connection that passed. @param until the time, in milliseconds, up to which to wait for one
   * @throws EventStoreError UNAVAILABLE, DIVERGED; what the call throws
   */
  async attempt<T>(until: number, call: (connection: Connection) => Promise<T>): Promise<T> {
    for (;;) {
      const connection = this.#open();
      if (connection !== undefined) return this.#link.run(connection, call);
      const milliseconds = until - Date.now();
      const refused = this.#refusal(milliseconds <= 0);
      if (refused !== undefined) throw refused;
      this.#link.wanted();
      await this.#moved.wait({ milliseconds });
    }
  }

  /** Waits, however long, for a connection that passed; undefined where `signal` aborts first. */
  async open(signal: AbortSignal): Promise<Connection | undefined> {
    while (!signal.aborted) {
      const connection = this.#open();
      if (connection !== undefined) return connection;
      this.#link.wanted();
      await this.#moved.wait({ signal });
    }
    return undefined;
  }

  failed(connection: Connection, error: unknown): void {
    this.#link.failed(connection, error);
  }

  health(): EngineHealth {
    const failure = this.#failure();
    const state = this.#state;
    const connected = state === 'up' || (state === 'connecting' && failure === undefined);
    return { connected, state, lastError: connected ? undefined : failure?.reason, hint: failure?.hint };
  }

  /** Lets go of the link. */
  close(): void {
    this.#forget();
  }

  #open(): Connection | undefined {
    const { current } = this.#link;
    return current !== undefined && current === this.#passed ? current : undefined;
  }

  /** Why a call is refused at once; undefined where it may wait. */
  #refusal(timeIsUp: boolean): EventStoreError | undefined {
    if (this.#link.isClosed) return new EventStoreError('CLOSED', 'the store was closed');
    if (this.#diverged !== undefined) return this.#diverged;
    if (this.#state !== 'down' && !timeIsUp) return undefined;
    const failure = this.#failure();
    const why = failure === undefined ? 'it has not answered yet' : `${failure.reason} (${failure.hint})`;
    return new EventStoreError('UNAVAILABLE', `nothing was written or read, EventStoreDB cannot be reached: ${why}`);
  }

  #linkChanged(): void {
    const { current } = this.#link;
    if (current !== undefined && current !== this.#passed && !this.#examining) void this.#examine(current);
    this.#tell();
  }

  /** Until the check has passed, or the connection is lost: the next one is examined in its turn. */
  async #examine(connection: Connection): Promise<void> {
    this.#examining = true;
    const ended = AbortSignal.any([this.#options.closed, connection.lost]);
    for (let failures = 0; !ended.aborted; failures++) {
      const verdict = await this.#verdict(connection);
      if (ended.aborted) break;
      if (verdict === 'another check') continue;
      this.#tell();
      if (verdict === 'passed') break;
      await pause(backoff(failures, LONGEST_PAUSE[verdict]), ended);
    }
    this.#examining = false;
    const { current } = this.#link;
    if (current !== undefined && current !== this.#passed && !this.#options.closed.aborted) this.#linkChanged();
  }

  async #verdict(connection: Connection): Promise<'passed' | 'failed' | 'diverged' | 'another check'> {
    const check = this.#check;
    try {
      await check?.(connection);
      if (check !== this.#check) return 'another check';
      this.#passed = connection;
      this.#diverged = undefined;
      this.#unchecked = undefined;
      return 'passed';
    } catch (error) {
      if (check !== this.#check) return 'another check';
      // What failed with its connection says nothing of the history: the next connection is examined.
      if (connection.lost.aborted) return 'failed';
      this.#unchecked = undefined;
      if (error instanceof EventStoreError && error.code === 'DIVERGED') {
        this.#diverged = error;
        return 'diverged';
      }
      this.#unchecked = linkFailure('check_failed', reason(error));
      return 'failed';
    }
  }

  #failure(): LinkFailure | undefined {
    if (this.#diverged !== undefined) return linkFailure('diverged', this.#diverged.message);
    return this.#link.failure ?? this.#unchecked;
  }

  #tell(): void {
    const state = this.#stateNow();
    const changed = state !== this.#state;
    this.#state = state;
    this.#moved.wake();
    if (changed && !this.#options.closed.aborted) {
      this.#options.onLink?.({ state, ...(state === 'up' ? undefined : this.#failure()) });
    }
  }

  /** What was down or of another history stays so until a check has passed: calls do not wait for it. */
  #stateNow(): LinkState {
    if (this.#diverged !== undefined) return 'diverged';
    if (this.#open() !== undefined) return 'up';
    const stays = this.#state === 'down' || this.#unchecked !== undefined;
    return this.#link.state === 'down' || stays ? 'down' : 'connecting';
  }
}

// One subscription, read in bounded batches: when nobody reads, its buffer fills and the server waits.
// It never looks at the server's checkpoints: they run ahead of what was read. It ends by an error, or with its signal.
import { setImmediate } from 'node:timers/promises';
import type { AllStreamRecordedEvent, AllStreamResolvedEvent, AllStreamSubscription } from '@eventstore/db-client';

export interface SubscriptionBatch {
  readonly events: readonly AllStreamRecordedEvent[];
  /** whether this batch reaches what was the end when it was read */
  readonly caughtUp: boolean;
}

export interface SubscriptionOptions {
  readonly batchSize: number;
  readonly signal: AbortSignal;
}

/** @throws what the subscription was dropped for */
export async function* subscriptionBatches(
  subscription: AllStreamSubscription,
  { batchSize, signal }: SubscriptionOptions,
): AsyncGenerator<SubscriptionBatch, void, undefined> {
  const reading = new Reading(subscription);
  signal.addEventListener('abort', reading.wake, { once: true });
  try {
    while (!signal.aborted) {
      const batch = reading.take(batchSize);
      if (batch !== undefined) yield batch;
      else if (reading.dropped !== undefined) throw reading.dropped;
      else await reading.more();
      // Events arrive one by one, many in a turn of the event loop: the turn's make a batch.
      if (batch === undefined) await setImmediate();
    }
  } finally {
    signal.removeEventListener('abort', reading.wake);
    reading.end();
  }
}

class Reading {
  readonly #subscription: AllStreamSubscription;
  #resolve: (() => void) | undefined;
  #signalled = false;
  /** events still to be read up to where the server said that we caught up; undefined while it has not */
  #behind: number | undefined;
  #told = false;
  dropped: Error | undefined;

  constructor(subscription: AllStreamSubscription) {
    this.#subscription = subscription;
    subscription.on('readable', this.wake);
    subscription.on('error', (error: Error) => this.#drop(error));
    subscription.on('end', () => this.#drop(new Error('the server ended the subscription')));
    subscription.on('close', () => this.#drop(new Error('the subscription was closed')));
    // The client says so when it buffers the server's word, so the events before it are those in the buffer.
    subscription.on('caughtUp', () => {
      this.#behind = subscription.readableLength;
      this.wake();
    });
    subscription.on('fellBehind', () => {
      this.#behind = undefined;
      this.#told = false;
    });
  }

  /** What is in the buffer, without waiting; undefined where there is nothing to tell. */
  take(batchSize: number): SubscriptionBatch | undefined {
    const events: AllStreamRecordedEvent[] = [];
    while (events.length < batchSize) {
      const item: AllStreamResolvedEvent | null = this.#subscription.read();
      if (item === null) break;
      if (this.#behind !== undefined && this.#behind > 0) this.#behind--;
      if (item.event !== undefined) events.push(item.event);
    }
    const caughtUp = this.#behind === 0 && this.#subscription.readableLength === 0;
    if (events.length === 0 && (!caughtUp || this.#told)) return undefined;
    this.#told ||= caughtUp;
    return { events, caughtUp };
  }

  /** Resolves when there is more to take, or the subscription was dropped, or someone wakes it. */
  more(): Promise<void> {
    return new Promise((resolve) => {
      this.#resolve = resolve;
      if (this.#signalled) this.wake();
    });
  }

  /** A call before more() is kept for it. */
  readonly wake = (): void => {
    this.#signalled = this.#resolve === undefined;
    this.#resolve?.();
    this.#resolve = undefined;
  };

  end(): void {
    this.#subscription.off('readable', this.wake);
    this.#subscription.unsubscribe().catch(() => undefined);
    this.#subscription.destroy();
  }

  #drop(error: Error): void {
    this.dropped ??= error;
    this.wake();
  }
}

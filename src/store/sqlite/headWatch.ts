// Wakes those who wait for a log's head to move. It holds no event and no order: the woken read the log.

interface Waiter {
  readonly beyond: number;
  readonly wake: () => void;
}

export class HeadWatch {
  readonly #head: () => number;
  readonly #waiters = new Set<Waiter>();

  /** @param head the sequence of the log's last event; -1 where there is none */
  constructor(head: () => number) {
    this.#head = head;
  }

  /** Resolves when the head is beyond `sequence`, or `signal` aborts. */
  beyond(sequence: number, signal: AbortSignal): Promise<void> {
    if (signal.aborted || this.#head() > sequence) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = () => {
        this.#waiters.delete(waiter);
        signal.removeEventListener('abort', wake);
        resolve();
      };
      const waiter: Waiter = { beyond: sequence, wake };
      this.#waiters.add(waiter);
      signal.addEventListener('abort', wake, { once: true });
    });
  }

  /** Tells that the head may have moved. */
  moved(): void {
    if (this.#waiters.size === 0) return;
    const head = this.#head();
    for (const waiter of this.#waiters) if (head > waiter.beyond) waiter.wake();
  }

  get waiting(): number {
    return this.#waiters.size;
  }
}

// Wakes those who wait for something to change. It holds no state of what changed: the woken look again.

export class Waiters {
  readonly #waiting = new Set<() => void>();

  /** Resolves when something changed, after so many milliseconds, or when `signal` aborts. */
  wait({ milliseconds, signal }: { milliseconds?: number; signal?: AbortSignal }): Promise<void> {
    return new Promise((resolve) => {
      if (signal?.aborted) return resolve();
      const timer = milliseconds === undefined ? undefined : setTimeout(() => wake(), milliseconds);
      const wake = () => {
        clearTimeout(timer);
        this.#waiting.delete(wake);
        signal?.removeEventListener('abort', wake);
        resolve();
      };
      this.#waiting.add(wake);
      signal?.addEventListener('abort', wake, { once: true });
    });
  }

  wake(): void {
    for (const wake of [...this.#waiting]) wake();
  }
}

// Turns of so many at a time, first come, first served.

export class Turns {
  #free: number;
  /** by who waits: told whether its turn has come */
  readonly #waiting = new Set<(isTurn: boolean) => void>();

  /** @param many who may have a turn at the same time */
  constructor(many: number) {
    this.#free = many;
  }

  get waiting(): number {
    return this.#waiting.size;
  }

  /** Whether it is one's turn; not where one gives up before it comes. */
  take(givenUp: AbortSignal): Promise<boolean> {
    if (givenUp.aborted) return Promise.resolve(false);
    if (this.#free > 0) {
      this.#free--;
      return Promise.resolve(true);
    }
    return new Promise((resolve) => {
      const leave = () => told(false);
      const told = (isTurn: boolean) => {
        this.#waiting.delete(told);
        givenUp.removeEventListener('abort', leave);
        resolve(isTurn);
      };
      this.#waiting.add(told);
      givenUp.addEventListener('abort', leave, { once: true });
    });
  }

  /** Hands one's turn to who has waited longest. */
  give(): void {
    const [next] = this.#waiting;
    if (next === undefined) this.#free++;
    else next(true);
  }
}

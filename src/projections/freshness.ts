// Whether what is followed is live: whether it has all that the journal held a short while ago.
// Law: events that stream in make nothing less than live, as long as each is there within the bound.

/** Milliseconds: what is older than this, and not there yet, is a lag. */
const WITHIN = 5_000;

export class Freshness {
  readonly #within: number;
  readonly #now: () => number;
  /** a head that was looked at, and when */
  #looked: { readonly head: number; readonly at: number } | undefined;
  /** all that the journal held at this instant is there */
  #freshAt: number | undefined;

  /** @param now milliseconds from anywhere, never backwards */
  constructor(within = WITHIN, now: () => number = () => performance.now()) {
    this.#within = within;
    this.#now = now;
  }

  look(cursor: number, head: number): void {
    const at = this.#now();
    if (cursor >= head) this.#freshAt = at;
    else if (this.#looked !== undefined && cursor >= this.#looked.head) this.#freshAt = this.#looked.at;
    else if (this.#looked !== undefined) return;
    this.#looked = { head, at };
  }

  /** What it waited for has come: until now there was nothing that it did not have. */
  woke(): void {
    this.#freshAt = this.#now();
  }

  isLive(cursor: number, head: number): boolean {
    if (this.#freshAt === undefined) return false;
    return cursor >= head || this.#now() - this.#freshAt <= this.#within;
  }
}

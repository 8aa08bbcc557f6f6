// Chance from a seed: the same seed, track and number give the same throws, on any machine and in any order of asking.
// It holds no state but its own four words, so that any part of a generated ledger can be made again by itself.

const MOST = 2 ** 32;

/** Mixes a word until every bit of it bears on every other (the finalizer of MurmurHash3). */
function mixed(word: number): number {
  let bits = word | 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return bits ^ (bits >>> 16);
}

export class Dice {
  #a: number;
  #b: number;
  #c: number;
  #count = 1;

  /** @param track what the throws are for: two tracks never share throws */
  constructor(seed: number, track: number, number: number) {
    this.#a = mixed(seed ^ 0x9e3779b9);
    this.#b = mixed(this.#a ^ Math.imul(track + 1, 0x85ebca77));
    this.#c = mixed(this.#b ^ Math.imul(number + 1, 0xc2b2ae3d));
    for (let round = 0; round < 4; round++) this.word();
  }

  /** 32 bits (the generator sfc32). */
  word(): number {
    const next = (this.#a + this.#b + this.#count++) | 0;
    this.#a = this.#b ^ (this.#b >>> 9);
    this.#b = (this.#c + (this.#c << 3)) | 0;
    this.#c = ((this.#c << 21) | (this.#c >>> 11)) + next;
    this.#c |= 0;
    return next >>> 0;
  }

  /** From 0 to below 1. */
  share(): number {
    return this.word() / MOST;
  }

  /** From 0 to below `bound`. */
  below(bound: number): number {
    return Math.floor(this.share() * bound);
  }

  /** From `least` to `most`, both included. */
  between(least: number, most: number): number {
    return least + this.below(most - least + 1);
  }

  chance(share: number): boolean {
    return this.share() < share;
  }

  pick<T>(items: readonly T[]): T {
    return items[this.below(items.length)] as T;
  }

  /** One of the first items more often than one of the last, as some parties act more often than others. */
  favour(bound: number): number {
    return Math.floor(this.share() ** 2 * bound);
  }

  hex(words: number): string {
    return Array.from({ length: words }, () => this.word().toString(16).padStart(8, '0')).join('');
  }
}

/** What throws are for. A number here is part of what a seed means: never give one away again. */
export const TRACK = {
  life: 0,
  payload: 1,
  opening: 2,
  source: 3,
  occasion: 4,
  membership: 5,
  party: 6,
  partyChange: 7,
  office: 8,
} as const;

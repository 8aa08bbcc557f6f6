// A map that forgets what was not used lately, so that memory does not grow with history.
// SIEVE (Zhang et al., NSDI 2024): entries stay in the order in which they came, and a hand goes round them. What was used
// since it passed last it spares once more, and the first that was not is let go. To use one sets a mark, and moves nothing.

interface Entry<Value> {
  value: Value;
  isUsed: boolean;
}

export class BoundedMap<Key, Value> {
  readonly #capacity: number;
  readonly #entries = new Map<Key, Entry<Value>>();
  #hand = this.#entries.entries();

  /** Keeps as many as `capacity`, and no more. */
  constructor(capacity: number) {
    this.#capacity = Math.max(1, capacity);
  }

  get(key: Key): Value | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    entry.isUsed = true;
    return entry.value;
  }

  /** The value of a key, made from it where it is not known. */
  getOrMake(key: Key, make: (key: Key) => Value): Value {
    const known = this.get(key);
    if (known !== undefined) return known;
    const made = make(key);
    this.set(key, made);
    return made;
  }

  set(key: Key, value: Value): void {
    const entry = this.#entries.get(key);
    if (entry !== undefined) {
      entry.value = value;
      entry.isUsed = true;
      return;
    }
    if (this.#entries.size >= this.#capacity) this.#letOneGo();
    this.#entries.set(key, { value, isUsed: false });
  }

  delete(key: Key): void {
    this.#entries.delete(key);
  }

  #letOneGo(): void {
    for (;;) {
      const { value: at, done } = this.#hand.next();
      if (done) {
        this.#hand = this.#entries.entries();
        continue;
      }
      const [key, entry] = at;
      if (!entry.isUsed) {
        this.#entries.delete(key);
        return;
      }
      entry.isUsed = false;
    }
  }
}

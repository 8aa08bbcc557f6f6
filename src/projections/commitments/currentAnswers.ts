// The answers asked for lately, as they are now: to put one together of its parts, and of what others say of what it names,
// costs more than all else that reading it takes.
// Law: one is forgotten in the turn of the event loop in which a row it is made of is written, so that no other is ever given.
import { BoundedMap } from '../../support/boundedMap.ts';
import type { Answer } from '../readModels.ts';

/** So many are kept, of two thousand characters in the middle and none longer than this: as much as the pages SQLite keeps. */
const KEPT = 32_768;
const LONG = 8_192;
/** Long ones are few, and are asked for again and again: a treaty of two hundred parties has 60,000 characters. */
const LONG_KEPT = 64;
const LONGEST = 2 ** 20;

export class CurrentAnswers {
  #kept = new BoundedMap<string, Answer>(KEPT);
  #long = new BoundedMap<string, Answer>(LONG_KEPT);

  get(id: string): Answer | undefined {
    return this.#kept.get(id) ?? this.#long.get(id);
  }

  keep(id: string, answer: Answer): void {
    const { length } = answer.body;
    this.forget(id);
    if (length <= LONG) this.#kept.set(id, answer);
    else if (length <= LONGEST) this.#long.set(id, answer);
  }

  forget(id: string): void {
    this.#kept.delete(id);
    this.#long.delete(id);
  }

  /** What many may name is another: that is rare. */
  forgetAll(): void {
    this.#kept = new BoundedMap(KEPT);
    this.#long = new BoundedMap(LONG_KEPT);
  }
}

// The answers asked for lately, as they are now: to put one together of its parts, and of what others say of what it names,
// costs more than all else that reading it takes.
// Law: one is forgotten in the turn of the event loop in which a row it is made of is written, so that no other is ever given.
import { BoundedMap } from '../../support/boundedMap.ts';
import type { Answer } from '../readModels.ts';

/** So many are kept, of two thousand characters in the middle and none longer than this: as much as the pages SQLite keeps. */
const KEPT = 32_768;
const LONGEST = 8_192;

export class CurrentAnswers {
  #kept = new BoundedMap<string, Answer>(KEPT);

  get(id: string): Answer | undefined {
    return this.#kept.get(id);
  }

  keep(id: string, answer: Answer): void {
    if (answer.body.length <= LONGEST) this.#kept.set(id, answer);
  }

  forget(id: string): void {
    this.#kept.delete(id);
  }

  /** What many may name is another: that is rare. */
  forgetAll(): void {
    this.#kept = new BoundedMap(KEPT);
  }
}

// The answers asked for lately, as they are now: to put one together of its parts costs more than all else that reading it
// takes. Law: one is forgotten in the turn of the event loop in which its row is written, so that no other is ever given.
import { BoundedMap } from '../../support/boundedMap.ts';
import type { Answer } from '../readModels.ts';

/** So many are kept, of two thousand characters in the middle and none longer than this: as much as the pages SQLite keeps. */
const KEPT = 32_768;
const LONGEST = 8_192;

export class CurrentAnswers {
  readonly #kept = new BoundedMap<string, Answer>(KEPT);

  of(id: string, read: (id: string) => Answer | undefined): Answer | undefined {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const answer = read(id);
    if (answer !== undefined && answer.body.length <= LONGEST) this.#kept.set(id, answer);
    return answer;
  }

  forget(id: string): void {
    this.#kept.delete(id);
  }
}

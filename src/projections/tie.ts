// Whether read models were made from the journal at hand: their cursor carries the root of all entries they have seen.
// Law: models of another history, or of a later state of this one, are neither written on nor asked.
import type { Journal } from '../journal/journal.ts';
import { sameHash } from '../merkle/hash.ts';
import type { Cursor } from './cursors.ts';

export interface TieParts {
  /** the path of the models' file, to be named */
  readonly file: string;
  readonly journal: Pick<Journal, 'file' | 'head' | 'rootAt' | 'caughtUp'>;
  /** as the file holds it when it is opened */
  readonly cursor: Cursor;
}

export class Tie {
  readonly #parts: TieParts;
  #isSame: boolean | undefined;
  /** found ahead of a journal that had caught up: a connection that is lost afterwards does not excuse it */
  #isAhead = false;

  constructor(parts: TieParts) {
    this.#parts = parts;
  }

  /** In words, with what to do; undefined where the models are of this history, or a copy is still on its way to where they are. */
  get broken(): string | undefined {
    if (this.#isSame === true) return undefined;
    const { journal, cursor, file } = this.#parts;
    const size = cursor.sequence + 1;
    const entries = journal.head().sequence + 1;
    if (entries < size) {
      this.#isAhead ||= journal.caughtUp;
      return this.#isAhead
        ? `The read models ${file} know ${size} events, and ${journal.file} holds ${entries}: it lost its end, or was ` +
            `restored to an older copy. ${WAYS_OUT}`
        : undefined;
    }
    this.#isSame ??= sameHash(journal.rootAt(size), cursor.root);
    return this.#isSame
      ? undefined
      : `The read models ${file} were made from another history than ${journal.file} holds: its first ${size} events ` +
          `have another root. ${WAYS_OUT}`;
  }

  /** Whether it is known that they are of this history. */
  get holds(): boolean {
    return this.broken === undefined && this.#isSame === true;
  }
}

const WAYS_OUT =
  'Nothing is answered or recorded, and both are left as they are. Restore the newer history; or, where this one is to be ' +
  'gone on with, concordat set-aside moves the models out of the way (docs/operations.md, The server went back).';

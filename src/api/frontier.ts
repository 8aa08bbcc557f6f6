// How far this node's read models have come: what a current answer knows, and what a caller may wait for.
import type { Journal } from '../journal/journal.ts';
import type { ReadModels } from '../projections/readModels.ts';
import { Problem } from './problem.ts';

export class Frontier {
  readonly #models: ReadModels;
  readonly #journal: Journal;
  readonly #wait: number;
  #sequence: number;
  /** the journal's clock there: looked up once, when it is first asked for */
  #clock: number | undefined;

  /** @param wait the longest a caller waits for a sequence, milliseconds */
  constructor(models: ReadModels, journal: Journal, wait: number) {
    this.#models = models;
    this.#journal = journal;
    this.#wait = wait;
    this.#sequence = slowest(models);
    models.committed.subscribe(() => this.#move());
  }

  /** The last sequence that current answers know; -1 where there is none. */
  get sequence(): number {
    return this.#sequence;
  }

  get clock(): number {
    this.#clock ??= this.clockAt(this.#sequence);
    return this.#clock;
  }

  /** The journal's clock at a sequence; 0 before the first. */
  clockAt(sequence: number): number {
    return this.#journal.read(sequence - 1, 1)[0]?.clock ?? 0;
  }

  /** Waits, bounded, until this node has a sequence. @throws Problem where it does not come in time */
  async reach(sequence: number): Promise<void> {
    if (sequence <= this.#sequence || (await this.#models.reached(sequence, this.#wait))) return;
    throw new Problem(
      'NOT_YET_VISIBLE',
      `sequence ${sequence} is not here yet, this node has come to ${this.#sequence}: ask again in a moment`,
    );
  }

  #move(): void {
    this.#sequence = slowest(this.#models);
    this.#clock = undefined;
  }
}

/** A model that failed stays where it stopped: what it does not know, no answer is said to know. */
const slowest = (models: ReadModels): number => Math.min(...models.health().map(({ cursor }) => cursor));

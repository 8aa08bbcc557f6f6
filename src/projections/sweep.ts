// The sweep: at its next cut an answer changes without an event, and is made anew then, at the latest when it is read.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CommitmentsProjection } from './commitments/commitmentsProjection.ts';

/** A timer holds no more than this, milliseconds; it is set again when it rings. */
const LONGEST_TIMER = 2_000_000_000;
const AT_A_TIME = 500;

export interface SweepParts {
  readonly db: DatabaseSync;
  readonly clock: () => number;
  readonly commitments: CommitmentsProjection;
  readonly onCrash: (error: unknown) => void;
}

export class Sweep {
  readonly #parts: SweepParts;
  readonly #next: StatementSync;
  #timer: NodeJS.Timeout | undefined;
  #planned = Infinity;

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#next = parts.db.prepare(
      'SELECT next_cut FROM commitment WHERE next_cut IS NOT NULL ORDER BY next_cut LIMIT 1',
    );
  }

  /** Sets the timer to the next cut there is. */
  plan(): void {
    const next = Number(this.#next.get()?.[0] ?? Infinity);
    if (next === this.#planned) return;
    this.#planned = next;
    clearTimeout(this.#timer);
    if (next === Infinity) return;
    const wait = Math.min(Math.max(next - this.#parts.clock(), 0), LONGEST_TIMER);
    this.#timer = setTimeout(() => this.#ring(), wait);
    this.#timer.unref();
  }

  /** Makes every answer current whose cut has passed. */
  run(): void {
    const { db, clock, commitments } = this.#parts;
    for (let more = true; more; ) {
      db.exec('BEGIN IMMEDIATE');
      try {
        more = commitments.sweep(clock(), AT_A_TIME) === AT_A_TIME;
        db.exec('COMMIT');
      } catch (error) {
        db.exec('ROLLBACK');
        throw error;
      }
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #ring(): void {
    try {
      this.run();
      this.#planned = Infinity;
      this.plan();
    } catch (error) {
      this.#parts.onCrash(error);
    }
  }
}

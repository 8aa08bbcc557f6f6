// The sweep: at its next cut an answer changes without an event, and is made anew then, at the latest when it is read.
// Law: where rows cannot be written it is tried again by itself, and whoever reads learns that the row is of before.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { UnfitModels } from './batches.ts';
import type { CommitmentsProjection } from './commitments/commitmentsProjection.ts';
import { type Condition, rollBack } from './condition.ts';
import { isStorageFault } from './storageFault.ts';

/** A timer holds no more than this, milliseconds; it is set again when it rings. */
const LONGEST_TIMER = 2_000_000_000;
const AT_A_TIME = 500;

export interface SweepParts {
  readonly db: DatabaseSync;
  readonly clock: () => number;
  readonly commitments: CommitmentsProjection;
  readonly condition: Condition;
  readonly onUnfit: () => void;
}

export class Sweep {
  readonly #parts: SweepParts;
  readonly #next: StatementSync;
  #timer: NodeJS.Timeout | undefined;
  #planned = Infinity;
  /** it failed, and is tried again when the timer rings */
  #isWaiting = false;

  constructor(parts: SweepParts) {
    this.#parts = parts;
    this.#next = parts.db.prepare(
      'SELECT next_cut FROM commitment WHERE next_cut IS NOT NULL ORDER BY next_cut LIMIT 1',
    );
  }

  /** Sets the timer to the next cut there is. */
  plan(): void {
    try {
      this.#plan(Number(this.#next.get()?.[0] ?? Infinity));
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Makes every answer current whose cut has passed. @returns whether it could */
  run(): boolean {
    if (this.#isWaiting) return false;
    try {
      while (this.#sweep() === AT_A_TIME);
      this.#parts.condition.done('sweeping');
      return true;
    } catch (error) {
      this.#failed(error);
      return false;
    }
  }

  stop(): void {
    clearTimeout(this.#timer);
  }

  #sweep(): number {
    const { db, clock, commitments } = this.#parts;
    try {
      db.exec('BEGIN IMMEDIATE');
      const swept = commitments.sweep(clock(), AT_A_TIME);
      db.exec('COMMIT');
      return swept;
    } catch (error) {
      rollBack(db);
      throw isStorageFault(error) ? error : new UnfitModels('what is due', error);
    }
  }

  #plan(next: number): void {
    if (next === this.#planned) return;
    this.#planned = next;
    clearTimeout(this.#timer);
    if (next !== Infinity) this.#ringIn(Math.min(Math.max(next - this.#parts.clock(), 0), LONGEST_TIMER));
  }

  #ringIn(wait: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#ring(), wait);
    this.#timer.unref();
  }

  #ring(): void {
    this.#isWaiting = false;
    if (!this.run()) return;
    this.#planned = Infinity;
    this.plan();
  }

  #failed(error: unknown): void {
    const { condition, onUnfit } = this.#parts;
    this.#isWaiting = true;
    this.#ringIn(condition.failed('sweeping', error));
    if (error instanceof UnfitModels) onUnfit();
  }
}

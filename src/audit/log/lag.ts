// What a node lacks may be on its way: for a while that is told and waited for, and after that it is a fault.
// Each kind of lack has a lag of its own, so that the end of one does not excuse another.
import type { AuditError } from '../auditError.ts';

/** A node that has caught up, and still lacks what another signed after so long, milliseconds, has lost it. */
const GRACE = 30_000;

export class Lag {
  readonly #clock: () => number;
  #since: number | undefined;
  #why: string | undefined;

  /** @param clock milliseconds since 1970 */
  constructor(clock: () => number) {
    this.#clock = clock;
  }

  /** What is waited for, in words; undefined where nothing is. */
  get why(): string | undefined {
    return this.#why;
  }

  /** @throws AuditError `error`, once it has been so for too long */
  persists(error: AuditError): void {
    this.#since ??= this.#clock();
    if (this.#clock() - this.#since > GRACE) throw error;
    this.#why = error.message;
  }

  ended(): void {
    this.#since = undefined;
    this.#why = undefined;
  }
}

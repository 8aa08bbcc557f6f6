// Group commit: what waits together shares one transaction, and so one fsync. Each piece of work keeps its own outcome.
// Nothing is acknowledged before its transaction is on the disk.
import { DamagedFile } from '../../support/damagedFile.ts';
import { reason } from '../../support/reason.ts';
import { EventStoreError } from '../eventStore.ts';
import type { Transactions } from './transactions.ts';

interface Waiting {
  /** does the work and gives what answers for it once it is durable */
  readonly perform: () => () => void;
  readonly reject: (error: unknown) => void;
}

/** A group holds at most so much work, so that a burst delays nobody's answer by more than its own transaction. */
const MAX_GROUP = 1024;

export class GroupCommit {
  readonly #transactions: Transactions;
  #waiting: Waiting[] = [];
  #scheduled = false;
  #idle: (() => void)[] = [];
  /** why the last transaction failed; undefined after one that did not */
  lastError: string | undefined;

  constructor(transactions: Transactions) {
    this.#transactions = transactions;
  }

  /**
   * Runs `work` in the next transaction and resolves with what it returned, once that is durable.
   * An EventStoreError thrown by `work` is its own failure: it must have written nothing.
   * @throws EventStoreError its own; UNAVAILABLE where the transaction failed; DamagedFile
   */
  run<T>(work: () => T): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const perform = () => {
        const value = work();
        return () => resolve(value);
      };
      this.#waiting.push({ perform, reject });
      this.#schedule();
    });
  }

  /** Resolves when nothing waits. */
  drained(): Promise<void> {
    return this.#scheduled ? new Promise((resolve) => this.#idle.push(resolve)) : Promise.resolve();
  }

  /** After the sockets that are ready were read: what they bring joins the group. */
  #schedule(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#flush());
  }

  #flush(): void {
    const group = this.#waiting;
    this.#waiting = group.length > MAX_GROUP ? group.splice(MAX_GROUP) : [];
    this.#scheduled = false;
    const settle = this.#transact(group);
    for (const answer of settle) answer();
    if (this.#waiting.length > 0) this.#schedule();
    else for (const resolve of this.#idle.splice(0)) resolve();
  }

  #transact(group: readonly Waiting[]): (() => void)[] {
    try {
      const settle = this.#transactions.run(() => group.map(outcome));
      this.lastError = undefined;
      return settle;
    } catch (cause) {
      this.lastError = reason(cause);
      const error =
        cause instanceof DamagedFile
          ? cause
          : new EventStoreError('UNAVAILABLE', `nothing was written: ${this.lastError}`, { cause });
      return group.map(
        ({ reject }) =>
          () =>
            reject(error),
      );
    }
  }
}

function outcome({ perform, reject }: Waiting): () => void {
  try {
    return perform();
  } catch (error) {
    if (!(error instanceof EventStoreError)) throw error;
    return () => reject(error);
  }
}

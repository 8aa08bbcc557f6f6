// Whether the models can be written. A fault of the storage is a state: what was under way is tried again, later each time,
// until its cause is gone; reads go on meanwhile.
// Law: it says once when it begins and once when it is over, whatever the number of tries.
import type { DatabaseSync } from 'node:sqlite';
import { reason } from '../support/reason.ts';
import type { ModelsNews } from './readModels.ts';
import { isDamage } from './storageFault.ts';

/** What is tried again by itself. */
export type Work = 'following' | 'sweeping' | 'building' | 'reading';

export interface Fault {
  readonly error: unknown;
  readonly reason: string;
  /** no waiting mends it: the file is damaged */
  readonly isDamage: boolean;
}

/** Milliseconds. */
const [FIRST_WAIT, LONGEST_WAIT] = [100, 10_000];

export class Condition {
  readonly #onNews: (news: ModelsNews) => void;
  readonly #onDamage: () => void;
  readonly #faults = new Map<Work, Fault & { readonly tries: number }>();

  /** @param onDamage told once, until another file has taken the place of the damaged one */
  constructor(onNews: (news: ModelsNews) => void = () => {}, onDamage: () => void = () => {}) {
    this.#onNews = onNews;
    this.#onDamage = onDamage;
  }

  get fault(): Fault | undefined {
    if (this.#faults.size === 0) return undefined;
    return this.damage ?? this.#faults.values().next().value;
  }

  /** What no waiting mends. */
  get damage(): Fault | undefined {
    return this.#faults.values().find(({ isDamage }) => isDamage);
  }

  /** Something failed. @returns after how long it is to be tried again, milliseconds */
  failed(work: Work, error: unknown): number {
    const [wasWell, wasDamaged] = [this.#faults.size === 0, this.damage !== undefined];
    const tries = (this.#faults.get(work)?.tries ?? 0) + 1;
    const fault = { error, reason: reason(error), isDamage: isDamage(error), tries };
    this.#faults.set(work, fault);
    if (fault.isDamage) {
      if (!wasDamaged) this.#damaged(fault);
    } else if (wasWell) this.#onNews({ news: 'stalled', reason: fault.reason });
    return Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** (tries - 1));
  }

  #damaged(fault: Fault): void {
    this.#onNews({ news: 'damaged', reason: fault.reason });
    this.#onDamage();
  }

  /** Another file has taken the place of the one that failed. */
  renewed(): void {
    for (const work of [...this.#faults.keys()]) this.done(work);
  }

  done(work: Work): void {
    if (this.#faults.delete(work) && this.#faults.size === 0) this.#onNews({ news: 'recovered' });
  }
}

/** After a fault a transaction may be over already: SQLite rolls back by itself where it must. */
export function rollBack(db: DatabaseSync): void {
  if (!db.isTransaction) return;
  try {
    db.exec('ROLLBACK');
  } catch {
    // what failed first is what is told; a file that takes no ROLLBACK fails again at the next try
  }
}

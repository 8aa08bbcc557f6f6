// The tree over a log as it is written: its head's root is at hand, and ranges are kept in the appends' own transaction.
// It hashes a text once, when it is added; after a rollback it takes up what the file holds.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CompactRange } from '../../merkle/compactRange.ts';
import { type Hash, leafHash } from '../../merkle/hash.ts';
import type { EventRows, LogName } from './eventRows.ts';
import { RANGE_EVERY, TreeRanges } from './treeRanges.ts';

interface KeptRange {
  readonly size: number;
  readonly nodes: Uint8Array;
}

export class RunningTree {
  readonly #ranges: TreeRanges;
  readonly #insert: StatementSync;
  #range: CompactRange;
  #toKeep: KeptRange[] = [];

  constructor(db: DatabaseSync, log: LogName, rows: EventRows) {
    this.#ranges = new TreeRanges(db, log, rows);
    this.#insert = db.prepare(`INSERT OR IGNORE INTO ${log}_range VALUES (?, ?)`);
    this.#range = this.#ranges.whole(this.#keep);
  }

  /** Takes up what the file holds. */
  load(): void {
    this.#toKeep = [];
    this.#range = this.#ranges.whole(this.#keep);
  }

  add(text: string): void {
    this.#range.append(leafHash(text));
    if (this.#range.size % RANGE_EVERY === 0) this.#keep(this.#range);
  }

  /** RFC 6962's root over the first `size` rows. @throws RangeError where there are not so many */
  rootAt(size: number): Hash {
    return size === this.#range.size ? this.#range.root() : this.#ranges.rootAt(size);
  }

  /** Within a transaction: keeps the ranges passed since the last one. */
  settle(): void {
    for (const { size, nodes } of this.#toKeep) this.#insert.run(size, nodes);
    this.#toKeep = [];
  }

  readonly #keep = (range: CompactRange): void => {
    this.#toKeep.push({ size: range.size, nodes: range.bytes() });
  };
}

// The roots of a log's tree, at any size: the compact range at every 4,096th size is kept, and the leaves after it are hashed.
// Law: two logs with the same root at a size hold the same texts in the same order up to there. It only reads.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { CompactRange } from '../../merkle/compactRange.ts';
import type { Hash } from '../../merkle/hash.ts';
import type { EventRows, LogName } from './eventRows.ts';

/** A range is kept at each multiple of it: so many leaves are hashed for a root at most, some five milliseconds. */
export const RANGE_EVERY = 4_096;
/** Leaves read at a time. */
const PAGE = 1_024;

/** @returns SQL, idempotent */
export const rangesSchema = (log: LogName): string =>
  `CREATE TABLE IF NOT EXISTS ${log}_range (size INTEGER PRIMARY KEY, nodes BLOB NOT NULL) STRICT`;

export class TreeRanges {
  readonly #rows: EventRows;
  /** undefined in a file of before ranges were kept: all leaves are hashed */
  readonly #kept: StatementSync | undefined;

  constructor(db: DatabaseSync, log: LogName, rows: EventRows) {
    this.#rows = rows;
    const isThere = db.prepare(`SELECT 1 FROM sqlite_schema WHERE name = '${log}_range'`).get() !== undefined;
    this.#kept = isThere
      ? db.prepare(`SELECT size, nodes FROM ${log}_range WHERE size <= ? ORDER BY size DESC LIMIT 1`)
      : undefined;
  }

  /** RFC 6962's root over the first `size` rows. @throws RangeError where there are not so many */
  rootAt(size: number): Hash {
    const range = this.#keptBefore(size);
    this.grow(range, size);
    if (range.size < size) throw new RangeError(`the log has ${range.size} entries: there is no root at size ${size}`);
    return range.root();
  }

  /** The range of the whole log, telling of those on the way that are to be kept. */
  whole(onRange: (range: CompactRange) => void): CompactRange {
    const range = this.#keptBefore(Number.MAX_SAFE_INTEGER);
    this.grow(range, Number.MAX_SAFE_INTEGER, onRange);
    return range;
  }

  /** Takes in the rows up to `size`, as far as there are. */
  grow(range: CompactRange, size: number, onRange?: (range: CompactRange) => void): void {
    for (;;) {
      const leaves = this.#rows.leaves(range.size, Math.min(PAGE, size - range.size));
      for (const leaf of leaves) {
        range.append(leaf);
        if (range.size % RANGE_EVERY === 0) onRange?.(range);
      }
      if (leaves.length < PAGE) return;
    }
  }

  #keptBefore(size: number): CompactRange {
    const row = this.#kept?.get(size) as readonly [number, Uint8Array] | undefined;
    return row === undefined ? new CompactRange() : CompactRange.fromBytes(Number(row[0]), row[1]);
  }
}

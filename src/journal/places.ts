// Where entries of a copy stand in the authority's own order: kept for the last entry of each batch, to be compared there.
// Rows are added in the batch's transaction and never change.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { StorePosition } from '../store/eventStore.ts';

export const PLACES_SCHEMA = `
  CREATE TABLE IF NOT EXISTS place (sequence INTEGER PRIMARY KEY, position TEXT NOT NULL) STRICT`;

export interface Place {
  readonly sequence: number;
  readonly position: StorePosition;
}

export class Places {
  readonly #insert: StatementSync;
  readonly #from: StatementSync;
  readonly #upTo: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insert = db.prepare('INSERT INTO place VALUES (?, ?)');
    this.#from = db.prepare('SELECT sequence, position FROM place WHERE sequence >= ? ORDER BY sequence LIMIT 1');
    this.#upTo = db.prepare('SELECT sequence, position FROM place WHERE sequence <= ? ORDER BY sequence DESC LIMIT 1');
  }

  /** Within the transaction that adds the entry. */
  add({ sequence, position }: Place): void {
    this.#insert.run(sequence, position);
  }

  /** The first place kept at or after a sequence. */
  from(sequence: number): Place | undefined {
    return placeOf(this.#from.get(sequence));
  }

  /** The last place kept at or before a sequence. */
  upTo(sequence: number): Place | undefined {
    return placeOf(this.#upTo.get(sequence));
  }
}

function placeOf(row: unknown): Place | undefined {
  if (row === undefined) return undefined;
  const [sequence, position] = row as readonly [number, string];
  return { sequence: Number(sequence), position: String(position) };
}

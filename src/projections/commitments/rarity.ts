// Whether something is so rare that a list is best read from it. Counting ends where it is not, so it costs little.
// Law: rows of facets are closed and never taken away, so what was common once stays so and is not counted again.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BoundedMap } from '../../support/boundedMap.ts';
import type { CommitmentFilter } from '../readModels.ts';
import type { Wanted } from './facetQuery.ts';
import type { Drive } from './listQuery.ts';
import { asksDeadline, lastDayIn, outcomesOf } from './timelinessQuery.ts';

/** Fewer rows than this are found, looked up and sorted in a few milliseconds. */
export const RARE = 1_000;
const REMEMBERED = 10_000;

export class Rarity {
  readonly #db: DatabaseSync;
  readonly #rare: number;
  readonly #countFacet: StatementSync;
  readonly #common = new BoundedMap<string, true>(REMEMBERED);

  /** @param rare so many rows are common; 0: everything is, and a list is read in its own order */
  constructor(db: DatabaseSync, rare: number) {
    this.#db = db;
    this.#rare = rare;
    this.#countFacet = db.prepare(
      'SELECT count(*) FROM (SELECT 1 FROM facet AS f WHERE f.name = ? AND f.value = ? LIMIT ?)',
    );
  }

  /** What a list with these facets is best read from: the rarest of them, if any is rare. */
  driveOf(facets: readonly Wanted[], filter: CommitmentFilter, asOf: number): Drive {
    const counted = facets.map((facet) => ({ facet, rows: this.#rows(facet) })).sort((a, b) => a.rows - b.rows);
    const rarest = counted[0];
    if (rarest !== undefined && rarest.rows < this.#rare) return { by: 'facet', facet: rarest.facet };
    return asksDeadline(filter) && this.#deadlines(filter, asOf) < this.#rare ? { by: 'due' } : { by: 'order' };
  }

  #rows({ name, values }: Wanted): number {
    let rows = 0;
    for (const value of values) {
      if (rows < this.#rare) rows += this.#facetRows(name, value);
    }
    return rows;
  }

  #facetRows(name: string, value: string): number {
    const key = `${name} ${value}`;
    if (this.#common.get(key)) return this.#rare;
    const rows = Number(this.#countFacet.get(name, value, this.#rare)?.[0]);
    if (rows === this.#rare) this.#common.set(key, true);
    return rows;
  }

  /** Their last days alone are counted: a stretch of the index, whatever else is asked of them. */
  #deadlines(filter: CommitmentFilter, asOf: number): number {
    const stretch = lastDayIn(filter, asOf);
    const values = stretch.flatMap((query) => query.values);
    const counts = outcomesOf(filter).map((outcome) => {
      const where = ['due_to IS NOT NULL', outcome, ...stretch.map(({ sql }) => sql)].join(' AND ');
      const count = this.#db.prepare(
        `SELECT count(*) FROM (SELECT 1 FROM version INDEXED BY version_due WHERE ${where} LIMIT ${this.#rare})`,
      );
      return Number(count.get(...values)?.[0]);
    });
    return counts.reduce((sum, count) => sum + count, 0);
  }
}

// Whether something is so rare that a list is best read from it. Counting ends where it is not, so it costs little.
// Law: rows of facets are closed and never taken away, so what was common once stays so among as many others.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BoundedMap } from '../../support/boundedMap.ts';
import type { CommitmentFilter } from '../readModels.ts';
import type { Wanted } from './facetQuery.ts';
import type { Drive } from './listQuery.ts';
import { asksDeadline, lastDayIn, outcomesOf } from './timelinessQuery.ts';

/**
 * So many rows are as soon found, looked up and sorted as a page is filled in the list's order: the rarer they are
 * among all commitments, the longer that takes. Of events there are about five for each.
 */
const rareAmong = (events: number): number => 2 ** Math.round(Math.log2(Math.max(LEAST, Math.sqrt(events * 15))));
const LEAST = 128;
const REMEMBERED = 10_000;

export class Rarity {
  readonly #db: DatabaseSync;
  readonly #given: number | undefined;
  readonly #events: StatementSync;
  readonly #countFacet: StatementSync;
  readonly #counts = new Map<string, StatementSync>();
  readonly #common = new BoundedMap<string, true>(REMEMBERED);

  /** @param rare so many rows are common; 0: everything is, and a list is read in its own order */
  constructor(db: DatabaseSync, rare: number | undefined) {
    this.#db = db;
    this.#given = rare;
    this.#events = db.prepare('SELECT max(sequence) FROM cursor');
    this.#countFacet = db.prepare(
      'SELECT count(*) FROM (SELECT 1 FROM facet AS f WHERE f.name = ? AND f.value = ? LIMIT ?)',
    );
  }

  /** What a list with these facets is best read from: the rarest of them, if any is rare. */
  driveOf(facets: readonly Wanted[], filter: CommitmentFilter, asOf: number): Drive {
    const rare = this.#given ?? rareAmong(Number(this.#events.get()?.[0] ?? 0));
    const counted = facets.map((facet) => ({ facet, rows: this.#rows(facet, rare) })).sort((a, b) => a.rows - b.rows);
    const rarest = counted[0];
    if (rarest !== undefined && rarest.rows < rare) return { by: 'facet', facet: rarest.facet };
    return asksDeadline(filter) && this.#deadlines(filter, asOf, rare) < rare ? { by: 'due' } : { by: 'order' };
  }

  #rows({ name, values }: Wanted, rare: number): number {
    let rows = 0;
    for (const value of values) {
      if (rows < rare) rows += this.#facetRows(name, value, rare);
    }
    return rows;
  }

  #facetRows(name: string, value: string, rare: number): number {
    const key = `${rare} ${name} ${value}`;
    if (this.#common.get(key)) return rare;
    const rows = Number(this.#countFacet.get(name, value, rare)?.[0]);
    if (rows === rare) this.#common.set(key, true);
    return rows;
  }

  /** Their last days alone are counted: a stretch of the index, whatever else is asked of them. */
  #deadlines(filter: CommitmentFilter, asOf: number, rare: number): number {
    const stretch = lastDayIn(filter, asOf);
    const values = stretch.flatMap((query) => query.values);
    const counts = outcomesOf(filter).map((outcome) => {
      const where = ['due_to IS NOT NULL', outcome, ...stretch.map(({ sql }) => sql)].join(' AND ');
      const count = this.#prepared(
        `SELECT count(*) FROM (SELECT 1 FROM version AS v INDEXED BY version_due WHERE ${where} LIMIT ?)`,
      );
      return Number(count.get(...values, rare)?.[0]);
    });
    return counts.reduce((sum, count) => sum + count, 0);
  }

  /** There are few: one for each outcome and each pair of bounds. */
  #prepared(sql: string): StatementSync {
    const prepared = this.#counts.get(sql) ?? this.#db.prepare(sql);
    this.#counts.set(sql, prepared);
    return prepared;
  }
}

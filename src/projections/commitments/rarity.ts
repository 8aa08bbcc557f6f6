// Whether something is so rare that a list is best read from it. Counting ends where it is not, so it costs little.
// Law: rows of facets are closed and words of texts stay, so what was common once stays so among as many others.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { BoundedMap } from '../../support/boundedMap.ts';
import { AT_MOST } from '../../support/sql.ts';
import type { CommitmentFilter } from '../readModels.ts';
import type { Asked, Drive } from './asked.ts';
import type { Wanted } from './facetQuery.ts';
import { isByOpening } from './listSort.ts';
import { withNamed } from './namedQuery.ts';
import { outcomeNumber } from './rows.ts';
import { allOf, isUnsaid, wordsAsked } from './searchQuery.ts';
import { asksDeadline, lastDayIn, outcomesOf } from './timelinessQuery.ts';

/** So many rows of a list in its order are passed over in the time in which one of a facet is found and looked up. */
const PASSED_OVER = 25;
const PAGE = 50;
const EVENTS_EACH = 5;
const TEXTS_EACH = 2;
/** So many texts with a word are read and sorted in the time in which one row is asked for it, and one deadline passed over. */
const ASKED_FOR_WORD = 10;
const DEADLINE_PASSED_OVER = 0.25;
/** So many rows of a facet are counted where there are others beside it, which together may be rare. */
const MANY = 2 ** 16;
/** So many rows of a facet are passed over as soon as what lags is read class by class. */
const FEW = 2 ** 14;
const REMEMBERED = 10_000;

/** So many rows of one facet are as soon found and sorted as a page is filled in the list's order. */
const rareAmong = (commitments: number): number =>
  2 ** Math.ceil(Math.log2(Math.sqrt((PAGE * Math.max(commitments, PAGE)) / PASSED_OVER)));

/** So many texts are read and sorted in the time in which a page is filled in the list's order. @param each so many are in that of a row */
const manyAmong = (commitments: number, each: number): number =>
  2 ** Math.floor(Math.log2(Math.sqrt(each * PAGE * TEXTS_EACH * Math.max(commitments, PAGE))));

/** What a drive follows from. */
export interface DrivenBy extends Pick<Asked, 'facets' | 'filter' | 'asOf' | 'sort' | 'match' | 'either'> {
  /** undefined: all that is known now */
  readonly sequence?: number | undefined;
  /** whether all of it is asked for, in no order */
  readonly isWhole?: boolean;
}

/** Fewer texts than so many are read and sorted: rows of the list are asked for a word, or passed over. */
function fewTexts({ match, sort }: DrivenBy, commitments: number): number {
  if (match !== undefined) return manyAmong(commitments, ASKED_FOR_WORD);
  return sort === 'deadline' ? manyAmong(commitments, DEADLINE_PASSED_OVER) : rareAmong(commitments);
}

/** Whether texts may tell what is asked for sooner than the list's order. @param said how many things of it they say */
function isFoundByText({ facets, filter, sort }: DrivenBy, said: number): boolean {
  if (isByOpening(sort) || sort === 'deadline') return said > 1 || filter.status !== undefined;
  return facets.filter((facet) => !isUnsaid(facet)).length > 1;
}

export class Rarity {
  readonly #db: DatabaseSync;
  readonly #given: number | undefined;
  readonly #events: StatementSync;
  readonly #countFacet: StatementSync;
  readonly #countTexts: StatementSync;
  readonly #counts = new Map<string, StatementSync>();
  readonly #common = new BoundedMap<string, true>(REMEMBERED);

  /** @param rare so many rows are common; 0: everything is, and a list is read in its own order */
  constructor(db: DatabaseSync, rare: number | undefined) {
    this.#db = db;
    this.#given = rare;
    this.#events = db.prepare('SELECT max(sequence) FROM cursor');
    this.#countTexts = db.prepare(`SELECT count(*) FROM (SELECT 1 FROM words WHERE words MATCH ? ${AT_MOST})`);
    this.#countFacet = db.prepare(
      `SELECT count(*) FROM (SELECT 1 FROM facet AS f WHERE f.name = ? AND f.value = ? ${AT_MOST})`,
    );
  }

  /** What a list is best read from: something rare, or what is kept in the list's order. */
  driveOf(asked: DrivenBy): Drive {
    const { facets, filter, asOf, sort } = asked;
    const commitments = Math.ceil(Number(this.#events.get()?.[0] ?? 0) / EVENTS_EACH);
    const rare = this.#given ?? rareAmong(commitments);
    const unsaid = facets.filter(isUnsaid);
    const rarest = this.#rarestOf(unsaid, rare, commitments);
    if (rarest !== undefined) return { by: 'facet', facet: rarest, isFew: true };
    const text = this.#byText(asked, this.#given ?? fewTexts(asked, commitments));
    const found = text ?? this.#byEither(asked, commitments);
    if (found !== undefined) return found;
    const [only, ...others] = facets;
    if (rare > 0 && isByOpening(sort) && only?.values.length === 1 && others.length === 0) {
      return { by: 'facet', facet: only, isFew: this.#rows(only, FEW) < FEW };
    }
    const facet = unsaid.length < facets.length ? this.#rarestOf(facets, rare, commitments) : undefined;
    if (facet !== undefined) return { by: 'facet', facet, isFew: true };
    return asksDeadline(filter) && this.#deadlines(filter, asOf, rare) < rare ? { by: 'due' } : { by: 'order' };
  }

  /**
   * Texts lie in the order of opening, and those with all that is asked for are found sooner than by any one thing of it. In
   * any other order they are all read and sorted, where they are few.
   */
  #byText(asked: DrivenBy, few: number): Drive | undefined {
    const { sort, match, isWhole = false } = asked;
    const words = wordsAsked(asked);
    if (match === undefined && (few === 0 || !isFoundByText(asked, words.length))) return undefined;
    const all = allOf(words);
    const isRead = isByOpening(sort) || (isWhole && match !== undefined) || this.#texts(all, few) < few;
    return isRead ? { by: 'text', match: all } : undefined;
  }

  /** Of words that may be names as well, the one that finds the least, where that is little. */
  #byEither({ match, either = [], asOf, sequence }: DrivenBy, commitments: number): Drive | undefined {
    if (match !== undefined) return undefined;
    const few = this.#given ?? manyAmong(commitments, ASKED_FOR_WORD);
    const counted = either.map((word) => ({
      word,
      rows: this.#texts(word, few) + this.#named(word, { asOf, sequence }, few),
    }));
    const [rarest] = counted.filter(({ rows }) => rows < few).sort((a, b) => a.rows - b.rows);
    return rarest && { by: 'either', word: rarest.word };
  }

  /** What has to do with what is called so, at any time: as often as that is on record. */
  #named(word: string, at: Pick<Asked, 'asOf' | 'sequence'>, few: number): number {
    const { sql, values } = withNamed(word, at);
    const count = this.#prepared(`SELECT count(*) FROM (${sql} ${AT_MOST})`);
    return Number(count.get(...values, few)?.[0]);
  }

  #texts(words: string, few: number): number {
    return this.#counted(`${few} ${words}`, few, () => this.#countTexts.get(words, few));
  }

  /** The facet to read a list from, where that is sooner done than to pass over what has not all of them. */
  #rarestOf(facets: readonly Wanted[], rare: number, commitments: number): Wanted | undefined {
    const upTo = facets.length > 1 && rare > 0 ? Math.max(rare, MANY) : rare;
    const counted = facets.map((facet) => ({ facet, rows: this.#rows(facet, upTo) })).sort((a, b) => a.rows - b.rows);
    const [rarest] = counted;
    if (rarest === undefined || rarest.rows >= upTo) return undefined;
    const passed = counted.reduce((product, { rows }) => product * (commitments / Math.max(1, rows)), PAGE);
    return rarest.rows < rare || rarest.rows * PASSED_OVER < passed ? rarest.facet : undefined;
  }

  #rows({ name, values }: Wanted, rare: number): number {
    let rows = 0;
    for (const value of values) {
      if (rows < rare) rows += this.#facetRows(name, value, rare);
    }
    return rows;
  }

  #facetRows(name: string, value: string, rare: number): number {
    return this.#counted(`${rare} ${name} ${value}`, rare, () => this.#countFacet.get(name, value, rare));
  }

  /** So many, and no more than what is common, which is remembered. */
  #counted(key: string, common: number, count: () => ReturnType<StatementSync['get']>): number {
    if (this.#common.get(key)) return common;
    const rows = Number(count()?.[0]);
    if (rows === common) this.#common.set(key, true);
    return rows;
  }

  /** The last days of those still known are counted: a stretch of the index, whatever else is asked of them. */
  #deadlines(filter: CommitmentFilter, asOf: number, rare: number): number {
    const stretch = lastDayIn(filter, asOf);
    const values = stretch.flatMap((query) => query.values);
    const counts = outcomesOf(filter).map((outcome) => {
      const where = [`superseded = 0 AND outcome = ${outcomeNumber(outcome)}`, ...stretch.map(({ sql }) => sql)].join(
        ' AND ',
      );
      const count = this.#prepared(`SELECT count(*) FROM (SELECT 1 FROM deadline WHERE ${where} ${AT_MOST})`);
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

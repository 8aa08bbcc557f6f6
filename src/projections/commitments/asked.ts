// What a list asks for, and what a query is made of.
import type { CommitmentFilter, Sort } from '../readModels.ts';
import type { Wanted } from './facetQuery.ts';
import type { Place } from './listSort.ts';
import type { Opened } from './opened.ts';

export type Values = (string | number)[];

export interface Query {
  readonly sql: string;
  readonly values: Values;
}

/** What a list is read from: the index in its order, or what has a rare facet, a deadline or some words. */
export type Drive =
  | { readonly by: 'order' }
  /** @param isFew whether all its rows are read in the time in which what lags is found by itself */
  | { readonly by: 'facet'; readonly facet: Wanted; readonly isFew: boolean }
  | { readonly by: 'due' }
  /** what has the words, in the order of opening: those that are sought, if any, and those of what is filtered by */
  | { readonly by: 'text'; readonly match: string }
  /** what has one word in its text or in the name of what it refers to: all of it is read and sorted */
  | { readonly by: 'either'; readonly word: string };

export interface Asked {
  readonly filter: CommitmentFilter;
  readonly facets: readonly Wanted[];
  /** words that are sought */
  readonly match: string | undefined;
  /** words that are sought and that something on record is called by: each is in the text or in such a name */
  readonly either?: readonly string[];
  readonly drive: Drive;
  readonly sort: Sort;
  readonly place: Place | undefined;
  /** milliseconds since 1970 */
  readonly asOf: number;
  /** undefined: all that is known now */
  readonly sequence: number | undefined;
  /** the journal's clock there, milliseconds since 1970 */
  readonly knownAt: number;
  /** where in the journal what held was opened: looked up for lists in that order alone */
  readonly opened: () => Opened;
  readonly limit: number;
}

/** Whether a row is the version that a query has the key of. */
export const isVersion = (row: string, found: string): string =>
  ['commitment', 'effective_from', 'known_from'].map((name) => `${row}.${name} = ${found}.${name}`).join(' AND ');

export const said = (sql: string, ...values: Values): Query => ({ sql, values });

// Text search in a list's query: the words asked for, as the index takes them, and where it is read from.
// Law: whatever somebody types is a search for words, and never an error of the index.
import { WHOLE } from '../../support/sql.ts';
import type { IndexOfWords } from '../schema.ts';
import type { Asked, Query } from './asked.ts';
import type { Wanted } from './facetQuery.ts';
import type { OpenedLate } from './opened.ts';
import { lateWordsOf, textRow } from './words.ts';

const WORD = /[\p{L}\p{N}\p{M}]+\*?/gu;

/** Every word must be there; one with a star at its end stands for all that begin with it. Undefined where there is none. */
export function matchOf(typed: string): string | undefined {
  const words = typed.match(WORD)?.map((word) => (word.endsWith('*') ? `"${word.slice(0, -1)}" *` : `"${word}"`));
  return words?.join(' ');
}

/** With what is filtered by: a text has its parties and areas among its words, so that others are not even looked at. */
export const matchWith = (match: string, facets: readonly Wanted[]): string =>
  [match, ...facets.flatMap(wordsOf)].join(' ');

const wordsOf = ({ name, values: [value = '', ...others] }: Wanted): string[] =>
  (name === 'party' || name === 'area') && others.length === 0 && /[\p{L}\p{N}]/u.test(value)
    ? [`"${value.replaceAll('"', '""')}"`]
    : [];

interface Search extends Pick<Asked, 'place'> {
  readonly match: string;
  /** on which side of its place the page lies */
  readonly beyond: '<' | '>';
}

/** Sequences of openings, the second one included. */
type Between = Pick<OpenedLate, 'after' | 'upTo'>;

interface Found {
  readonly from: string;
  readonly terms: readonly Query[];
}

/** Texts with the words, in the order of their commitments' opening, up to a sequence. */
export const foundBy = (search: Search, upTo: number): Found => found('words', search, { after: -1, upTo });

/** Those that lag, opened between two sequences. */
export const foundLate = (search: Search, { lag, ...opened }: OpenedLate): Found =>
  found(lateWordsOf(lag), search, opened);

function found(texts: IndexOfWords, search: Search, opened: Between): Found {
  const terms = [
    { sql: `w.${texts} MATCH ?`, values: [search.match] },
    // an index of words seeks a row by an INTEGER alone, and reads all before it otherwise
    { sql: `w.rowid > ${WHOLE} AND w.rowid < ${WHOLE}`, values: rowsIn(search, opened) },
  ];
  return { from: `${texts} AS w`, terms };
}

/** The rows of the index between which the page lies. */
function rowsIn({ place, beyond }: Search, { after, upTo }: Between): [number, number] {
  const [above, below] = [textRow(after + 1, -1), textRow(upTo + 1, 0)];
  if (place === undefined) return [above, below];
  return beyond === '<'
    ? [above, Math.min(below, textRow(place.no, 0))]
    : [Math.max(above, textRow(place.no + 1, -1)), below];
}

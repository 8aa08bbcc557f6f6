// Text search in a list's query: the words asked for, as the index takes them, and where it is read from.
// Law: whatever somebody types is a search for words, and never an error of the index.
import { composed } from '../../support/composed.ts';
import { WHOLE } from '../../support/sql.ts';
import { SEASON_BITS, TEXT_BITS } from '../into.ts';
import { BY_COMMITMENT, type IndexOfWords } from '../schema.ts';
import { type Asked, isVersion, type Query, said } from './asked.ts';
import type { Wanted } from './facetQuery.ts';
import { seasonOf } from './leadAndLag.ts';
import { kindMark, markWord, statusMarksBy } from './marks.ts';
import type { OpenedLate } from './opened.ts';
import { lateWordsOf } from './words.ts';

/** A mark that stands alone is none. */
const WORD = /[\p{L}\p{N}][\p{L}\p{N}\p{M}]*\*?/gu;

/** The words typed, in whichever form of Unicode; one with a star at its end stands for all that begin with it. */
export const wordsTyped = (typed: string): readonly string[] =>
  composed(typed)
    .match(WORD)
    ?.map((word) => (word.endsWith('*') ? `${quoted(word.slice(0, -1))} *` : quoted(word))) ?? [];

/** What is sought, and what is filtered by that texts have among their words: parties, areas and marks. */
export const wordsAsked = ({ match, facets, filter, asOf }: WordsAsked): string[] => [
  ...(match === undefined ? [] : [match]),
  ...facets.flatMap(wordsOf),
  ...(filter.kind === undefined ? [] : [oneMarkOf([kindMark(filter.kind)])]),
  ...(filter.status === undefined ? [] : [oneMarkOf(statusMarksBy(filter.status, asOf))]),
];

type WordsAsked = Pick<Asked, 'match' | 'facets' | 'filter' | 'asOf'>;

const oneMarkOf = (marks: readonly number[]): string => `(${marks.map((mark) => quoted(markWord(mark))).join(' OR ')})`;

/** All of them: what is put into brackets is not joined by itself. */
export const allOf = (words: readonly string[]): string => words.join(' AND ');

/** Whether texts do not tell that it is held. */
export const isUnsaid = (facet: Wanted): boolean => wordsOf(facet).length === 0;

const quoted = (word: string): string => `"${word.replaceAll('"', '""')}"`;

const wordsOf = ({ name, values: [value = '', ...others] }: Wanted): string[] =>
  (name === 'party' || name === 'area') && others.length === 0 && /[\p{L}\p{N}]/u.test(value) ? [quoted(value)] : [];

interface Search extends Pick<Asked, 'place'> {
  readonly match: string;
  /** on which side of its place the page lies */
  readonly beyond: '<' | '>';
}

/** Sequences of openings, the second one included. */
type Between = Pick<OpenedLate, 'after' | 'upTo'>;

/** What has the words, and how its row in the index tells whose it is. */
interface Found {
  readonly from: string;
  readonly terms: readonly Query[];
  /** the commitment's number, and the text's, as the query has them */
  readonly commitment: string;
  readonly text: string;
}

/** A beginning stands for many words: to look one text up for all of them costs as much as to look up all texts. */
const BEGINNING = /" \*/;

/**
 * Asked of each row that an index in the list's order gives: ten microseconds. Beginnings are looked up once a statement, as
 * a set of texts. @param version that has a version's key
 */
export function wordsQuery(match: string, version: string): Query {
  const row = `x.commitment << ${TEXT_BITS} | x.text`;
  const found = `version AS x INDEXED BY ${BY_COMMITMENT}`;
  const own = isVersion('x', version);
  return BEGINNING.test(match)
    ? said(
        `EXISTS (SELECT 1 FROM ${found} WHERE ${own} AND (${row}) IN (SELECT rowid FROM words WHERE words MATCH ?))`,
        match,
      )
    : said(
        `EXISTS (SELECT 1 FROM ${found} CROSS JOIN words AS t WHERE ${own} AND t.words MATCH ? AND t.rowid = ${row})`,
        match,
      );
}

/** Texts with the words, in the order of their commitments' opening, up to a sequence. */
export const foundBy = (search: Search, upTo: number): Found => found('words', search, { after: -1, upTo }, TEXT_BITS);

/** Those that lag, opened between two sequences, but for what began in a later season than the instant's. */
export function foundLate(search: Search, { lag, ...opened }: OpenedLate, asOf: number): Found {
  const late = found(lateWordsOf(lag), search, opened, TEXT_BITS + SEASON_BITS);
  const inSeason = said(`w.rowid >> ${TEXT_BITS} & ${2 ** SEASON_BITS - 1} <= ?`, seasonOf(asOf));
  return { ...late, terms: [...late.terms, inSeason] };
}

function found(texts: IndexOfWords, search: Search, opened: Between, bits: number): Found {
  const terms = [
    said(`w.${texts} MATCH ?`, search.match),
    // an index of words seeks a row by an INTEGER alone, and reads all before it otherwise
    said(`w.rowid >= ${WHOLE} << ${bits} AND w.rowid < ${WHOLE} << ${bits}`, ...openedIn(search, opened)),
  ];
  const row = { commitment: `w.rowid >> ${bits}`, text: `w.rowid & ${2 ** TEXT_BITS - 1}` };
  return { from: `${texts} AS w`, terms, ...row };
}

/** Between which commitments the page lies, the second one not included. */
function openedIn({ place, beyond }: Search, { after, upTo }: Between): [number, number] {
  const [first, end] = [after + 1, upTo + 1];
  if (place === undefined) return [first, end];
  return beyond === '<' ? [first, Math.min(end, place.no)] : [Math.max(first, place.no + 1), end];
}

// The query of a list: at an instant, by what was known at a sequence, in the order asked for.
// Law: every range is read through an index in the list's own order and ends when the page is full, or through the
// index of something so rare that all of it is read and sorted.
import { KINDS } from '../../domain/commitment/acts.ts';
import type { CommitmentFilter, Sort } from '../readModels.ts';
import { STILL_KNOWN } from '../schema.ts';
import { facetQuery, rareFacet, type Wanted } from './facetQuery.ts';
import { ORDERS, type Place } from './listSort.ts';
import { kindNumber, statusNumber } from './rows.ts';
import { FOUND, foundBy } from './searchQuery.ts';
import { dueConditions, outcomesOf } from './timelinessQuery.ts';

/** A body, put together of its parts. */
export const TEXT = 'p1.text || p2.text || p3.text || p4.text';
export const partsOf = (row: string): string =>
  `JOIN part AS p1 ON p1.no = ${row}.who JOIN part AS p2 ON p2.no = ${row}.delivery
   JOIN part AS p3 ON p3.no = ${row}.terms JOIN part AS p4 ON p4.no = ${row}.more`;

type Values = (string | number)[];

export interface Query {
  readonly sql: string;
  readonly values: Values;
}

/** What a list is read from: the index in its order, or what has a rare facet, a deadline or some words. */
export type Drive =
  | { readonly by: 'order' }
  | { readonly by: 'facet'; readonly facet: Wanted }
  | { readonly by: 'due' }
  /** what has the words, in the order of opening */
  | { readonly by: 'text'; readonly match: string };

export interface Asked {
  readonly filter: CommitmentFilter;
  readonly facets: readonly Wanted[];
  readonly drive: Drive;
  readonly sort: Sort;
  readonly place: Place | undefined;
  /** milliseconds since 1970 */
  readonly asOf: number;
  /** undefined: all that is known now */
  readonly sequence: number | undefined;
  readonly limit: number;
}

/** A part of an index in which the answer lies, and what a row there must hold to be one of them. */
interface Range {
  readonly from: string;
  readonly terms: readonly Query[];
}

const through = (index: string): string => `version AS v INDEXED BY ${index}`;
const said = (sql: string, ...values: Values): Query => ({ sql, values });

/** Columns: the text, status, the deadline's three, the column sorted by, commitment, its id, its revision now. Undefined where nothing can be found. */
export function listQuery(asked: Asked): Query | undefined {
  const { column, descending } = ORDERS[asked.sort];
  const order = descending === (asked.place?.direction === 'prev') ? 'ASC' : 'DESC';
  const ranges = rangesOf(asked).map(({ from, terms }) => {
    const all = [...terms, ...conditions(asked)];
    return {
      sql: `SELECT * FROM (SELECT ${column} AS place, commitment, who, delivery, terms, more, status, due_from, due_to, outcome
      FROM ${from} WHERE ${all.map(({ sql }) => sql).join(' AND ')}
      ORDER BY ${orderIn(asked).map((by) => `${by} ${order}`)} LIMIT ?)`,
      values: [...all.flatMap(({ values }) => values), asked.limit],
    };
  });
  if (ranges.length === 0) return undefined;
  const sql = `SELECT ${TEXT}, r.status, r.due_from, r.due_to, r.outcome, r.place, r.commitment, c.id, c.revision
    FROM (${ranges.map((range) => range.sql).join(' UNION ALL ')} ORDER BY 1 ${order}, 2 ${order} LIMIT ?) AS r
    ${partsOf('r')} JOIN commitment AS c ON c.no = r.commitment
    ORDER BY r.place ${order}, r.commitment ${order}`;
  return { sql, values: [...ranges.flatMap((range) => range.values), asked.limit] };
}

/** A page of what was found by words in the order of opening is full before the rest is looked at. */
function orderIn({ drive, sort }: Asked): readonly string[] {
  const { column } = ORDERS[sort];
  if (column !== 'commitment') return [column, 'commitment'];
  return [drive.by === 'text' ? 'w.rowid' : 'commitment'];
}

function rangesOf(asked: Asked): Range[] {
  const { drive, sort } = asked;
  if (drive.by === 'text') {
    const place = asked.sort === 'recorded' || asked.sort === '-recorded' ? asked.place : undefined;
    return [{ from: FOUND, terms: [...foundBy(drive.match, { ...asked, place }, beyond(asked)), known(asked)] }];
  }
  if (drive.by === 'facet')
    return [{ from: through('version_commitment'), terms: [rareFacet(drive.facet, asked), known(asked)] }];
  if (sort === 'deadline' || drive.by === 'due') return deadlines(asked);
  if (sort === 'recorded' || sort === '-recorded')
    return [{ from: through('version_commitment'), terms: [said('commitment >= 0'), known(asked)] }];
  return inEffectiveOrder(asked);
}

const known = ({ sequence }: Asked): Query =>
  sequence === undefined
    ? said(`known_to = ${STILL_KNOWN}`)
    : said('known_from <= ? AND known_to > ?', sequence, sequence);

/** The index of deadlines is in the order of their last days for each outcome. */
const deadlines = (asked: Asked): Range[] =>
  outcomesOf(asked.filter).map((outcome) => ({
    from: through('version_due'),
    terms: [said(`${outcome} AND due_to IS NOT NULL`), known(asked)],
  }));

/** What is still known, and, where an earlier sequence is asked about, what has been superseded since. */
function inEffectiveOrder({ filter, sequence }: Asked): Range[] {
  const stillKnown = said(`known_to = ${STILL_KNOWN}`);
  const open = indexed(filter);
  if (sequence === undefined) return open.map(({ from, terms }) => ({ from, terms: [...terms, stillKnown] }));
  const before = said('known_from <= ?', sequence);
  const superseded = said(`known_to < ${STILL_KNOWN} AND known_to > ?`, sequence);
  return [
    ...open.map(({ from, terms }) => ({ from, terms: [...terms, stillKnown, before] })),
    { from: through('version_superseded'), terms: [superseded, before] },
  ];
}

/** Without a status, the newest of all kinds, or of one among them; with one, the index that starts with both. */
function indexed({ kind, status }: CommitmentFilter): Range[] {
  if (status === undefined) return [{ from: through('version_newest'), terms: [] }];
  const kinds = kind === undefined ? KINDS : [kind];
  return kinds.map((each) => ({
    from: through('version_kind_status'),
    terms: [said(`kind = ${kindNumber(each)} AND status = ${statusNumber(status)}`)],
  }));
}

/** What holds of every row of the answer, whichever index it was found by. */
function conditions(asked: Asked): Query[] {
  const { filter, facets, drive, asOf } = asked;
  const { kind, status, changedFrom, changedTo } = filter;
  const others = facets.filter((facet) => drive.by !== 'facet' || facet !== drive.facet);
  return [
    ...(kind === undefined ? [] : [said(`kind = ${kindNumber(kind)}`)]),
    ...(status === undefined ? [] : [said(`status = ${statusNumber(status)}`)]),
    said('effective_from <= ? AND effective_to > ?', Math.min(asOf, changedTo ?? asOf), asOf),
    ...(changedFrom === undefined ? [] : [said('effective_from >= ?', changedFrom)]),
    ...placed(asked),
    ...dueConditions(filter, asOf),
    ...(asked.sort === 'deadline' ? [said('due_to IS NOT NULL')] : []),
    ...others.map((facet) => facetQuery(facet, asked)),
  ];
}

function placed(asked: Asked): Query[] {
  const { place, sort } = asked;
  if (place === undefined) return [];
  const { column } = ORDERS[sort];
  return column === 'commitment'
    ? [said(`commitment ${beyond(asked)} ?`, place.no)]
    : [said(`(${column}, commitment) ${beyond(asked)} (?, ?)`, place.at, place.no)];
}

/** On which side of its place a page lies. */
const beyond = ({ place, sort }: Pick<Asked, 'place' | 'sort'>): '<' | '>' =>
  ORDERS[sort].descending === (place?.direction === 'prev') ? '>' : '<';

// The query of a list: at an instant, by what was known at a sequence, in the order asked for.
// Law: every range is read through an index in the list's own order, all of them side by side, and no further than the
// page is full; or through the index of something so rare that all of it is read and sorted.
import { PARTS, togetherSql } from '../../domain/commitment/bodyText.ts';
import { INTERRUPTIBLE } from '../../support/interruptible.ts';
import { AT_MOST } from '../../support/sql.ts';
import { BY_COMMITMENT } from '../schema.ts';
import { type Asked, isVersion, type Query, said, type Values } from './asked.ts';
import { ANYTHING, between, MOST, within } from './between.ts';
import { facetQuery, signatureQuery } from './facetQuery.ts';
import {
  isAscending,
  ofKindAndStatus,
  placed,
  type Range,
  rangesOf,
  versionOf,
  versionOfValues,
} from './listRanges.ts';
import { isByOpening, ORDERS } from './listSort.ts';
import { eitherQuery } from './namedQuery.ts';
import { wordsQuery } from './searchQuery.ts';
import { dueConditions } from './timelinessQuery.ts';

/** A body, put together of its parts. */
export const TEXT = togetherSql((part, text) => `p${part}.${text}`);
/** A row has the number of the first, and how far after it the others are. Law: what it has none of is not looked for. */
export const partsOf = (row: string, db = 'main'): string =>
  PARTS.map((part, index) =>
    index === 0
      ? `JOIN ${db}.part AS p0 ON p0.no = ${row}.${part}`
      : `LEFT JOIN ${db}.part AS p${index} ON p${index}.no = ${row}.who + ${row}.${part}`,
  ).join(' ');
/**
 * A version's key. Law: a range asks its rows for nothing that their index does not hold, or asks it last: of a table with a
 * key of its own SQLite reads the row as soon as it is asked for one of its columns.
 */
const KEY = 'v.commitment, v.effective_from, v.known_from';
const FOUND = `CROSS JOIN version AS v INDEXED BY ${BY_COMMITMENT} ON ${isVersion('v', 'r')}`;
/** What a version's sum is over beside its text, which follows it, and its sum that. */
const BESIDE = 'v.commitment, v.effective_from, v.effective_to, v.status, v.due_from, v.due_to, v.outcome';
/** The start of a body, as far as its areas. */
const WHO = "concat('{', p0.text, ',\"position\":', p1.text)";

/**
 * One query after the other, each for so many rows as those before it left room for; none where nothing can be found. The
 * limit is bound last. Columns: the one sorted by, the commitment's revision now, its tag, and those of the version.
 */
export function* listQueries(asked: Asked): Generator<Query, void, undefined> {
  for (const ranges of rangesOf(asked)) if (ranges.length > 0) yield listQuery(asked, ranges);
}

function listQuery(asked: Asked, ranges: readonly Range[]): Query {
  const page = pageIn(asked, ranges);
  const sql = `SELECT r.place, c.revision, c.etag, ${BESIDE}, ${TEXT}, v.sum
    FROM (${page.sql}) AS r
    ${FOUND} ${partsOf('v')} JOIN commitment AS c ON c.no = r.commitment ${inOrder(asked, 'r.')}`;
  return { sql, values: page.values };
}

/** Which versions are on a page: of those ranges that hold most of it first, then of the rest as far as that goes. */
function pageIn(asked: Asked, ranges: readonly Range[]): Query {
  const { column } = ORDERS[asked.sort];
  const of = (some: readonly Range[]): Query =>
    firstOf(
      asked,
      some.map((range) => {
        const sorted = `${range.turn ?? 'commitment'} AS turn, ${range.place ?? column} AS place`;
        return rowsIn(asked, range, `${sorted}, ${KEY}`);
      }),
    );
  const most = of(ranges.filter(({ isRest }) => !isRest));
  const others = ranges.filter(({ isRest }) => isRest);
  if (others.length === 0) return most;
  const rest = of(others);
  return {
    sql: `WITH ${MOST} AS MATERIALIZED (${most.sql})
      SELECT * FROM ${MOST} UNION ALL SELECT * FROM (${rest.sql}) ${inOrder(asked)} ${AT_MOST}`,
    values: [...most.values, asked.limit, ...rest.values, asked.limit],
  };
}

/** The first rows of several ranges side by side. The limit is bound last. */
function firstOf(asked: Asked, rows: readonly Query[]): Query {
  const { sql, values } = together(rows);
  return sifted(asked, { sql: `${sql} ${inOrder(asked)}`, values });
}

/**
 * The first of some rows that have the words, where those were not found by them. The limit is bound last. Words are asked of
 * rows as they come in order, and not in each range: one that has none would be read to its end. SQLite gives the rows of a
 * query with a limit, here none, in their order one by one.
 */
function sifted(asked: Asked, rows: Query): Query {
  const { match, either = [], drive } = asked;
  const words = [
    ...(match === undefined || drive.by === 'text' ? [] : [wordsQuery(match, 'r')]),
    ...either.map((word) => eitherQuery(word, 'r', asked)),
  ];
  if (words.length === 0) return { sql: `${rows.sql} ${AT_MOST}`, values: rows.values };
  return {
    sql: `SELECT * FROM (${rows.sql} LIMIT -1) AS r WHERE ${words.map(({ sql }) => sql).join(' AND ')} ${AT_MOST}`,
    values: [...rows.values, ...words.flatMap(({ values }) => values)],
  };
}

const together = (rows: readonly Query[]): Query => ({
  sql: rows.map(({ sql }) => sql).join(' UNION ALL '),
  values: rows.flatMap(({ values }) => values),
});

function inOrder(asked: Asked, of = ''): string {
  const by = isByOpening(asked.sort) ? ['turn'] : ['place', 'turn'];
  const order = isAscending(asked) ? 'ASC' : 'DESC';
  return `ORDER BY ${by.map((name) => `${of}${name} ${order}`).join(', ')}`;
}

/** The one version of a commitment by its id. */
export const versionSql = (sequence: number | undefined): string =>
  `SELECT ${BESIDE}, ${TEXT}, v.sum
   FROM commitment AS c CROSS JOIN version AS v INDEXED BY ${BY_COMMITMENT} ${partsOf('v')}
   WHERE c.id = ? AND ${versionOf('c.no', { asOf: 0, sequence }, BY_COMMITMENT).sql} AND v.effective_to > ?`;
/** What is bound in it: told apart, since to put so long a text together costs a sixth of an answer. */
export const versionSqlValues = (id: string, at: Pick<Asked, 'asOf' | 'sequence'>): Values => [
  id,
  ...versionOfValues(at),
  at.asOf,
];

/** What a list holds, in no order and without its texts. The limit is bound last. Columns: the kind, and those of the version. */
export function* matchesQueries(listed: Asked): Generator<Query, void, undefined> {
  const asked: Asked = { ...listed, sort: '-effective', place: undefined };
  const rows = [...rangesOf(asked)].flat().map((range) => rowsIn(asked, range, KEY));
  if (rows.length === 0) return;
  const found = sifted(asked, together(rows));
  const sql = `SELECT v.kind, ${BESIDE}, ${WHO}, v.start_sum
    FROM (${found.sql}) AS r
    ${FOUND} JOIN part AS p0 ON p0.no = v.who JOIN part AS p1 ON p1.no = v.who + v.position`;
  yield { sql, values: found.values };
}

/** The rows of a range that are in the answer, but for words. */
function rowsIn(asked: Asked, range: Range, columns: string): Query {
  const all = [...range.terms, said(INTERRUPTIBLE), ...conditions(asked, range)];
  return {
    sql: `SELECT ${columns} FROM ${range.from} WHERE ${all.map(({ sql }) => sql).join(' AND ')}`,
    values: [...(range.given ?? []), ...all.flatMap(({ values }) => values)],
  };
}

/** What holds of every row of the answer, whichever index it was found by: first what most rows are passed over by. */
function conditions(asked: Asked, range: Range): Query[] {
  const { filter, facets, drive, asOf } = asked;
  const { isDue } = range;
  const others = isDue ? [] : facets.filter((facet) => drive.by !== 'facet' || facet !== drive.facet);
  return [
    ...others.flatMap(signatureQuery),
    ...(isDue ? [] : ofKindAndStatus(filter)),
    ...begins(asked, range),
    said('effective_to > ?', asOf),
    ...(isDue ? placedBeside(asked) : [...placed(asked), ...due(asked)]),
    ...others.map((facet) => facetQuery(facet, asked)),
  ];
}

/** When a row may begin. Of deadlines it is their own order that says how far the rest is read. */
function begins(asked: Asked, { begins = ANYTHING, isRest = false, isDue = false }: Range): Query[] {
  const { asOf, filter } = asked;
  const { changedFrom = -Infinity, changedTo = Infinity } = filter;
  const then = within(begins, { from: changedFrom, upTo: Math.min(asOf, changedTo) });
  return between('effective_from', then, isRest && !isDue ? asked.limit : undefined);
}

/** Of what was found by its deadline: in the order of deadlines it is beyond the place already. */
const placedBeside = (asked: Asked): Query[] => (asked.sort === 'deadline' ? [] : placed(asked));

const due = ({ filter, asOf, sort }: Asked): Query[] => [
  ...inItsRow(dueConditions(filter, asOf)),
  ...(sort === 'deadline' ? [said('due_to IS NOT NULL')] : []),
];

function inItsRow(conditions: readonly Query[]): Query[] {
  if (conditions.length === 0) return [];
  const where = [isVersion('x', 'v'), ...conditions.map(({ sql }) => sql)].join(' AND ');
  const sql = `EXISTS (SELECT 1 FROM version AS x INDEXED BY ${BY_COMMITMENT} WHERE ${where})`;
  return [{ sql, values: conditions.flatMap(({ values }) => values) }];
}

// The query of a list: at an instant, by what was known at a sequence, newest in effect first.
// Law: every range is read through an index in the list's own order and ends when the page is full.
import { KINDS } from '../../domain/commitment/acts.ts';
import type { Keyset } from '../keyset.ts';
import type { CommitmentFilter } from '../readModels.ts';
import { STILL_KNOWN } from '../schema.ts';
import { kindNumber, statusNumber } from './rows.ts';

/** A body, put together of its parts. */
export const TEXT = 'p1.text || p2.text || p3.text';
export const partsOf = (row: string): string =>
  `JOIN part AS p1 ON p1.no = ${row}.who JOIN part AS p2 ON p2.no = ${row}.course JOIN part AS p3 ON p3.no = ${row}.said`;

type Values = (string | number)[];

export interface Query {
  readonly sql: string;
  readonly values: Values;
}

export interface Asked {
  readonly filter: CommitmentFilter;
  readonly place: (Pick<Keyset, 'direction'> & { readonly from: number; readonly no: number }) | undefined;
  /** milliseconds since 1970 */
  readonly asOf: number;
  /** undefined: all that is known now */
  readonly sequence: number | undefined;
  readonly limit: number;
}

/** Which rows, through which index, where of them. */
interface Range extends Query {
  readonly index: string;
}

/** Columns: the text, status, the deadline's three, effective_from, commitment, its id, its revision now. */
export function listQuery(asked: Asked): Query {
  const order = asked.place?.direction === 'prev' ? 'ASC' : 'DESC';
  const ranges = rangesOf(asked).map(({ index, sql, values }) => ({
    sql: `SELECT * FROM (SELECT effective_from, commitment, who, course, said, status, due_from, due_to, outcome
      FROM version AS v INDEXED BY ${index} WHERE ${sql} ORDER BY effective_from ${order}, commitment ${order} LIMIT ?)`,
    values: [...values, asked.limit],
  }));
  const sql = `SELECT ${TEXT}, r.status, r.due_from, r.due_to, r.outcome, r.effective_from, r.commitment, c.id, c.revision
    FROM (${ranges.map((range) => range.sql).join(' UNION ALL ')} ORDER BY 1 ${order}, 2 ${order} LIMIT ?) AS r
    ${partsOf('r')} JOIN commitment AS c ON c.no = r.commitment
    ORDER BY r.effective_from ${order}, r.commitment ${order}`;
  return { sql, values: [...ranges.flatMap((range) => range.values), asked.limit] };
}

/** What is still known, and, where an earlier sequence is asked about, what has been superseded since. */
function rangesOf(asked: Asked): Range[] {
  const rest = [inEffect(asked), placed(asked), held(asked)];
  const stillKnown = { sql: `known_to = ${STILL_KNOWN}`, values: [] };
  if (asked.sequence === undefined) return indexed(asked.filter).map((range) => joined(range, [stillKnown, ...rest]));
  const before = { sql: 'known_from <= ?', values: [asked.sequence] };
  const superseded = { sql: `known_to < ${STILL_KNOWN} AND known_to > ?`, values: [asked.sequence] };
  return [
    ...indexed(asked.filter).map((range) => joined(range, [stillKnown, before, ...rest])),
    joined(supersededBy(asked.filter), [superseded, before, ...rest]),
  ];
}

const joined = ({ index, ...first }: Range, others: readonly Query[]): Range => {
  const all = [first, ...others].filter(({ sql }) => sql !== '');
  return { index, sql: all.map(({ sql }) => sql).join(' AND '), values: all.flatMap(({ values }) => values) };
};

/** Without a status, the newest of all kinds, or of one among them; with one, the index that starts with both. */
function indexed({ kind, status }: CommitmentFilter): Range[] {
  if (status === undefined) {
    const sql = kind === undefined ? '' : `kind = ${kindNumber(kind)}`;
    return [{ index: 'version_newest', sql, values: [] }];
  }
  const kinds = kind === undefined ? KINDS : [kind];
  return kinds.map((each) => ({
    index: 'version_kind_status',
    sql: `kind = ${kindNumber(each)} AND status = ${statusNumber(status)}`,
    values: [],
  }));
}

function supersededBy({ kind, status }: CommitmentFilter): Range {
  const wanted = [
    ...(kind === undefined ? [] : [`kind = ${kindNumber(kind)}`]),
    ...(status === undefined ? [] : [`status = ${statusNumber(status)}`]),
  ];
  return { index: 'version_superseded', sql: wanted.join(' AND '), values: [] };
}

const inEffect = ({ asOf }: Asked): Query => ({
  sql: 'effective_from <= ? AND effective_to > ?',
  values: [asOf, asOf],
});

function placed({ place }: Asked): Query {
  if (place === undefined) return { sql: '', values: [] };
  const beyond = place.direction === 'prev' ? '>' : '<';
  return { sql: `(effective_from, commitment) ${beyond} (?, ?)`, values: [place.from, place.no] };
}

/** Parties, areas and contested terms held at the instant, as known at the sequence. */
function held({ filter, asOf, sequence }: Asked): Query {
  const when = 'f.effective_from <= ? AND f.effective_to > ?';
  const known = sequence === undefined ? `f.known_to = ${STILL_KNOWN}` : 'f.known_from <= ? AND f.known_to > ?';
  const clocks = sequence === undefined ? [asOf, asOf] : [asOf, asOf, sequence, sequence];
  const asked = (['party', 'area', 'contested'] as const).flatMap((name) => {
    const value = filter[name];
    return value === undefined ? [] : [{ name, value }];
  });
  const exists = (which: string) =>
    `EXISTS (SELECT 1 FROM facet AS f WHERE ${which} AND f.commitment = v.commitment AND ${when} AND ${known})`;
  return {
    sql: asked
      .map(({ name, value }) =>
        exists(
          value === true ? `f.name = '${name}' AND f.value IN ${CONTESTABLE}` : `f.name = '${name}' AND f.value = ?`,
        ),
      )
      .join(' AND '),
    values: asked.flatMap(({ value }) => (value === true ? clocks : [value, ...clocks])),
  };
}

const CONTESTABLE = `('level', 'name', 'act', 'area', 'date', 'quantity', 'delivery')`;

// Reads commitments: one answer by its id, lists of versions at an instant, newest in effect first.
// Law: every list is read through an index in its own order; a page never costs the whole table.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KINDS } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status, TIMELINESS, type Timeliness, timelinessAt } from '../../domain/commitment/headline.ts';
import { answerText, etagOf } from '../answer.ts';
import { decodeKeyset, type Keyed, type Keyset, pageOf } from '../keyset.ts';
import type { Answer, AsOf, CommitmentFilter, Page, Paging } from '../readModels.ts';
import { STILL_KNOWN } from '../schema.ts';
import { kindNumber, OUTCOMES, statusNumber } from './rows.ts';

/** A body, put together of its parts. */
const TEXT = 'p1.text || p2.text || p3.text';
const partsOf = (row: string): string =>
  `JOIN part AS p1 ON p1.no = ${row}.who JOIN part AS p2 ON p2.no = ${row}.course JOIN part AS p3 ON p3.no = ${row}.said`;

type Values = (string | number)[];

export interface CommitmentQueriesParts {
  readonly db: DatabaseSync;
  readonly clock: () => number;
  /** the revision a stream was at, at a sequence; -1 before its first event */
  readonly revisionAt: (id: string, sequence: number) => number;
}

export class CommitmentQueries {
  readonly #parts: CommitmentQueriesParts;
  readonly #current: StatementSync;
  readonly #versionAt: StatementSync;
  readonly #prepared = new Map<string, StatementSync>();

  constructor(parts: CommitmentQueriesParts) {
    this.#parts = parts;
    this.#current = parts.db.prepare(
      `SELECT ${TEXT}, c.etag, c.revision, c.next_cut, c.status, c.timeliness
       FROM commitment AS c ${partsOf('c')} WHERE c.id = ?`,
    );
    this.#versionAt = parts.db.prepare(
      `SELECT ${TEXT}, v.status, v.due_from, v.due_to, v.outcome FROM version AS v ${partsOf('v')}
       WHERE commitment = (SELECT no FROM commitment WHERE id = ?) AND effective_from <= ? AND effective_to > ?
         AND known_from <= ? AND known_to > ?`,
    );
  }

  current(id: string): Answer | undefined {
    const row = this.#current.get(id) as unknown as [string, string, number, number | null, number, number] | undefined;
    if (row === undefined) return undefined;
    const [text, etag, revision, nextCut, status, timeliness] = row;
    const moment = { revision, status: STATUSES[status] as Status, timeliness: TIMELINESS[timeliness] as Timeliness };
    return { body: answerText(text, moment), etag, revision, nextCut: nextCut ?? undefined };
  }

  at(id: string, { asOf, sequence }: AsOf): Answer | undefined {
    const row = this.#versionAt.get(id, asOf, asOf, sequence, sequence) as unknown as VersionRow | undefined;
    if (row === undefined) return undefined;
    const revision = this.#parts.revisionAt(id, sequence);
    const body = answerOf(row, revision, asOf);
    return { body, etag: etagOf(revision, body), revision, nextCut: undefined };
  }

  list(filter: CommitmentFilter, { limit, cursor }: Paging): Page {
    const now = this.#parts.clock();
    const keyset = cursor === undefined ? undefined : decodeKeyset(cursor, ['number', 'number']);
    const { sql, values } = listQuery(filter, keyset, now);
    const rows = this.#prepare(sql).all(...values, limit + 1) as unknown as ListedRow[];
    return pageOf(
      rows.map((row) => keyed(row, now)),
      limit,
      keyset,
    );
  }

  #prepare(sql: string): StatementSync {
    const prepared = this.#prepared.get(sql) ?? this.#parts.db.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

type VersionRow = [text: string, status: number, dueFrom: number | null, dueTo: number | null, outcome: number | null];
type ListedRow = [...VersionRow, from: number, no: number, revision: number];

/** What a version row says at an instant: timeliness follows from its deadline. */
function answerOf([text, status, start, end, outcome]: VersionRow, revision: number, at: number): string {
  const due =
    start === null || end === null
      ? undefined
      : { start, end, outcome: outcome === null ? undefined : OUTCOMES[outcome] };
  return answerText(text, { revision, status: STATUSES[status] as Status, timeliness: timelinessAt(due, at) });
}

function keyed([text, status, dueFrom, dueTo, outcome, from, no, revision]: ListedRow, at: number): Keyed {
  return { key: [from, no], text: answerOf([text, status, dueFrom, dueTo, outcome], revision, at) };
}

interface Query {
  readonly sql: string;
  readonly values: Values;
}

/** One index range for each pair of kind and status the filter leaves, merged in order; none of them is scanned whole. */
function listQuery(filter: CommitmentFilter, keyset: Keyset | undefined, now: number): Query {
  const backwards = keyset?.direction === 'prev';
  const order = backwards ? 'ASC' : 'DESC';
  const place = placed(keyset, backwards);
  const held = holds(filter, now);
  const index = filter.status === undefined ? 'version_newest' : 'version_kind_status';
  const range = (
    where: string,
  ) => `SELECT effective_from, commitment, who, course, said, status, due_from, due_to, outcome
    FROM version AS v INDEXED BY ${index}
    WHERE ${where} known_to = ${STILL_KNOWN} AND effective_from <= ? AND effective_to > ? ${place.sql} ${held.sql}`;
  const ranges = rangesOf(filter).map(range);
  const values = ranges.flatMap(() => [now, now, ...place.values, ...held.values]);
  const sql = `SELECT ${TEXT}, r.status, r.due_from, r.due_to, r.outcome, r.effective_from, r.commitment, c.revision
    FROM (${ranges.join(' UNION ALL ')} ORDER BY 1 ${order}, 2 ${order} LIMIT ?) AS r
    ${partsOf('r')} JOIN commitment AS c ON c.no = r.commitment
    ORDER BY r.effective_from ${order}, r.commitment ${order}`;
  return { sql, values };
}

function placed(keyset: Keyset | undefined, backwards: boolean): Query {
  if (keyset === undefined) return { sql: '', values: [] };
  return { sql: `AND (effective_from, commitment) ${backwards ? '>' : '<'} (?, ?)`, values: [...keyset.key] };
}

/** Without a status, the newest of all kinds, or of one among them; with one, the index that starts with both. */
function rangesOf({ kind, status }: CommitmentFilter): string[] {
  if (status === undefined) return [kind === undefined ? '' : `kind = ${kindNumber(kind)} AND`];
  const kinds = kind === undefined ? KINDS : [kind];
  return kinds.map((each) => `kind = ${kindNumber(each)} AND status = ${statusNumber(status)} AND`);
}

/** Parties, areas and contested terms held at the instant. */
function holds({ party, area, contested }: CommitmentFilter, now: number): Query {
  const asked = [
    ['party', party],
    ['area', area],
    ['contested', contested],
  ].filter((pair): pair is [string, string | true] => pair[1] !== undefined);
  return {
    sql: asked.map(([name, value]) => `AND ${value === true ? anyHeld(name) : HELD}`).join(' '),
    values: asked.flatMap(([name, value]) => (value === true ? [now, now] : [name, value, now, now])),
  };
}

const interval = `f.known_to = ${STILL_KNOWN} AND f.effective_from <= ? AND f.effective_to > ?`;
const HELD = `EXISTS (SELECT 1 FROM facet AS f WHERE f.name = ? AND f.value = ? AND f.commitment = v.commitment AND ${interval})`;
const anyHeld = (name: string): string =>
  `EXISTS (SELECT 1 FROM facet AS f WHERE f.name = '${name}' AND f.value IN ${CONTESTABLE} AND f.commitment = v.commitment AND ${interval})`;
const CONTESTABLE = `('level', 'name', 'act', 'area', 'date', 'quantity', 'delivery')`;

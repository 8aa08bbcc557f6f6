// Reads commitments: one answer by its id, lists of versions at an instant, newest in effect first.
// Law: every list is read through an index in its own order; a page never costs the whole table.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KINDS } from '../../domain/commitment/acts.ts';
import { STATUSES } from '../../domain/commitment/headline.ts';
import { etagOf, withRevision } from '../answer.ts';
import { decodeKeyset, type Keyed, type Keyset, pageOf } from '../keyset.ts';
import type { Answer, AsOf, CommitmentFilter, Page, Paging } from '../readModels.ts';
import { STILL_KNOWN } from '../schema.ts';
import { kindNumber, statusNumber } from './rows.ts';

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
    this.#current = parts.db.prepare('SELECT body, etag, revision, next_cut FROM commitment WHERE id = ?');
    this.#versionAt = parts.db.prepare(
      `SELECT text, effective_to FROM version JOIN body ON body.no = version.body
       WHERE commitment = (SELECT no FROM commitment WHERE id = ?) AND effective_from <= ? AND effective_to > ?
         AND known_from <= ? AND known_to > ?`,
    );
  }

  current(id: string): Answer | undefined {
    const row = this.#current.get(id) as unknown as Values | undefined;
    if (row === undefined) return undefined;
    const [body, etag, revision, nextCut] = row;
    return {
      body: body as string,
      etag: etag as string,
      revision: revision as number,
      nextCut: (nextCut as number | null) ?? undefined,
    };
  }

  at(id: string, { asOf, sequence }: AsOf): Answer | undefined {
    const row = this.#versionAt.get(id, asOf, asOf, sequence, sequence) as unknown as Values | undefined;
    if (row === undefined) return undefined;
    const revision = this.#parts.revisionAt(id, sequence);
    const body = withRevision(row[0] as string, revision);
    return { body, etag: etagOf(revision, body), revision, nextCut: undefined };
  }

  list(filter: CommitmentFilter, { limit, cursor }: Paging): Page {
    const now = this.#parts.clock();
    const keyset = cursor === undefined ? undefined : decodeKeyset(cursor, ['number', 'number']);
    const { sql, values } = listQuery(filter, keyset, now);
    const rows = this.#prepare(sql).all(...values, limit + 1) as unknown as Values[];
    return pageOf(rows.map(keyed), limit, keyset);
  }

  #prepare(sql: string): StatementSync {
    const prepared = this.#prepared.get(sql) ?? this.#parts.db.prepare(sql);
    this.#prepared.set(sql, prepared);
    return prepared;
  }
}

const keyed = ([from, no, text, revision]: Values): Keyed => ({
  key: [from as number, no as number],
  text: withRevision(text as string, revision as number),
});

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
  const range = (where: string) => `SELECT effective_from, commitment, body FROM version AS v
    WHERE ${where} known_to = ${STILL_KNOWN} AND effective_from <= ? AND effective_to > ? ${place.sql} ${held.sql}`;
  const ranges = rangesOf(filter).map(range);
  const values = ranges.flatMap(() => [now, now, ...place.values, ...held.values]);
  const sql = `SELECT r.effective_from, r.commitment, b.text, c.revision
    FROM (${ranges.join(' UNION ALL ')} ORDER BY 1 ${order}, 2 ${order} LIMIT ?) AS r
    JOIN body AS b ON b.no = r.body JOIN commitment AS c ON c.no = r.commitment
    ORDER BY 1 ${order}, 2 ${order}`;
  return { sql, values };
}

function placed(keyset: Keyset | undefined, backwards: boolean): Query {
  if (keyset === undefined) return { sql: '', values: [] };
  return { sql: `AND (effective_from, commitment) ${backwards ? '>' : '<'} (?, ?)`, values: [...keyset.key] };
}

function rangesOf({ kind, status }: CommitmentFilter): string[] {
  if (kind === undefined && status === undefined) return [''];
  const kinds = kind === undefined ? [...KINDS] : [kind];
  const statuses = status === undefined ? [...STATUSES] : [status];
  return kinds.flatMap((k) => statuses.map((s) => `kind = ${kindNumber(k)} AND status = ${statusNumber(s)} AND`));
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

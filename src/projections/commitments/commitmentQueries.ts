// Reads commitments: one answer by its id, lists of versions at an instant, in the order asked for.
// Law: every list is read through an index in its own order; a page never costs the whole table.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { streamOf } from '../../domain/aggregates.ts';
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import {
  type Due,
  STATUSES,
  type Status,
  TIMELINESS,
  type Timeliness,
  timelinessAt,
} from '../../domain/commitment/headline.ts';
import type { Journal } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { answerText, etagOf } from '../answer.ts';
import { DamagedModels } from '../damage.ts';
import { pageOf } from '../keyset.ts';
import type { Answer, AskedAt, AsOf, CommitmentFilter, Page, Sort, SortedPaging } from '../readModels.ts';
import { SetAsides } from '../setAside.ts';
import type { Asked, Query } from './asked.ts';
import { type BesideBody, expectWritten } from './bodySums.ts';
import { wantedFacets } from './facetQuery.ts';
import { listQueries, matchesQueries, partsOf, TEXT, versionSql, versionSqlValues } from './listQuery.ts';
import { continuedFrom, keyOf } from './listSort.ts';
import { NAMED } from './namedQuery.ts';
import { openedFor } from './opened.ts';
import { WholeTexts } from './pieceRows.ts';
import { type DrivenBy, Rarity } from './rarity.ts';
import { dueIn } from './rows.ts';
import { allOf, wordsTyped } from './searchQuery.ts';

export interface CommitmentQueriesParts {
  readonly db: DatabaseSync;
  readonly journal: Pick<Journal, 'read' | 'revisionsAt' | 'sequenceNear'>;
  readonly clock: () => number;
  /** the codes of a party's members */
  readonly membersAt: (party: string, at: AsOf) => readonly string[];
  /** from how many rows on something is too common for a list to be read from it */
  readonly rare?: number;
  /** so many events are read in one stretch of the journal */
  readonly short?: number;
  /** whether rows are read as they stand, also where they are not what was written */
  readonly asTheyStand?: boolean;
}

/** What is set aside keeps its current row, which says nothing any more. */
const NOT_ASIDE = `NOT EXISTS (SELECT 1 FROM set_aside WHERE stream = '${streamOf('commitment', '')}' || c.id)`;

/** So many texts of queries are kept ready to run. */
const PREPARED = 500;

export class CommitmentQueries {
  readonly #parts: CommitmentQueriesParts;
  readonly #asides: SetAsides;
  readonly #head: StatementSync;
  readonly #current: StatementSync;
  readonly #versionNow: StatementSync;
  readonly #versionThen: StatementSync;
  readonly #cited: StatementSync;
  readonly #named: StatementSync;
  readonly #whole: WholeTexts;
  readonly #rarity: Rarity;
  readonly #prepared = new BoundedMap<string, StatementSync>(PREPARED);

  constructor(parts: CommitmentQueriesParts) {
    this.#parts = parts;
    this.#whole = new WholeTexts(parts.db, parts.asTheyStand);
    this.#rarity = new Rarity(parts.db, parts.rare);
    this.#asides = new SetAsides(parts.db);
    this.#head = parts.db.prepare('SELECT min(sequence) FROM cursor');
    this.#current = parts.db.prepare(
      `SELECT ${TEXT}, c.etag, c.revision, c.next_cut, c.status, c.timeliness, c.no
       FROM commitment AS c ${partsOf('c')} WHERE c.id = ? AND ${NOT_ASIDE}`,
    );
    this.#cited = parts.db.prepare(
      `SELECT f.value FROM commitment AS c CROSS JOIN facet AS f INDEXED BY facet_source ON f.commitment = c.no
       WHERE c.id = ? AND f.name = 'source' AND f.effective_from <= ? AND f.effective_to > ?
         AND f.known_from <= ? AND f.known_to > ?`,
    );
    this.#named = parts.db.prepare(NAMED);
    this.#versionNow = parts.db.prepare(versionSql(undefined));
    this.#versionThen = parts.db.prepare(versionSql(0));
  }

  /** @throws RecordSetAside, DamagedModels */
  current(id: string): Answer | undefined {
    const row = this.#current.get(id) as unknown as CurrentValues | undefined;
    if (row === undefined) {
      this.#asides.refuse('commitment', id);
      return undefined;
    }
    const [text, etag, revision, nextCut, status, timeliness, no] = row;
    const moment = { revision, status: STATUSES[status] as Status, timeliness: TIMELINESS[timeliness] as Timeliness };
    const body = answerText(this.#whole.of(no, text), moment);
    this.#expect(etagOf(revision, body) === etag, `the answer of commitment ${no}`);
    return { body, etag, revision, nextCut: nextCut ?? undefined };
  }

  /** @throws RecordSetAside */
  at(id: string, at: AsOf): Answer | undefined {
    const { asOf, sequence } = at;
    const row = this.#versionAt(id, at);
    if (row === undefined) {
      this.#asides.refuse('commitment', id, sequence);
      return undefined;
    }
    const [revision = -1] = this.#parts.journal.revisionsAt([row.commitment], Math.min(sequence, this.head()));
    const body = answerOf(row, revision, asOf);
    return { body, etag: etagOf(revision, body), revision, nextCut: undefined };
  }

  /** What is said of it where another one names it; undefined where it was not on record. */
  named(id: string, at: AsOf): NamedVersion | undefined {
    const row = this.#versionAt(id, at);
    if (row === undefined) return undefined;
    const { text, status, to } = row;
    return { text, status, until: to };
  }

  /** The sources of what is in effect. */
  cited(id: string, { asOf, sequence }: AsOf): readonly string[] {
    return this.#cited.all(id, asOf, asOf, sequence, sequence).map((row) => String(row[0]));
  }

  #versionAt(id: string, { asOf, sequence }: AsOf): Version | undefined {
    const past = sequence < this.head();
    const values = versionSqlValues(id, { asOf, sequence: past ? sequence : undefined });
    const row = (past ? this.#versionThen : this.#versionNow).get(...values) as unknown as VersionRow | undefined;
    return row && this.#written(row);
  }

  /** The first page's instant and sequence hold for those that follow from it: its cursors carry them. */
  list(
    filter: CommitmentFilter,
    { limit, cursor, sort = orderOf(filter) }: SortedPaging,
    at?: AskedAt,
  ): Page & { readonly at: AsOf } {
    const from = cursor === undefined ? undefined : continuedFrom(cursor, sort);
    const head = this.head();
    const asOf = from?.clocks.asOf ?? at?.asOf ?? this.#parts.clock();
    const sequence = Math.min(from?.clocks.sequence ?? at?.sequence ?? head, head);
    const clocks = { asOf, sequence };
    const rows = this.#rows({ filter, sort, place: from?.place, limit: limit + 1 }, clocks, sequence < head);
    const commitments = rows.map(([, , , no]) => no);
    const then = sequence < head ? this.#parts.journal.revisionsAt(commitments, sequence) : undefined;
    const keyed = rows.map((row, index) => {
      const [place, revision, etag, ...stored] = row;
      const version = this.#written(stored);
      this.#expect(etag.startsWith(`"${revision}-`), `the revision of commitment ${version.commitment}`);
      const answer = answerOf(version, then?.[index] ?? revision, asOf);
      return { key: keyOf(sort, place, version.commitment, clocks), text: answer };
    });
    return { ...pageOf(keyed, limit, from?.keyset), at: clocks };
  }

  /** So many of what a list holds, in no order, by what they are filtered and counted by. */
  matches(filter: CommitmentFilter, { asOf, sequence: asked }: AsOf, limit: number): Match[] {
    const head = this.head();
    const sequence = Math.min(asked, head);
    const wanted = { filter, sort: '-effective', place: undefined, limit, isWhole: true } as const;
    const rows = this.#found(wanted, { asOf, sequence }, sequence < head, matchesQueries) as unknown as MatchRow[];
    return rows.map(([kind, ...stored]) => {
      const { status, due, text } = this.#written(stored);
      return { kind: KINDS[kind] as Kind, status, timeliness: timelinessAt(due, asOf), who: text };
    });
  }

  /** What a row says, with its text whole. @throws DamagedModels where it is not what was written */
  #written([commitment, from, to, status, start, end, outcome, text, sum]: VersionRow): Version {
    if (this.#parts.asTheyStand !== true) {
      expectWritten(text, [commitment, from, to, status, start, end, outcome], sum);
    }
    const due = dueIn(start, end, outcome);
    return { commitment, to, status: STATUSES[status] as Status, due, text: this.#whole.of(commitment, text) };
  }

  #expect(isWritten: boolean, what: string): void {
    if (!isWritten && this.#parts.asTheyStand !== true) throw DamagedModels.at(what);
  }

  /** The last sequence the models have. */
  head(): number {
    return Number(this.#head.get()?.[0] ?? -1);
  }

  #rows(asked: ListAsked, at: AsOf, past: boolean): ListedRow[] {
    return this.#found(asked, at, past, listQueries) as unknown as ListedRow[];
  }

  #found(
    asked: ListAsked,
    { asOf, sequence }: AsOf,
    past: boolean,
    queriesOf: (asked: Asked) => Iterable<Query>,
  ): unknown[] {
    const { filter } = asked;
    const members =
      filter.grouping === undefined ? undefined : this.#parts.membersAt(filter.grouping, { asOf, sequence });
    if (members?.length === 0) return [];
    const words = filter.q === undefined ? [] : wordsTyped(filter.q);
    if (filter.q !== undefined && words.length === 0) return [];
    const either = words.filter((word) => this.#named.get(word, sequence) !== undefined);
    const plain = words.filter((word) => !either.includes(word));
    const match = plain.length === 0 ? undefined : allOf(plain);
    const facets = wantedFacets(filter, members);
    const known = past ? { sequence, knownAt: this.#clockAt(sequence) } : { sequence: undefined, knownAt: asOf };
    const drive = this.#rarity.driveOf({ ...asked, facets, match, either, asOf, sequence: known.sequence });
    const opened = () => openedFor(this.#parts.journal, { asOf, sequence }, this.#parts.short);
    const found: unknown[] = [];
    for (const { sql, values } of queriesOf({ ...asked, ...known, facets, match, either, drive, asOf, opened })) {
      found.push(...this.#prepare(sql).all(...values, asked.limit - found.length));
      if (found.length >= asked.limit) break;
    }
    return found;
  }

  /** The journal's clock at a sequence, milliseconds since 1970. */
  #clockAt(sequence: number): number {
    return this.#parts.journal.read(sequence - 1, 1)[0]?.clock ?? 0;
  }

  #prepare(sql: string): StatementSync {
    return this.#prepared.getOrMake(sql, (text) => this.#parts.db.prepare(text));
  }
}

/** What was found by words comes in the order of opening, the last one first. */
const orderOf = ({ q }: CommitmentFilter): Sort => (q === undefined ? '-effective' : '-recorded');

/** Of a version: what its sum is over, and the sum. */
type VersionRow = [...BesideBody, text: string, sum: number];
type CurrentValues = [
  text: string,
  etag: string,
  revision: number,
  nextCut: number | null,
  status: number,
  timeliness: number,
  no: number,
];
type ListAsked = Pick<Asked, 'filter' | 'sort' | 'place' | 'limit'> & Pick<DrivenBy, 'isWhole'>;
interface Version {
  readonly commitment: number;
  /** when it ends, milliseconds since 1970 */
  readonly to: number;
  readonly status: Status;
  readonly due: Due | undefined;
  readonly text: string;
}

/** Its text is the start alone, and its sum is over that. */
type MatchRow = [kind: number, ...VersionRow];

/** One of what a list holds. */
export interface Match {
  readonly kind: Kind;
  readonly status: Status;
  readonly timeliness: Timeliness;
  /** the start of its text, which says who and on what, without its end */
  readonly who: string;
}

/** A version as another commitment's answer tells of it. */
export interface NamedVersion {
  /** its body, which begins with id, kind and title */
  readonly text: string;
  readonly status: Status;
  /** milliseconds since 1970: when it is another */
  readonly until: number;
}

type ListedRow = [place: number, revision: number, etag: string, ...VersionRow];

/** What a version row says at an instant: timeliness follows from its deadline. */
function answerOf({ text, status, due }: Version, revision: number, at: number): string {
  return answerText(text, { revision, status, timeliness: timelinessAt(due, at) });
}

// Reads parties, occasions and sources: one by its id, all in the order of their ids, now or at the two clocks.
// Law: at a clock, each is folded from its own stream; a page looks at a bounded number of records.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Journal } from '../../journal/journal.ts';
import { AT_MOST } from '../../support/sql.ts';
import { etagOf } from '../answer.ts';
import { DamagedModels } from '../damage.ts';
import { decodeKeyset, type Keyed, type Keyset, pageOf } from '../keyset.ts';
import type { Answer, AskedAt, AsOf, Page, Paging } from '../readModels.ts';
import type { Retractions } from '../references/retractions.ts';
import { SetAsides } from '../setAside.ts';
import { directoryAnswer } from './directoryAnswer.ts';
import type { DirectoryName, DirectoryRecord } from './directoryAt.ts';
import { VOIDED } from './directoryProjection.ts';
import { OccasionAnswers } from './occasionAnswers.ts';

/** Records a page looks at, at most: of a ledger that knew few of them then, a page may be short, with a next one. */
const LOOKED_AT = 2_000;

type Row = readonly [id: string, body: string, etag: string, revision: number];

export interface DirectoryQueriesParts {
  readonly db: DatabaseSync;
  readonly journal: Pick<Journal, 'readStream'>;
  /** milliseconds since 1970: a membership that lies ahead comes true without an event */
  readonly clock: () => number;
  readonly retractions: Retractions;
  /** whether rows are read as they stand, also where they are not what was written */
  readonly asTheyStand?: boolean;
}

export class DirectoryQueries {
  readonly #journal: Pick<Journal, 'readStream'>;
  readonly #clock: () => number;
  readonly #asTheyStand: boolean;
  readonly #asides: SetAsides;
  readonly #occasions: OccasionAnswers;
  readonly #one: StatementSync;
  readonly #forwards: StatementSync;
  readonly #backwards: StatementSync;
  readonly #idsForwards: StatementSync;
  readonly #idsBackwards: StatementSync;

  constructor({ db, journal, clock, retractions, asTheyStand = false }: DirectoryQueriesParts) {
    this.#asTheyStand = asTheyStand;
    this.#journal = journal;
    this.#clock = clock;
    this.#asides = new SetAsides(db);
    this.#occasions = new OccasionAnswers({ db, journal, asides: this.#asides, retractions });
    const standing = `body <> '${VOIDED}'`;
    this.#one = db.prepare(`SELECT body, etag, revision FROM entry WHERE kind = ? AND id = ? AND ${standing}`);
    this.#forwards = db.prepare(
      `SELECT id, body, etag, revision FROM entry WHERE kind = ? AND id > ? AND ${standing} ORDER BY id ${AT_MOST}`,
    );
    this.#backwards = db.prepare(
      `SELECT id, body, etag, revision FROM entry WHERE kind = ? AND id < ? AND ${standing} ORDER BY id DESC ${AT_MOST}`,
    );
    this.#idsForwards = db.prepare(`SELECT id FROM entry WHERE kind = ? AND id > ? ORDER BY id ${AT_MOST}`);
    this.#idsBackwards = db.prepare(`SELECT id FROM entry WHERE kind = ? AND id < ? ORDER BY id DESC ${AT_MOST}`);
  }

  /** An occasion with what was said there, which its items in a list leave out. @throws RecordSetAside */
  occasion(id: string, at?: AsOf): Answer | undefined {
    const answer = this.one('occasion', id, at);
    return answer && this.#occasions.whole(answer, at?.asOf ?? this.#clock(), at?.sequence);
  }

  /** By its own record alone. @throws RecordSetAside */
  one(kind: DirectoryName, id: string, at?: AsOf): Answer | undefined {
    if (at !== undefined) {
      this.#asides.refuse(kind, id, at.sequence);
      return directoryAnswer(this.#journal, { kind, id }, at);
    }
    const row = this.#one.get(kind, id) as unknown as [string, string, number] | undefined;
    if (row !== undefined) this.#expectWritten(kind, [id, ...row]);
    if (row !== undefined && liesAhead(row[0])) {
      return directoryAnswer(this.#journal, { kind, id }, { asOf: this.#clock() });
    }
    if (row !== undefined) return { body: row[0], etag: row[1], revision: row[2], nextCut: undefined };
    this.#asides.refuse(kind, id);
    return undefined;
  }

  list(kind: DirectoryName, { limit, cursor }: Paging, at: AskedAt = {}): Page {
    const keyset: Keyset | undefined = cursor === undefined ? undefined : decodeKeyset(cursor, ['string']);
    if (at.asOf !== undefined || at.sequence !== undefined) return this.#listAt(kind, { limit, keyset }, at);
    const statement = keyset?.direction === 'prev' ? this.#backwards : this.#forwards;
    const rows = statement.all(kind, keyset?.key[0] ?? '', limit + 1) as unknown as Row[];
    return pageOf(
      rows.map((row) => {
        const [id, body] = row;
        this.#expectWritten(kind, row);
        return { key: [id], text: liesAhead(body) ? this.#now(kind, id, body) : body };
      }),
      limit,
      keyset,
    );
  }

  /** Law: a row's tag is over its body. @throws DamagedModels where it is over another one */
  #expectWritten(kind: DirectoryName, [id, body, etag, revision]: Row): void {
    if (etagOf(revision, body) === etag || this.#asTheyStand) return;
    throw DamagedModels.at(`the answer of ${kind} ${id}`);
  }

  #now(kind: DirectoryName, id: string, body: string): string {
    return directoryAnswer(this.#journal, { kind, id }, { asOf: this.#clock() })?.body ?? body;
  }

  /** Who is on record now was so later than then, or never: ids come from the rows, what each was from its stream. */
  #listAt(kind: DirectoryName, { limit, keyset }: { limit: number; keyset: Keyset | undefined }, at: AskedAt): Page {
    const statement = keyset?.direction === 'prev' ? this.#idsBackwards : this.#idsForwards;
    const ids = statement.all(kind, keyset?.key[0] ?? '', LOOKED_AT).map((row) => String(row[0]));
    const found: Keyed[] = [];
    for (const id of ids) {
      const answer = this.#answerAt({ kind, id }, at);
      if (answer !== undefined) found.push({ key: [id], text: answer.body });
      if (found.length > limit) break;
    }
    const last = ids.length === LOOKED_AT ? ids.at(-1) : undefined;
    return pageOf(found, limit, keyset, last === undefined ? undefined : [last]);
  }
  #answerAt(record: DirectoryRecord, at: AskedAt): Answer | undefined {
    const isAside = this.#asides.find(record.kind, record.id, at.sequence) !== undefined;
    return isAside ? undefined : directoryAnswer(this.#journal, record, at);
  }
}

/** Whether a row was written before something on its record came true: then it is made anew for the day. */
const liesAhead = (body: string): boolean => body.includes('"ahead":[');

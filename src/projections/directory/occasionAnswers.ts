// An occasion's answer whole: beside what is on its own record, what was said and done there about every commitment, and who
// held the offices that took part. Law: it reads a bounded number of commitments and events, and says where that cut it short.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { identityOf } from '../../domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { identityView } from '../../domain/commitment/present.ts';
import { enter, NOTHING_ON_RECORD } from '../../domain/commitment/record.ts';
import { type SaidThere, saidAtOccasion } from '../../domain/commitment/saidAtOccasion.ts';
import type { OccasionView } from '../../domain/occasion/occasion.ts';
import { officeBetween } from '../../domain/party/offices.ts';
import type { PartyFact } from '../../domain/party/party.ts';
import { bounds, type When } from '../../domain/time.ts';
import type { Journal } from '../../journal/journal.ts';
import { AT_MOST } from '../../support/sql.ts';
import { etagOf } from '../answer.ts';
import { rareFacet } from '../commitments/facetQuery.ts';
import { factsOf } from '../facts.ts';
import type { Answer, AsOf } from '../readModels.ts';
import type { Retractions } from '../references/retractions.ts';
import type { SetAsides } from '../setAside.ts';

/** So many commitments, and so many of their events, are read for one answer. */
const MOST_COMMITMENTS = 200;
const MOST_EVENTS = 5_000;

export interface OccasionAnswersParts {
  readonly db: DatabaseSync;
  readonly journal: Pick<Journal, 'readStream'>;
  readonly asides: Pick<SetAsides, 'find'>;
  readonly retractions: Retractions;
}

type Told = ReturnType<typeof identityView> & Pick<SaidThere, 'at' | 'view'>;

export class OccasionAnswers {
  readonly #parts: OccasionAnswersParts;
  readonly #now: StatementSync;
  readonly #then: StatementSync;
  readonly #head: StatementSync;

  constructor(parts: OccasionAnswersParts) {
    this.#parts = parts;
    this.#now = parts.db.prepare(commitmentsSql(undefined));
    this.#then = parts.db.prepare(commitmentsSql(0));
    this.#head = parts.db.prepare('SELECT min(sequence) FROM cursor');
  }

  /** @param answer of the occasion by its own record, at the same clocks */
  whole(answer: Answer, asOf: number, asked?: number): Answer {
    const head = Number(this.#head.get()?.[0] ?? -1);
    const sequence = Math.min(asked ?? head, head);
    const { revision, ...occasion } = JSON.parse(answer.body) as OccasionView & { readonly revision: string };
    const offices = occasion.offices.map(({ party, office }) => ({
      party,
      office,
      ...this.#office({ party, office }, occasion.date, sequence),
    }));
    const said = this.#said(occasion.id, { asOf, sequence }, sequence < head);
    const text = JSON.stringify({ ...occasion, offices, ...said, revision });
    const [body = text] = this.#parts.retractions.marked([text], { asOf, sequence });
    return { ...answer, body, etag: etagOf(answer.revision, body) };
  }

  /** Who held it on the day of the occasion. Law: a person may hold no office any more when the occasion is asked about. */
  #office(named: { readonly party: string; readonly office: string }, date: When, sequence: number) {
    const { journal, asides } = this.#parts;
    const isAside = asides.find('party', named.party, sequence) !== undefined;
    const events = isAside ? [] : factsOf<PartyFact>(journal, { kind: 'party', id: named.party }, sequence);
    const { start = -Infinity, end = Infinity } = bounds(date);
    const day = { start, end: Math.max(end, start + 1) };
    return officeBetween(events, named.office, day) ?? { title: null, holders: [] };
  }

  #said(occasion: string, at: AsOf, past: boolean) {
    const found: Told[] = [];
    let [read, complete] = [0, true];
    const ids = this.#commitments(occasion, at, past);
    for (const [index, id] of ids.entries()) {
      if (index === MOST_COMMITMENTS || read > MOST_EVENTS) {
        complete = false;
        break;
      }
      const facts = factsOf<CommitmentFact>(this.#parts.journal, { kind: 'commitment', id }, at.sequence);
      read += facts.length;
      const identity = identityView(identityOf(id, facts.reduce(enter, NOTHING_ON_RECORD)));
      for (const one of saidAtOccasion(facts, occasion, at.asOf)) found.push({ ...identity, ...one });
    }
    // equal instants stay in the order in which commitments were opened
    found.sort((a, b) => a.at - b.at);
    return { said: found.map(({ id, title, kind, view }) => ({ commitment: id, title, kind, ...view })), complete };
  }

  #commitments(occasion: string, { asOf, sequence }: AsOf, past: boolean): readonly string[] {
    const { values } = facetAt(occasion, asOf, past ? sequence : undefined);
    const rows = (past ? this.#then : this.#now).all(...values, MOST_COMMITMENTS + 1);
    const ids = rows.map((row) => String(row[0]));
    return ids.filter((id) => this.#parts.asides.find('commitment', id, sequence) === undefined);
  }
}

const facetAt = (occasion: string, asOf: number, sequence: number | undefined) =>
  rareFacet({ name: 'occasion', values: [occasion] }, { asOf, sequence });

/** Those about which something was said there, in the order of opening. */
const commitmentsSql = (sequence: number | undefined): string =>
  `SELECT c.id FROM (${facetAt('', 0, sequence).sql}) AS w JOIN commitment AS c ON c.no = w.opened
   ORDER BY w.opened ${AT_MOST}`;

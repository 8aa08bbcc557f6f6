// Links both ways, with what is said of those at their other ends as of the same clocks.
// Law: of a link the one that says so keeps it: what another commitment says of this one is found by what lists are filtered
// by, and no history is read.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Kind } from '../../domain/commitment/acts.ts';
import type { Status } from '../../domain/commitment/headline.ts';
import { AT_MOST } from '../../support/sql.ts';
import type { CommitmentQueries, NamedVersion } from '../commitments/commitmentQueries.ts';
import { linksTo, rareFacet } from '../commitments/facetQuery.ts';
import type { AsOf } from '../readModels.ts';
import { FOREVER } from '../schema.ts';
import { arrayNamed } from './jsonArray.ts';

/** Of those that are linked to one, so many are told of in its answer: all of them are a list. */
export const LINKED_FROM = 200;

interface Link {
  readonly relation: string;
  readonly target: string;
}

/** What is said of a commitment at the other end of a link. */
interface Named {
  readonly title: string | null;
  readonly kind: Kind | null;
  /** null where nothing of it was in effect yet */
  readonly status: Status | null;
}

export interface LinksShown {
  /** the body with what is said of its targets */
  readonly body: string;
  /** JSON, without its brackets */
  readonly linkedFrom: string;
  readonly count: number;
  /** milliseconds since 1970: when something of it is another without an event; Infinity where it is linked to none */
  readonly until: number;
  readonly isLinked: boolean;
}

interface Other extends Named {
  /** those of its own */
  readonly links: readonly Link[];
  readonly until: number;
}

export class Links {
  readonly #commitments: CommitmentQueries;
  readonly #now: Statements;
  readonly #past: Statements;
  readonly #first: StatementSync;

  constructor(db: DatabaseSync, commitments: CommitmentQueries) {
    this.#commitments = commitments;
    this.#now = statements(db, { asOf: 0, sequence: undefined });
    this.#past = statements(db, { asOf: 0, sequence: 0 });
    this.#first = db.prepare(
      `SELECT min(v.effective_from) FROM commitment AS c CROSS JOIN version AS v ON v.commitment = c.no
       WHERE c.id = ? AND v.known_from <= ? AND v.known_to > ?`,
    );
  }

  /** @param body of the commitment at the clocks */
  shown(id: string, body: string, at: AsOf): LinksShown {
    const place = arrayNamed(body, 'links');
    const own = place === undefined ? [] : (JSON.parse(body.slice(place.from, place.to)) as Link[]);
    const { ids, count } = this.#idsLinkedTo(id, at);
    if (place === undefined || own.length + ids.length === 0) return { ...UNLINKED, body };
    const others = new Map<string, Other>();
    for (const other of [...own.map(({ target }) => target), ...ids]) {
      if (!others.has(other)) others.set(other, this.#other(other, at));
    }
    const told = own.map((link) => ({ ...link, ...said(others.get(link.target)) }));
    return {
      body: body.slice(0, place.from) + JSON.stringify(told) + body.slice(place.to),
      linkedFrom: ids.flatMap((from) => linksFrom(from, others.get(from), id)).join(','),
      count,
      until: Math.min(...[...others.values()].map(({ until }) => until)),
      isLinked: true,
    };
  }

  #other(id: string, at: AsOf): Other {
    const version = this.#commitments.named(id, at);
    if (version === undefined) return this.#notYet(id, at);
    const until = version.until >= FOREVER ? Infinity : version.until;
    return { ...namedIn(version), links: linksIn(version), until };
  }

  #idsLinkedTo(id: string, { asOf, sequence }: AsOf): { readonly ids: readonly string[]; readonly count: number } {
    const past = sequence < this.#commitments.head();
    const { list, count } = past ? this.#past : this.#now;
    const held = [...linksTo(id), ...(past ? [asOf, asOf, sequence, sequence] : [asOf, asOf])];
    const ids = list.all(...held, LINKED_FROM + 1).map((row) => String(row[0]));
    if (ids.length <= LINKED_FROM) return { ids, count: ids.length };
    return { ids: ids.slice(0, LINKED_FROM), count: Number(count.get(...held)?.[0]) };
  }

  /** Of what is on record and not in effect yet, the title follows the known clock alone. */
  #notYet(id: string, { sequence }: AsOf): Other {
    const known = Math.min(sequence, this.#commitments.head());
    const first = this.#first.get(id, known, known)?.[0];
    const version = typeof first === 'number' ? this.#commitments.named(id, { asOf: first, sequence }) : undefined;
    const named = version === undefined ? NOTHING : namedIn(version);
    return { ...named, status: null, links: [], until: Infinity };
  }
}

const UNLINKED = { linkedFrom: '', count: 0, until: Infinity, isLinked: false } as const;
const NOTHING: Named = { title: null, kind: null, status: null };
const said = ({ title, kind, status }: Named = NOTHING): Named => ({ title, kind, status });

/** What one says of another, as the other tells it: whose word it is takes the place of whom it names. JSON texts. */
const linksFrom = (from: string, other: Other | undefined, target: string): string[] =>
  (other?.links ?? [])
    .filter((link) => link.target === target)
    .map(({ target: _, ...link }) => JSON.stringify({ ...link, from, ...said(other) }));

interface Statements {
  readonly list: StatementSync;
  readonly count: StatementSync;
}

function statements(db: DatabaseSync, at: Parameters<typeof rareFacet>[1]): Statements {
  const { sql } = rareFacet({ name: 'link', values: linksTo('') }, at);
  return {
    list: db.prepare(
      `SELECT c.id FROM (${sql}) AS w CROSS JOIN commitment AS c ON c.no = w.opened ORDER BY w.opened ${AT_MOST}`,
    ),
    count: db.prepare(`SELECT count(*) FROM (${sql})`),
  };
}

const IDENTITY = /^\{"id":"[^"]*","kind":"([^"]*)","title":("(?:[^"\\]|\\.)*")/;

function namedIn({ text, status }: NamedVersion): Named {
  const [, kind, title] = IDENTITY.exec(text) ?? [];
  return { title: title === undefined ? null : JSON.parse(title), kind: (kind as Kind | undefined) ?? null, status };
}

function linksIn({ text }: NamedVersion): readonly Link[] {
  const place = arrayNamed(text, 'links');
  return place === undefined ? [] : (JSON.parse(text.slice(place.from, place.to)) as Link[]);
}

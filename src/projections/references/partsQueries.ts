// The parts of a commitment and what they come to, as of both clocks: those that say they are part of it.
// Law: each part tells what its own answer tells at the same clocks; of parts of parts only that they are there is said, so
// that a circle of links is never followed.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type PartCount, partsSum, type Part as Summand } from '../../domain/commitment/partsSum.ts';
import type { CommitmentView } from '../../domain/commitment/present.ts';
import type { CommitmentQueries } from '../commitments/commitmentQueries.ts';
import { linksTo, rareFacet } from '../commitments/facetQuery.ts';
import type { AsOf } from '../readModels.ts';

/** So many parts are read. */
const PARTS_READ = 500;
/** So many at a time: an answer may be long, and no more of them are held at once. */
const AT_A_TIME = 50;
const PART_OF = 'part_of';

export class PartsQueries {
  readonly #commitments: CommitmentQueries;
  readonly #now: StatementSync;
  readonly #past: StatementSync;

  constructor(db: DatabaseSync, commitments: CommitmentQueries) {
    const count = (sequence: number | undefined) =>
      db.prepare(`SELECT count(*) FROM (${linked('', { asOf: 0, sequence }).sql})`);
    this.#commitments = commitments;
    this.#now = count(undefined);
    this.#past = count(0);
  }

  /** JSON; undefined where the commitment is not on record there. @throws RecordSetAside */
  parts(id: string, { asOf, sequence }: AsOf): string | undefined {
    const at = { asOf, sequence: Math.min(sequence, this.#commitments.head()) };
    const whole = this.#commitments.at(id, at);
    if (whole === undefined) return undefined;
    const { title, kind, status, quantity } = JSON.parse(whole.body) as CommitmentView;
    const parts = this.#read(id, at);
    const total = this.#countOf(id, at);
    return JSON.stringify({
      commitment: { id, title, kind, status, quantity },
      ...partsSum(parts),
      read: parts.length,
      total,
      complete: parts.length === total,
    });
  }

  #read(id: string, at: AsOf): readonly Summand[] {
    const parts: Summand[] = [];
    let cursor: string | undefined;
    do {
      const paging = { limit: AT_A_TIME, sort: 'recorded', ...(cursor === undefined ? {} : { cursor }) } as const;
      const page = this.#commitments.list({ linkedTo: id, relation: PART_OF }, paging, at);
      parts.push(...page.items.map((text) => this.#summand(text, at)));
      cursor = page.next;
    } while (cursor !== undefined && parts.length < PARTS_READ);
    return parts;
  }

  #summand(text: string, at: AsOf): Summand {
    const { id, title, status, parties, links, delivery } = JSON.parse(text) as CommitmentView;
    return {
      id,
      title,
      status,
      hasParts: this.#countOf(id, at) > 0,
      committers: parties.filter(({ role }) => role === 'committer').map(({ code }) => code),
      links: links.map(({ relation, target }) => ({ relation, target })),
      counts: delivery.amounts.map(({ measure, subject, window, amount, contested }): PartCount => {
        return { measure, subject, window, amount, contested };
      }),
    };
  }

  /** How many say that they are part of it. */
  #countOf(id: string, { asOf, sequence }: AsOf): number {
    const past = sequence < this.#commitments.head();
    const { values } = linked(id, { asOf, sequence: past ? sequence : undefined });
    return Number((past ? this.#past : this.#now).get(...values)?.[0]);
  }
}

const linked = (id: string, at: Parameters<typeof rareFacet>[1]) =>
  rareFacet({ name: 'link', values: linksTo(id, PART_OF) }, at);

// Statistics and scorecards on both clocks, from counts that are kept: no commitment is looked at.
import type { DatabaseSync } from 'node:sqlite';
import type { Journal } from '../../journal/journal.ts';
import type { Match } from '../commitments/commitmentQueries.ts';
import { decodeKeyset, pageOf } from '../keyset.ts';
import type { AsOf, CommitmentFilter, FacetName, Page, Paging, StatisticsScope } from '../readModels.ts';
import { areaCode, partyCode, unowedCode } from './counts.ts';
import { type Counted, CountsAt } from './countsAt.ts';
import { facetCounts } from './facetCounts.ts';
import { EVERYTHING } from './lines.ts';
import { scorecardAnswer, statisticsAnswer, valuesUnder } from './statisticsAnswer.ts';
import { kindCode } from './values.ts';

export interface StatisticsParts {
  readonly db: DatabaseSync;
  readonly journal: Pick<Journal, 'read' | 'sequenceAt'>;
  /** the codes of a party's members */
  readonly membersAt: (party: string, at: AsOf) => readonly string[];
  /** so many of what a list holds */
  readonly matches: (filter: CommitmentFilter, at: AsOf, limit: number) => readonly Match[];
}

export class StatisticsQueries {
  readonly #counts: CountsAt;
  readonly #parts: StatisticsParts;

  constructor(parts: StatisticsParts) {
    this.#counts = new CountsAt(parts.db, parts.journal);
    this.#parts = parts;
  }

  /** How many of what a list holds have each value of some facets. JSON. */
  async facets(filter: CommitmentFilter, names: readonly FacetName[], at: AsOf): Promise<string> {
    const counts = (scope: StatisticsScope, then: AsOf) => this.#countsOf(scope, then);
    return JSON.stringify(await facetCounts(filter, names, at, { counts, matches: this.#parts.matches }));
  }

  /** Of all commitments, or of those of one kind, party or area. JSON. */
  async statistics(scope: StatisticsScope, at: AsOf): Promise<string> {
    return JSON.stringify(statisticsAnswer(await this.#countsOf(scope, at), scope));
  }

  /**
   * A party's scorecard, and beside it one of each member it had then. JSON.
   * Law: members' shares and their group's are never summed together: what is the group's own is its own row.
   */
  async scorecard(party: string, at: AsOf): Promise<string> {
    const members = [...new Set(this.#parts.membersAt(party, at))].sort();
    const all = [party, ...members];
    const counted = await this.#owedBy(all, at);
    const [own, ...others] = all.map((code, index) => scorecardAnswer(code, counted[index] ?? new Map()));
    return JSON.stringify({ ...own, ...(others.length === 0 ? {} : { members: others }) });
  }

  /** Of every party with a part in a commitment, by its code. Its cursors carry the clocks. @throws InvalidCursor */
  async scorecards({ limit, cursor }: Paging, given: AsOf): Promise<Page> {
    const keyset = cursor === undefined ? undefined : decodeKeyset(cursor, ['string', 'number', 'number']);
    const [place, asOf = given.asOf, sequence = given.sequence] = (keyset?.key ?? []) as [string?, number?, number?];
    const at = { asOf, sequence };
    const [everything = new Map()] = await this.#counts.of([EVERYTHING], at);
    const parties = valuesUnder(everything, 'p').map(({ value }) => value);
    const ordered = keyset?.direction === 'prev' ? parties.sort().reverse() : parties.sort();
    const beyond = ordered.filter((code) => isBeyond(code, place, keyset?.direction)).slice(0, limit + 1);
    const counted = await this.#owedBy(beyond, at);
    const rows = beyond.map((code, index) => ({
      key: [code, asOf, sequence],
      text: JSON.stringify(scorecardAnswer(code, counted[index] ?? new Map())),
    }));
    return { ...pageOf(rows, limit, keyset), at };
  }

  /** Law: a scorecard counts what a party owes: of all it has a part in, what is owed to it is taken away. */
  async #owedBy(parties: readonly string[], at: AsOf): Promise<readonly Counted[]> {
    const counted = await this.#counts.of([...parties.map(partyCode), ...parties.map(unowedCode)], at);
    return parties.map((_, index) => {
      const owed = new Map(counted[index]);
      for (const [code, n] of counted[parties.length + index] ?? []) owed.set(code, (owed.get(code) ?? 0) - n);
      return owed;
    });
  }

  async #countsOf(scope: StatisticsScope, at: AsOf): Promise<Counted> {
    const [counted = new Map<string, number>()] = await this.#counts.of([scopeOf(scope)], at);
    return counted;
  }
}

const isBeyond = (code: string, place: string | undefined, direction: 'next' | 'prev' | undefined): boolean =>
  place === undefined || (direction === 'prev' ? code < place : code > place);

function scopeOf(scope: StatisticsScope): string {
  switch (scope.by) {
    case undefined:
      return EVERYTHING;
    case 'kind':
      return kindCode(scope.value);
    case 'party':
      return partyCode(scope.value);
    case 'area':
      return areaCode(scope.value);
    default:
      return scope satisfies never;
  }
}

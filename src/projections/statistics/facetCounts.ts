// What a list holds, counted by facets: from counts that are kept where these have its filters, else match by match.
// Law: matches are counted up to a bound, and the answer says where there are more.
import type { Match } from '../commitments/commitmentQueries.ts';
import type { AsOf, CommitmentFilter, FacetName, StatisticsScope } from '../readModels.ts';
import { COMMITMENTS } from './counts.ts';
import type { Counted } from './countsAt.ts';
import { inOrder, listedBy, type ValueCount } from './statisticsAnswer.ts';

/** So many matches are counted one by one, and no more. */
const MOST = 10_000;

export interface FacetSources {
  readonly counts: (scope: StatisticsScope, at: AsOf) => Promise<Counted>;
  readonly matches: (filter: CommitmentFilter, at: AsOf, limit: number) => readonly Match[];
}

export type FacetsAnswer = {
  readonly matches: number;
  /** whether all of them are counted */
  readonly complete: boolean;
  readonly facets: Partial<Record<FacetName, readonly ValueCount[]>>;
};

export async function facetCounts(
  filter: CommitmentFilter,
  names: readonly FacetName[],
  at: AsOf,
  { counts, matches }: FacetSources,
): Promise<FacetsAnswer> {
  const scope = scopeKept(filter, names);
  if (scope === undefined) return countedOneByOne(matches(filter, at, MOST + 1), names);
  const counted = await counts(scope, at);
  const facets = Object.fromEntries(names.map((name) => [name, inOrder(listedBy[name](counted, scope))]));
  return { matches: counted.get(COMMITMENTS) ?? 0, complete: true, facets };
}

/** The scope whose counts are kept, where the filters ask for one and the facets are counted in it. */
function scopeKept(filter: CommitmentFilter, names: readonly FacetName[]): StatisticsScope | undefined {
  const asked = Object.keys(filter) as (keyof CommitmentFilter)[];
  const { kind, party, area } = filter;
  if (asked.length === 0) return {};
  if (asked.length > 1) return undefined;
  if (kind !== undefined) return { by: 'kind', value: kind };
  const value = party ?? area;
  if (value === undefined || names.includes('party') || names.includes('area')) return undefined;
  return { by: party === undefined ? 'area' : 'party', value };
}

/** The part of a text that says who, as the projections keep it: an object without its end. */
const who = (match: Match): { readonly parties: readonly { readonly code: string }[]; readonly areas: string[] } =>
  JSON.parse(`${match.who}}`);

const VALUES: Readonly<Record<FacetName, (match: Match) => readonly string[]>> = {
  status: ({ status }) => [status],
  kind: ({ kind }) => [kind],
  timeliness: ({ timeliness }) => [timeliness],
  // a party that both gives and receives is one
  party: (match) => [...new Set(who(match).parties.map(({ code }) => code))],
  area: (match) => who(match).areas,
};

function countedOneByOne(found: readonly Match[], names: readonly FacetName[]): FacetsAnswer {
  const matches = found.slice(0, MOST);
  const facets = Object.fromEntries(names.map((name) => [name, inOrder(countsOf(matches.flatMap(VALUES[name])))]));
  return { matches: matches.length, complete: found.length <= MOST, facets };
}

function countsOf(values: readonly string[]): ValueCount[] {
  const counts = new Map<string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

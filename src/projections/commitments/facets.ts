// What lists are filtered by besides kind and status: parties, areas, occasions, contested terms, links to others, each with
// the time it held.
import type { Effect } from '../../domain/commitment/effect.ts';
import type { Relation } from '../../domain/commitment/payloads.ts';
import { partiesIn } from '../../domain/commitment/position.ts';
import { contestedIn, isDeliveryContested, isPositionContested } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import type { Phase } from '../../domain/commitment/timeline.ts';
import { addRun, type Change, type Interval } from './runs.ts';

/** A stretch in which a commitment has the same facets, each a name and a value with a space between. */
export interface FacetRun extends Interval {
  readonly facets: readonly string[];
}

/** The facets of consecutive phases, put together where they are the same: most commitments have one run. */
export function facetRuns(phases: readonly Phase[], effects: readonly Effect[]): readonly FacetRun[] {
  const runs: FacetRun[] = [];
  const occasionsAt = occasionsIn(effects);
  let [last, own]: [State | undefined, readonly string[]] = [undefined, []];
  for (const { from, to, state } of phases) {
    const occasions = occasionsAt(from);
    if (last === undefined || !sameFacets(last, state)) own = facetsIn(state);
    last = state;
    const facets = occasions.length === 0 ? own : [...own, ...occasions];
    addRun(runs, { from, to, facets }, (a, b) => equal(a.facets, b.facets));
  }
  return runs;
}

/** The occasions of what is in effect at an instant, asked about in order: once named, one stays. */
function occasionsIn(effects: readonly Effect[]): (at: number) => readonly string[] {
  const named = new Set<string>();
  let [next, facets] = [0, [] as readonly string[]];
  return (at) => {
    for (let effect = effects[next]; effect !== undefined && effect.at <= at; effect = effects[++next]) {
      const { occasion } = effect.event.data;
      if (occasion === undefined || named.has(occasion) || isVoided(effect)) continue;
      named.add(occasion);
      facets = [...named].map(occasionFacet);
    }
    return facets;
  };
}

const isVoided = (effect: Effect): boolean => effect.act !== undefined && effect.voided;

export const occasionFacet = (name: string): string => `occasion ${name}`;

/** Of a state and one evolved from it: parties are never taken away, and states share what did not change. */
export const sameFacets = (a: State, b: State): boolean =>
  a.standings.size === b.standings.size &&
  a.areas === b.areas &&
  a.claiming === b.claiming &&
  a.kept.TermAsserted === b.kept.TermAsserted &&
  a.kept.TermAdjudicated === b.kept.TermAdjudicated &&
  a.kept.CommitmentsLinked === b.kept.CommitmentsLinked &&
  isDeliveryContested(a) === isDeliveryContested(b) &&
  isPositionContested(a) === isPositionContested(b);

/** Of a state, occasions aside: those follow from all that is in effect. */
export const facetsIn = (state: State): readonly string[] => [
  ...partiesIn(state.standings).map((code) => `party ${code}`),
  ...state.areas.map((area) => `area ${area}`),
  ...contestedIn(state).map((term) => `contested ${term}`),
  ...linksIn(state),
];

/** The value of a facet: in which relation it stands to which other. */
export const linkTo = (relation: Relation, target: string): string => `${relation} ${target}`;

/** One link may be on record more than once. */
const linksIn = ({ kept }: State): readonly string[] => [
  ...new Set(
    kept.CommitmentsLinked.flatMap(({ event: { data } }) => [
      `relation ${data.relation}`,
      `link ${linkTo(data.relation, data.target)}`,
    ]),
  ),
];

const equal = (a: readonly string[], b: readonly string[]): boolean =>
  a === b || (a.length === b.length && a.every((facet, index) => facet === b[index]));

export interface FacetChange extends Interval, Change {
  readonly name: string;
  readonly value: string;
}

/** What closes and opens between two foldings of one commitment. */
export function facetChanges(before: readonly FacetRun[], after: readonly FacetRun[]): FacetChange[] {
  const same = before.length === after.length && before.every((run, index) => sameRun(run, after[index]));
  if (same) return [];
  const [was, is] = [held(before), held(after)];
  return [...missingFrom(is, was, 'closed'), ...missingFrom(was, is, 'opened')];
}

const sameRun = (a: FacetRun, b: FacetRun | undefined): boolean =>
  b !== undefined && a.from === b.from && a.to === b.to && equal(a.facets, b.facets);

type Held = ReadonlyMap<string, readonly Interval[]>;

/** By facet, when it was held: intervals in order, apart from each other. */
function held(runs: readonly FacetRun[]): Held {
  const intervals = new Map<string, Interval[]>();
  for (const { facets, from, to } of runs) {
    for (const facet of facets) {
      const known = intervals.get(facet) ?? [];
      addRun(known, { from, to }, () => true);
      intervals.set(facet, known);
    }
  }
  return intervals;
}

/** The intervals of `facets` that `others` does not have. */
const missingFrom = (others: Held, facets: Held, change: FacetChange['change']): FacetChange[] =>
  [...facets].flatMap(([facet, intervals]) => {
    const known = others.get(facet) ?? [];
    const space = facet.indexOf(' ');
    return intervals
      .filter(({ from, to }) => !known.some((interval) => interval.from === from && interval.to === to))
      .map((interval) => ({ name: facet.slice(0, space), value: facet.slice(space + 1), ...interval, change }));
  });

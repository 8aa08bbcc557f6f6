// What lists are filtered by besides kind and status: parties, areas, occasions, who is cited as speaking, contested terms,
// links to others, each with the time it held.
import type { Effect } from '../../domain/commitment/effect.ts';
import type { Relation } from '../../domain/commitment/payloads.ts';
import { partiesIn } from '../../domain/commitment/position.ts';
import { contestedIn, isDeliveryContested, isPositionContested } from '../../domain/commitment/present.ts';
import type { State } from '../../domain/commitment/state.ts';
import type { Phase } from '../../domain/commitment/timeline.ts';
import { ratingsOf } from '../../domain/commitment/verdicts.ts';
import { milestoneFacets, NOTHING_REACHED, type Reached, reachedIn } from './milestones.ts';
import { addRun, type Change, type Interval } from './runs.ts';

/** A stretch in which a commitment has the same facets, each a name and a value with a space between. */
export interface FacetRun extends Interval {
  readonly facets: readonly string[];
}

/** The facets of consecutive phases, put together where they are the same: most commitments have one run. */
export function facetRuns(phases: readonly Phase[], effects: readonly Effect[]): readonly FacetRun[] {
  const runs: FacetRun[] = [];
  let [last, reached]: [State | undefined, Reached] = [undefined, NOTHING_REACHED];
  let told: readonly (readonly string[])[] = [];
  let facets: readonly string[] = [];
  for (const phase of cutByNaming(phases, namingIn(effects))) {
    const { from, to, state } = phase;
    const [own = [], milestones = [], said] = told;
    const next = reachedIn(phase, reached);
    const now: readonly (readonly string[])[] = [
      last === undefined || !sameFacets(last, state) ? facetsIn(state) : own,
      next === reached ? milestones : milestoneFacets(next),
      phase.said,
    ];
    if (now[0] !== own || now[1] !== milestones || now[2] !== said) facets = now.flat();
    [last, reached, told] = [state, next, now];
    addRun(runs, { from, to, facets }, (a, b) => equal(a.facets, b.facets));
  }
  return runs;
}

/** From an instant on, where and by whom all that is in effect was said. */
interface Naming {
  readonly at: number;
  readonly facets: readonly string[];
}

/** Law: an event that changes nothing begins no phase, and was said all the same. Example: a contest of what was voided. */
function* cutByNaming(
  phases: readonly Phase[],
  naming: readonly Naming[],
): Generator<Phase & { readonly said: readonly string[] }> {
  let said: readonly string[] = [];
  let next = 0;
  for (const phase of phases) {
    let { from } = phase;
    for (let named = naming[next]; named !== undefined && named.at < phase.to; named = naming[++next]) {
      if (named.at > from) yield { ...phase, from, to: named.at, said };
      from = Math.max(from, named.at);
      said = named.facets;
    }
    yield { ...phase, from, said };
  }
}

/** When more was said than before; once named, an occasion or a speaker stays. */
function namingIn(effects: readonly Effect[]): readonly Naming[] {
  const named = new Set<string>();
  const naming: Naming[] = [];
  for (const effect of effects) {
    if (isVoided(effect)) continue;
    const before = named.size;
    for (const facet of saidFacets(effect)) named.add(facet);
    if (named.size > before) naming.push({ at: effect.at, facets: [...named] });
  }
  return naming;
}

const isVoided = (effect: Effect): boolean => effect.act !== undefined && effect.voided;

/** The occasion and the speakers that an event names. */
export function saidFacets({ event: { data } }: Effect): readonly string[] {
  const facets: string[] = data.occasion === undefined ? [] : [`occasion ${data.occasion}`];
  for (const { speaker } of data.citations) if (speaker !== undefined) facets.push(`speaker ${speaker}`);
  return facets;
}

/** Of a state and one that follows it: they share what did not change. */
export const sameFacets = (a: State, b: State): boolean =>
  a.standings.isOfSame(b.standings) &&
  a.areas === b.areas &&
  a.claiming === b.claiming &&
  a.kept.TermAsserted === b.kept.TermAsserted &&
  a.kept.TermAdjudicated === b.kept.TermAdjudicated &&
  a.kept.AssessmentIssued === b.kept.AssessmentIssued &&
  (a.delivery === b.delivery || deliveryFacet(a.delivery) === deliveryFacet(b.delivery)) &&
  (a.standings === b.standings || sameRoles(a, b)) &&
  a.kept.CommitmentsLinked === b.kept.CommitmentsLinked &&
  isDeliveryContested(a) === isDeliveryContested(b) &&
  isPositionContested(a) === isPositionContested(b);

const sameRoles = (a: State, b: State): boolean => equal(a.standings.committers(), b.standings.committers());

/** Level and basis together: one row tells both. */
const deliveryFacet = ({ level, basis }: DeliveryAccount): string => `delivery ${level}/${basis}`;
type DeliveryAccount = Pick<State['delivery'], 'level' | 'basis'>;

/** Of a state, occasions and speakers aside: those follow from all that is in effect. */
export const facetsIn = (state: State): readonly string[] => [
  ...partiesIn(state.standings).map((code) => `party ${code}`),
  ...state.standings.committers().map((code) => `owes ${code}`),
  deliveryFacet(state.delivery),
  ...assessed(state),
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

/** The verdicts that rule, and who assessed anything. */
function assessed(state: State): readonly string[] {
  const issued = state.kept.AssessmentIssued;
  if (issued.length === 0) return [];
  const verdicts = ratingsOf(state).rulings.map(({ stage, verdict }) => `verdict ${stage}/${verdict}`);
  return [...new Set([...verdicts, ...issued.map(({ event }) => `assessor ${event.data.assessor}`)])];
}

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

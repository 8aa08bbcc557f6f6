// Axis 3: what was delivered. Reports move it; speech acts, concerns and assertions never do.
import type { Amount } from '../primitives.ts';
import type { When } from '../time.ts';
import { type Assessed, assess } from './assess.ts';
import { type Basis, basisOf } from './basis.ts';
import { NOTHING, together } from './because.ts';
import { type Count, shown } from './counts.ts';
import { levelOfAll } from './levels.ts';
import type { DeliveryLevel, DeliveryValue } from './payloads.ts';
import { isOfDelivery, type Report, type Reported, type Rulings, whoseBy, whoseKey } from './reports.ts';
import type { Owed } from './statements.ts';
import type { Support } from './support.ts';
import type { Target } from './targetPayloads.ts';
import {
  type Fit,
  fitOfCount,
  type Goal,
  goalOf,
  goalOfParty,
  isFilledUp,
  isForEach,
  isMaintained,
  type Reaching,
  UNREACHED,
} from './targets.ts';

/** How what is to be maintained stood in a window. */
export interface WindowFit {
  readonly window: When | undefined;
  readonly amount: Amount;
  readonly fit: Fit | 'contested';
}

interface Account extends Reaching, Support {
  readonly level: DeliveryValue;
  /** reporters contradict each other and nobody has adjudicated: the lowest stands */
  readonly contested: boolean;
  /** whose account its reports are */
  readonly basis: Basis;
  /** of each unit, measure and window; of a stock the latest */
  readonly amounts: readonly Count[];
  /** of what is to be maintained, from its date on */
  readonly windows: readonly WindowFit[];
}
export interface PartyDelivery extends Account {
  readonly party: string;
}
export interface Delivery extends Account {
  /** those that have a target of their own, or of whose delivery a report speaks */
  readonly parties: readonly PartyDelivery[];
  /** of the target's steps, in their order */
  readonly steps: readonly Reaching[];
}

/** What delivery is measured against. */
export interface Measured {
  readonly quantity: Amount | undefined;
  readonly target: Target | undefined;
  /** those that owe it and have not left */
  readonly committers: ReadonlySet<string>;
  /** the bounds of what it is due by, of the whole or of a party */
  readonly dueBy: (party?: string) => Owed['due'];
}

export const NO_DELIVERY: Delivery = {
  level: 'nothing_on_record',
  contested: false,
  basis: 'none',
  because: NOTHING,
  from: [],
  amounts: [],
  windows: [],
  parties: [],
  steps: [],
  ...UNREACHED,
};

/** The delivery that reports amount to. Law: only what was delivered moves it, never a contract or a forecast. */
export function deliveryOf({ reports, adjudications }: Reported, measured: Measured): Delivery {
  const made = reports.filter(isOfDelivery);
  const rulings = adjudications.filter(({ event }) => event.data.term === 'delivery').toReversed();
  const { quantity, target, committers, dueBy } = measured;
  const forEach = isForEach(target);
  const whoseOf = whoseBy(forEach, committers);
  const goal = goalOf(quantity, target);
  const owed = { maintained: isMaintained(target), due: dueBy(), isFilledUp: goal === undefined || isFilledUp(goal) };
  const each = partiesIn(made, measured).map((party) => ofParty(party, { made, rulings, owed }, measured));
  const counting = { reports: made, rulings, whoseOf, goal, owing: uncounted(each, goal, committers) };
  const ofWhole = assess(counting, { ...owed, byWhole: !forEach });
  const whole = accountOf(ofWhole, measured, counting.owing);
  const owing = each.filter(({ party }) => committers.has(party)).map(({ assessed }) => assessed);
  const steps = (target?.steps ?? []).map(({ quantity: part }) => {
    const some = forEach ? owing : [ofWhole];
    return some.length < (forEach ? committers.size : 1)
      ? UNREACHED
      : reachedByAll(some.map((one) => one.reaches(part)));
  });
  const parties = each.map(({ account }) => account);
  return { ...(forEach ? ofAll(whole, parties, committers) : withParties(whole, parties, committers)), parties, steps };
}

/** In order: those that have a target of their own, and those of whose delivery alone a report speaks. */
function partiesIn(reports: readonly Report[], { target, committers }: Measured): string[] {
  const whoseOf = whoseBy(isForEach(target), committers);
  const named = reports.map(whoseOf).filter((whose) => whose?.length === 1);
  const sharing = target?.shares?.map(({ party }) => party) ?? [];
  return [
    ...new Set([...named.flatMap((whose) => whose ?? []), ...sharing, ...(isForEach(target) ? committers : [])]),
  ].sort();
}

type OfParty = ReturnType<typeof ofParty>;

/** Those of whom a count has to speak before it is one of all that owe it: who says that it has none left has been counted. */
function uncounted(
  each: readonly OfParty[],
  goal: Goal | undefined,
  committers: ReadonlySet<string>,
): ReadonlySet<string> {
  const done = each.filter(({ assessed }) => goal?.direction === 'none_left' && assessed.reached);
  return committers.difference(new Set(done.map(({ party }) => party)));
}

interface Reports {
  readonly made: readonly Report[];
  readonly rulings: Rulings;
  readonly owed: Pick<Owed, 'maintained' | 'isFilledUp'>;
}

function ofParty(party: string, { made, rulings, owed }: Reports, measured: Measured) {
  const { quantity, target, committers, dueBy } = measured;
  const whoseOf = whoseBy(isForEach(target), committers);
  const key = whoseKey([party]);
  const reports = made.filter((report) => whoseKey(whoseOf(report)) === key);
  const goal = goalOfParty(party, quantity, target);
  const assessed = assess(
    { reports, rulings, whoseOf: () => undefined, goal, owing: NOBODY },
    { ...owed, due: dueBy(party), byWhole: true },
  );
  return { party, assessed, account: { party, ...accountOf(assessed, measured, NOBODY) } };
}
const NOBODY: ReadonlySet<string> = new Set();

function accountOf(assessed: Assessed, { committers }: Measured, owing: ReadonlySet<string>): Account {
  const { level, contested, because, from, reached, reachedOn, series, windows } = assessed;
  return {
    level,
    contested,
    basis: basisOf(from, committers),
    because,
    from,
    amounts: series.flatMap(shown),
    windows: windows.map(windowFit(assessed.goal, owing)),
    reached,
    reachedOn,
  };
}

const windowFit =
  (goal: Goal | undefined, owing: ReadonlySet<string>) =>
  (count: Count): WindowFit => ({
    window: count.window,
    amount: count.amount,
    fit: count.contested ? 'contested' : goal === undefined ? 'unclear' : fitOfCount(count, goal, owing),
  });

const reachedByAll = (all: readonly Reaching[]): Reaching => ({
  reached: all.length > 0 && all.every(({ reached }) => reached),
  reachedOn: latest(all.map(({ reachedOn }) => reachedOn)),
});
const latest = (instants: readonly (number | undefined)[]): number | undefined =>
  instants.some((at) => at === undefined) ? undefined : Math.max(...instants.map((at) => at ?? 0));

const saidIn = ({ level }: Account): DeliveryLevel | undefined => (level === 'nothing_on_record' ? undefined : level);

function supportOf(all: readonly Support[], committers: ReadonlySet<string>): Support & Pick<Account, 'basis'> {
  const from = [...new Set(all.flatMap((one) => one.from))];
  return { because: together(all.map(({ because }) => because)), from, basis: basisOf(from, committers) };
}

/** Law: what each party has to reach is reached where all of them have, and then because of that alone. */
function ofAll(whole: Account, parties: readonly PartyDelivery[], committers: ReadonlySet<string>): Account {
  const owing = parties.filter(({ party }) => committers.has(party));
  const ofThem = levelOfAll(owing.map(saidIn));
  const level = ofThem ?? whole.level;
  const contested = whole.contested || owing.some((one) => one.contested);
  const support = supportOf(ofThem === 'delivered' ? owing : [whole, ...owing], committers);
  return { ...whole, level, contested, ...support, ...reachedByAll(owing) };
}

/** Where levels are known of parties alone, that of the whole follows from them. */
function withParties(whole: Account, parties: readonly PartyDelivery[], committers: ReadonlySet<string>): Account {
  if (whole.level !== 'nothing_on_record') return whole;
  const byParty = new Map(parties.map((one) => [one.party, saidIn(one)]));
  const level = levelOfAll([...committers].map((code) => byParty.get(code)));
  if (level === undefined) return whole;
  const owing = parties.filter(({ party }) => committers.has(party));
  return { ...whole, level, ...supportOf([whole, ...owing], committers), reached: level === 'delivered' };
}

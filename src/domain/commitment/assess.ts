// One account of delivery, of the whole or of a party: what its reports say of the level, and what they count.
// A level and a count are held against each other; where they contradict, neither settles the other silently.
import { rangeOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import { type Count, type Counting, isOfGoal, type Series, seriesOf, seriesOfGoal, shown } from './counts.ts';
import { levelIn, type Said, type Statement } from './levels.ts';
import type { DeliveryLevel, DeliveryValue } from './payloads.ts';
import { amountOf, type Report, weighed } from './reports.ts';
import { delivering, type Support, weighing } from './support.ts';
import { fitOf, fitOfCount, type Goal, isFilledUp, type Reaching, UNREACHED } from './targets.ts';

export interface Owed {
  readonly maintained: boolean;
  readonly due: { readonly start: number; readonly end: number } | undefined;
  /** what is counted of the whole reaches the target: not where each party has to */
  readonly byWhole: boolean;
  /** more of it leads towards what is owed, also of a party that has no goal of its own */
  readonly isFilledUp: boolean;
}

export interface Assessed extends Reaching, Support {
  readonly goal: Goal | undefined;
  readonly level: DeliveryValue;
  readonly contested: boolean;
  readonly series: readonly Series[];
  readonly windows: readonly Count[];
  /** whether another quantity than the target's is reached: a step's */
  readonly reaches: (quantity: Amount) => Reaching;
}

export function assess(counting: Counting, owed: Owed): Assessed {
  const { reports, rulings, whoseOf, goal, owing } = counting;
  const series = seriesOf({ ...counting, reports: reports.filter(({ event }) => event.data.amount !== undefined) });
  const ofWhole = reports.filter((report) => whoseOf(report) === undefined);
  const statements = ofWhole.flatMap((report) => statementIn(report, goal));
  const { reports: weigh, settledBy } = weighed(
    statements.map(({ report }) => report),
    rulings,
    () => true,
  );
  const weighs = new Set(weigh);
  const said = levelIn(statements.filter(({ report }) => weighs.has(report)));
  const counted = goal && seriesOfGoal(series, goal);
  const reaches = (quantity: Amount): Reaching =>
    reachingBy(reachingIn(counted ?? [], goal && { ...goal, quantity }, owed, owing));
  const byCount = goal && owed.byWhole ? reaches(goal.quantity) : UNREACHED;
  const contested = said.contested || series.some((counts) => shown(counts).some((count) => count.contested));
  const reaching = said.contested ? UNREACHED : said.level === 'delivered' ? { ...byCount, reached: true } : byCount;
  const level = levelFrom(
    { said, series, reached: reaching.reached, anything: ofWhole.length + series.length > 0 },
    owed,
  );
  const count = byCount.reached ? reachingIn(counted ?? [], goal, owed, owing) : undefined;
  return {
    goal,
    level,
    contested,
    series,
    ...(level === 'delivered'
      ? delivering({ said, settledBy }, { count, goal, whoseOf })
      : weighing({ said, settledBy }, series)),
    windows: owed.maintained ? (counted ?? []).filter(({ until }) => until >= (owed.due?.start ?? -Infinity)) : [],
    reaches,
    ...reaching,
  };
}

/** The level a report gives; else what its count implies of a sum that is filled up. */
function statementIn(report: Report, goal: Goal | undefined): Statement[] {
  const { level, amount } = report.event.data;
  if (level !== undefined) return [{ report, level, implied: false }];
  const implied = amount === undefined || goal === undefined ? undefined : impliedBy(report, goal);
  return implied === undefined ? [] : [{ report, level: implied, implied: true }];
}

function impliedBy(report: Report, goal: Goal): DeliveryLevel | undefined {
  if (goal.measure !== 'sum' || goal.direction !== 'at_least' || report.event.data.window !== undefined)
    return undefined;
  if (!isOfGoal(report, goal)) return undefined;
  const amount = amountOf(report);
  const fit = fitOf(amount, goal);
  if (fit === 'within') return 'delivered';
  if (fit === 'unclear') return undefined;
  return rangeOf(amount).most > 0 ? 'partly_delivered' : 'not_started';
}

/** Law: a sum that has reached it has, of a rate or a stock the latest counts, and what is contested reaches nothing. */
function reachingIn(
  series: Series,
  goal: Goal | undefined,
  { due }: Owed,
  owing: Counting['owing'],
): Count | undefined {
  if (goal === undefined) return undefined;
  const isReached = (count: Count | undefined): count is Count =>
    count !== undefined &&
    !count.contested &&
    fitOfCount(count, goal, owing) === 'within' &&
    isComplete(count, goal, due);
  return goal.measure === 'sum' ? series.find(isReached) : [series.at(-1)].find(isReached);
}

const reachingBy = (count: Count | undefined): Reaching =>
  count === undefined ? UNREACHED : { reached: true, reachedOn: count.isOverWindow ? count.until : undefined };

/** Law: that a sum stayed under a ceiling is known only once its date has come. */
const isComplete = ({ until }: Count, goal: Goal, due: Owed['due']): boolean =>
  goal.measure !== 'sum' || isFilledUp(goal) || (due !== undefined && until >= due.end - DAY);
const DAY = 86_400_000;

interface Found {
  readonly said: Said;
  readonly series: readonly Series[];
  readonly reached: boolean;
  readonly anything: boolean;
}

/** Law: what is to be maintained is never delivered; while reporters contradict each other the lowest level stands. */
function levelFrom(found: Found, owed: Owed): DeliveryValue {
  const { said, reached } = found;
  const level = said.contested ? said.level : reached ? 'delivered' : levelShort(found, owed);
  if (level === 'delivered' && owed.maintained) return 'in_progress';
  return level ?? (found.anything ? 'not_started' : 'nothing_on_record');
}

/**
 * Of what is not reached: some of it counts for more than what is said, but not against what is stalled. Where less is to be
 * left, a count of nothing is a beginning too.
 */
function levelShort({ said, series }: Found, owed: Owed): DeliveryLevel | undefined {
  if (said.level === 'stalled' || series.length === 0) return said.level;
  if (!owed.isFilledUp) return said.level ?? 'in_progress';
  return series.some(hasSome) ? 'partly_delivered' : said.level;
}

const hasSome = (series: Series): boolean => series.some(({ amount }) => (amount.max ?? amount.min ?? 0) > 0);

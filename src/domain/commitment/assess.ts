// One account of delivery, of the whole or of a party: what its reports say of the level, and what they count.
// A level and a count are held against each other; where they contradict, neither settles the other silently.
import type { Amount } from '../primitives.ts';
import { type Count, type Counting, type Series, seriesOf, seriesOfGoal, shown } from './counts.ts';
import { levelIn, type Said } from './levels.ts';
import type { DeliveryLevel, DeliveryValue } from './payloads.ts';
import { type Report, type Rulings, weighed } from './reports.ts';
import { goneOn } from './stalled.ts';
import { inTime, isComplete, type Owed, statementIn, takenBack } from './statements.ts';
import { delivering, type Support, weighing } from './support.ts';
import { fitOfCount, type Goal, type Reaching, UNREACHED } from './targets.ts';

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
  const ofWhole = reports.filter((report) => whoseOf(report) === undefined);
  const { said, settledBy, back } = saidOf(ofWhole, rulings, goal, owed);
  const remaining = { ...counting, reports: reports.filter((report) => !back.has(report)) };
  const series = seriesOf({ ...remaining, reports: remaining.reports.filter(isCount) });
  const counted = goal && seriesOfGoal(series, goal);
  const reaches = (quantity: Amount): Reaching =>
    reachingBy(reachingIn(counted ?? [], goal && { ...goal, quantity }, owed, owing));
  const byCount = goal && owed.byWhole ? reaches(goal.quantity) : UNREACHED;
  const contested = said.contested || series.some((counts) => shown(counts).some((count) => count.contested));
  const reaching = said.contested ? UNREACHED : said.level === 'delivered' ? { ...byCount, reached: true } : byCount;
  const now = unlessGoneOn(said, remaining, series, owed);
  const anything = ofWhole.length + series.length > 0;
  const level = levelFrom({ said: now, series, reached: reaching.reached, anything }, owed);
  const count = byCount.reached ? reachingIn(counted ?? [], goal, owed, owing) : undefined;
  return {
    goal,
    level,
    contested,
    series,
    ...(level === 'delivered'
      ? delivering({ said, settledBy }, { count, goal, whoseOf })
      : weighing({ said: now, settledBy }, series)),
    windows: owed.maintained ? (counted ?? []).filter(({ until }) => until >= (owed.due?.start ?? -Infinity)) : [],
    reaches,
    ...reaching,
  };
}

const isCount = ({ event }: Report): boolean => event.data.amount !== undefined;

/** Law: what was said to be stalled goes on where a later count rose; that follows from what it rose from as well. */
function unlessGoneOn(said: Said, counting: Counting, series: readonly Series[], owed: Owed): Said {
  if (said.level !== 'stalled' || said.by === undefined) return said;
  const since = goneOn(counting, series, said.by, owed.isFilledUp);
  if (since === undefined) return said;
  const from = new Set([...said.reports, ...since.from]);
  return { ...said, level: undefined, reports: counting.reports.filter((report) => from.has(report)) };
}

/** What is said of the level, and the counts that were taken back by what was said. */
function saidOf(reports: readonly Report[], rulings: Rulings, goal: Goal | undefined, owed: Owed) {
  const statements = reports.flatMap((report) => statementIn(report, goal, owed));
  const { reports: weigh, settledBy } = weighed(
    statements.map(({ report }) => report),
    rulings,
    () => true,
  );
  const weighs = new Set(weigh);
  const weighing = statements.filter(({ report }) => weighs.has(report));
  const told = new Set(statements.map(({ report }) => report));
  const isSetAside = (report: Report) => told.has(report) && !weighs.has(report);
  const back =
    goal && !owed.maintained ? takenBack({ reports, statements: weighing, isSetAside }, goal) : new Set<Report>();
  return { said: levelIn(inTime(weighing, owed.due)), settledBy, back };
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
    isComplete(count.until, goal, due);
  return goal.measure === 'sum' ? series.find(isReached) : [series.at(-1)].find(isReached);
}

const reachingBy = (count: Count | undefined): Reaching =>
  count === undefined ? UNREACHED : { reached: true, reachedOn: count.isOverWindow ? count.until : undefined };

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

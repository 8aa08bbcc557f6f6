// What was counted: by measure, subject, unit and window. Only what is equal in all of them is ever compared or added,
// so that no currency is converted and no year is held against another.
import { asRead } from '../alike.ts';
import { canonicalJson } from '../canonicalJson.ts';
import { commonAmount, instantsOf, rangeOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import { bounds, type When } from '../time.ts';
import { weighingIn } from './adjudged.ts';
import type { Because } from './because.ts';
import { type Lasting, lastingAfter, NOTHING_SAID, saidIn, weighingOf } from './lasting.ts';
import { amountOf, type Report, type Rulings, type WhoseOf } from './reports.ts';
import { type Overlap, together } from './shares.ts';
import type { Measure } from './targetPayloads.ts';
import type { Goal } from './targets.ts';

export interface Count {
  readonly measure: Measure;
  readonly subject: string | undefined;
  /** over which time; undefined where its reports do not say */
  readonly window: When | undefined;
  readonly amount: Amount;
  /** reporters contradict each other and nobody has adjudicated: the lowest stands */
  readonly contested: boolean;
  /** the latest from each reporter, in effective order; the adjudication that says which weigh */
  readonly reports: readonly Report[];
  readonly settledBy: Because;
  /** those of the reports that the amount follows from */
  readonly from: readonly Report[];
  /** what was not added, since it is in another report */
  readonly overlaps: readonly Overlap[];
  /** whose delivery the amount is, with members included; undefined where it is of the whole */
  readonly covers: readonly string[] | undefined;
  /** the last day it speaks of, milliseconds since 1970 */
  readonly until: number;
  /** its reports say over which time it counts */
  readonly isOverWindow: boolean;
}

/** Counts of one measure, subject and unit, in the order of the times they speak of. */
export type Series = readonly Count[];

/** Of a stock only the latest is shown: it says what there is. */
export const shown = (series: Series): Series => (series[0]?.measure === 'stock' ? series.slice(-1) : series);

export interface Counting {
  /** those with an amount, in effective order */
  readonly reports: readonly Report[];
  readonly rulings: Rulings;
  readonly goal: Goal | undefined;
  readonly whoseOf: WhoseOf;
  /** those that owe it */
  readonly owing: ReadonlySet<string>;
}

export function seriesOf(counting: Counting): readonly Series[] {
  const { reports, goal } = counting;
  const lines = Map.groupBy(reports, (report) => lineOf(report, goal));
  return [...lines.values()].map((line) => countsOf(line, measureIn(line[0] as Report, goal), counting));
}

/** Of one measure, subject and unit. Law: a stock stands until it is reported again; a sum and a rate are of their window. */
function countsOf(line: readonly Report[], measure: Measure, counting: Counting): Series {
  const slots = [...Map.groupBy(line, (report) => slotOf(report, measure)).values()];
  let standing = NOTHING_SAID;
  return slots
    .toSorted((a, b) => untilOf(a) - untilOf(b))
    .map((slot) => {
      const now = saidIn(
        weighingIn(slot, { ...counting, measure, contradicts: CONTRADICTS[measure] }),
        counting.whoseOf,
      );
      if (!isThere(slot[0] as Report, measure)) return countOf(slot, now, measure, counting);
      standing = lastingAfter(standing, now, counting.owing);
      return countOf(slot, standing, measure, counting);
    });
}

/** Whether it says what there is at a time, and so from then on. */
const isThere = ({ event }: Report, measure: Measure): boolean =>
  measure === 'stock' || (measure === 'rate' && event.data.window === undefined);

/** What a report leaves unsaid is as the target says, where it counts in the target's unit. */
const isInUnitOf = (report: Report, goal: Goal | undefined): goal is Goal =>
  goal !== undefined && asRead(amountOf(report).unit) === asRead(goal.quantity.unit);
const measureIn = (report: Report, goal: Goal | undefined): Measure =>
  report.event.data.measure ?? (isInUnitOf(report, goal) ? goal.measure : 'sum');
const subjectIn = (report: Report, goal: Goal | undefined): string | undefined =>
  report.event.data.subject ?? (isInUnitOf(report, goal) ? goal.subject : undefined);

const lineOf = (report: Report, goal: Goal | undefined): string =>
  lineText(measureIn(report, goal), subjectIn(report, goal), amountOf(report).unit);
const lineText = (measure: Measure, subject: string | undefined, unit: string): string =>
  canonicalJson([measure, asRead(subject ?? ''), asRead(unit)]);

/** Whether a report, or a series, counts what a goal is about. */
export const isOfGoal = (report: Report, goal: Goal): boolean => lineOf(report, goal) === goalLine(goal);
const goalLine = ({ measure, subject, quantity }: Goal): string => lineText(measure, subject, quantity.unit);
/** Whether two counts are of one measure, subject and unit. */
export const isOfLine = (count: Count, other: Count | undefined): boolean =>
  other !== undefined && lineOfCount(count) === lineOfCount(other);
const lineOfCount = ({ measure, subject, amount }: Count): string => lineText(measure, subject, amount.unit);
export const seriesOfGoal = (all: readonly Series[], goal: Goal): Series =>
  all.find(([count]) => count && lineText(count.measure, count.subject, count.amount.unit) === goalLine(goal)) ?? [];

/** Law: a sum goes on, whatever the day of a report; a rate is of its window and a stock of its day. */
function slotOf({ event: { data } }: Report, measure: Measure): string {
  const time = data.window ?? (measure === 'sum' ? undefined : data.effectiveAt);
  if (time === undefined) return '';
  const { least, most } = instantsOf(time);
  return `${least}/${most}`;
}

function countOf(slot: readonly Report[], lasting: Lasting, measure: Measure, { goal, whoseOf }: Counting): Count {
  const { reports, settledBy } = weighingOf(lasting);
  const first = slot[0] as Report;
  const { effectiveAt, window } = first.event.data;
  return {
    measure,
    subject: subjectIn(first, goal),
    window: window ?? (measure === 'sum' ? undefined : effectiveAt),
    ...together(reports, whoseOf, measure, lasting.wholeIsEarlier),
    settledBy,
    until: untilOf(slot),
    isOverWindow: window !== undefined,
  };
}

/** The last day that reports of one time speak of. */
export const untilOf = (slot: readonly Report[]): number =>
  Math.max(
    ...slot.map(
      ({ at, event }) => (event.data.window === undefined ? undefined : bounds(event.data.window).lastDay) ?? at,
    ),
  );

type Contradicts = (earlier: Report, later: Report) => boolean;
const fallsBelow: Contradicts = (earlier, later) => rangeOf(amountOf(later)).most < rangeOf(amountOf(earlier)).least;
const excludes: Contradicts = (one, other) => commonAmount([amountOf(one), amountOf(other)]) === undefined;
/** Law: a sum never falls, so a later upper bound below an earlier lower one contradicts it; others differ at one time. */
const CONTRADICTS: Readonly<Record<Measure, Contradicts>> = { sum: fallsBelow, stock: excludes, rate: excludes };

// What an account of delivery rests on: the reports that weigh, and once it is delivered those alone that make it so.
// Law: a report that did not reach the target is no cause of reaching it, unless it is added to others that did together.
import { type Because, together } from './because.ts';
import { type Count, type Series, shown } from './counts.ts';
import type { Said } from './levels.ts';
import { amountOf, type Report, revisionsOf, type WhoseOf, whoseKey } from './reports.ts';
import { fitOf, type Goal, isFilledUp } from './targets.ts';

export interface Support {
  readonly because: Because;
  readonly from: readonly Report[];
}

interface Found {
  readonly said: Said;
  /** the adjudication that says which levels weigh */
  readonly settledBy: Because;
}

/** Of what is not delivered: all that weighs. */
export function weighing({ said, settledBy }: Found, series: readonly Series[]): Support {
  const counts = series.flatMap(shown);
  return supported([said.reports, ...counts.map(({ reports }) => reports)], [settledBy, ...settledOf(counts)]);
}

interface Reached {
  readonly count: Count | undefined;
  readonly goal: Goal | undefined;
  readonly whoseOf: WhoseOf;
}

/** Of what is delivered: those that say so, and the count that reaches the target. */
export function delivering({ said, settledBy }: Found, { count, goal, whoseOf }: Reached): Support {
  const counted = count === undefined || goal === undefined ? [] : reaching(count, goal, whoseOf);
  const saying = said.level === 'delivered' ? said.delivered : [];
  return supported([saying, counted], [settledBy, ...settledOf(count === undefined ? [] : [count])]);
}

const settledOf = (counts: readonly Count[]): Because[] => counts.map(({ settledBy }) => settledBy);
const supported = (reports: readonly (readonly Report[])[], settledBy: readonly Because[]): Support => {
  const from = [...new Set(reports.flat())];
  return { because: together([...settledBy, revisionsOf(from)]), from };
};

/** That a sum stayed under a ceiling follows from all that was counted until its date. */
function reaching({ reports, from }: Count, goal: Goal, whoseOf: WhoseOf): readonly Report[] {
  if (!isFilledUp(goal)) return reports;
  const whose = new Set(from.map((report) => whoseKey(whoseOf(report))));
  if (whose.size > 1) return from;
  const alike = reports.filter((report) => whose.has(whoseKey(whoseOf(report))));
  const each = alike.filter((report) => fitOf(amountOf(report), goal) === 'within');
  return each.length > 0 ? each : from;
}

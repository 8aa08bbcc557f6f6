// What reports say of the level of one delivery, or imply by a count, and which of their counts were taken back.
// Law: a count implies a level only where it speaks of all that is owed: a sum of a window, or a window of what is to be maintained,
// implies none.
import { rangeOf } from '../common.ts';
import { isOfGoal, untilOf } from './counts.ts';
import { levelIn, type Statement } from './levels.ts';
import type { DeliveryLevel } from './payloads.ts';
import { amountOf, type Report, reporterOf } from './reports.ts';
import { fitOf, type Goal, isFilledUp } from './targets.ts';

export interface Owed {
  readonly maintained: boolean;
  readonly due: { readonly start: number; readonly end: number } | undefined;
  /** what is counted of the whole reaches the target: not where each party has to */
  readonly byWhole: boolean;
  /** more of it leads towards what is owed, also of a party that has no goal of its own */
  readonly isFilledUp: boolean;
}

/** The level a report gives, else what its count implies. */
export function statementIn(report: Report, goal: Goal | undefined, owed: Owed): Statement[] {
  const { level } = report.event.data;
  const until = untilOf([report]);
  const isOfSum = goal?.measure === 'sum';
  if (level !== undefined) return [{ report, level, implied: false, isOfSum, until }];
  const implied = goal && isCounted(report, goal) ? impliedBy(report, goal, owed) : undefined;
  return implied === undefined ? [] : [{ report, level: implied, implied: true, isOfSum, until }];
}

const isCounted = (report: Report, goal: Goal): boolean =>
  report.event.data.amount !== undefined && isOfGoal(report, goal);

function impliedBy(report: Report, goal: Goal, owed: Owed): DeliveryLevel | undefined {
  const isOfAll = goal.measure === 'sum' ? report.event.data.window === undefined : !owed.maintained;
  const fit = fitOf(amountOf(report), goal);
  if (!isOfAll || fit === 'unclear') return undefined;
  if (fit === 'within') return isComplete(untilOf([report]), goal, owed.due) ? 'delivered' : undefined;
  if (!isFilledUp(goal)) return 'in_progress';
  return rangeOf(amountOf(report)).most > 0 ? 'partly_delivered' : 'not_started';
}

/** Law: that a sum stayed under a ceiling is known only once its date has come. */
export const isComplete = (until: number, goal: Goal, due: Owed['due']): boolean =>
  goal.measure !== 'sum' || isFilledUp(goal) || (due !== undefined && until >= due.end - DAY);
const DAY = 86_400_000;

/** Law: what a stock or a rate had reached when its date passed is contradicted by no count of the time since. */
export function inTime(statements: readonly Statement[], due: Owed['due']): readonly Statement[] {
  const isSince = ({ implied, isOfSum, level, until }: Statement) =>
    due !== undefined && implied && !isOfSum && level !== 'delivered' && until >= due.end;
  if (!statements.some(isSince)) return statements;
  const { level, contested } = levelIn(statements.filter(({ report }) => report.at < (due?.end ?? Infinity)));
  return level === 'delivered' && !contested ? statements.filter((statement) => !isSince(statement)) : statements;
}

interface Told {
  /** of the whole, in effective order */
  readonly reports: readonly Report[];
  /** those that weigh */
  readonly statements: readonly Statement[];
  readonly isSetAside: (report: Report) => boolean;
}

/**
 * Counts that count no longer. Law: a reporter that counted all and later gives a level below delivered takes that back, and
 * what it counted until then with it; an adjudication that prefers such a level sets full counts aside.
 */
export function takenBack({ reports, statements, isSetAside }: Told, goal: Goal): ReadonlySet<Report> {
  const isFull = (report: Report) => isCounted(report, goal) && fitOf(amountOf(report), goal) === 'within';
  const lastSaid = new Map(statements.map((statement) => [reporterOf(statement.report), statement]));
  const byReporter = [...Map.groupBy(reports, reporterOf)];
  const back = byReporter.flatMap(([reporter, own]) => {
    const until = own.slice(0, Math.max(0, placeOfLevel(lastSaid.get(reporter), own)));
    return until.slice(0, until.findLastIndex(isFull) + 1).filter((report) => isCounted(report, goal));
  });
  const isBelow = !statements.some(({ level }) => level === 'delivered');
  return new Set([...back, ...(isBelow ? reports.filter((report) => isFull(report) && isSetAside(report)) : [])]);
}

/** Where a reporter's last word is a level below delivered; -1 where it is anything else. */
const placeOfLevel = (last: Statement | undefined, own: readonly Report[]): number =>
  last === undefined || last.implied || last.level === 'delivered' ? -1 : own.indexOf(last.report);

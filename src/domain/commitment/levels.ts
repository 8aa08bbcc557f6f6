// Levels of delivery, and where reporters contradict each other about them. None settles another's silently.
import type { DeliveryLevel } from './payloads.ts';
import { type Report, reporterOf } from './reports.ts';

/** How far a level says delivery has come: what is stalled has come as far as what is in progress. */
const RANK: Readonly<Record<DeliveryLevel, number>> = {
  not_started: 0,
  in_preparation: 1,
  in_progress: 2,
  stalled: 2,
  partly_delivered: 3,
  delivered: 4,
};

/** What a report says of the level, or implies by a count. */
export interface Statement {
  readonly report: Report;
  readonly level: DeliveryLevel;
  /** it is only counted: the reporter gave no level */
  readonly implied: boolean;
  /** what is owed is a sum: all so far, and not what there is at a time */
  readonly isOfSum: boolean;
  /** the last day it speaks of, milliseconds since 1970 */
  readonly until: number;
}

export interface Said {
  /** the latest that was said, or the lowest while it is contested; undefined where nobody gave a level */
  readonly level: DeliveryLevel | undefined;
  readonly contested: boolean;
  /** the report that gives the level; undefined where nobody gave one, or while it is contested */
  readonly by: Report | undefined;
  /** those it follows from: the latest of each reporter */
  readonly reports: readonly Report[];
  /** those of them that say all was delivered, or count it */
  readonly delivered: readonly Report[];
}

/** @param statements in effective order, of one and the same delivery */
export function levelIn(statements: readonly Statement[]): Said {
  const ruling = rulingStatements(statements);
  const contested = conflicting(ruling);
  const telling = contested ? ruling : ruling.filter(tellsIn(statements));
  const reports = telling.map(({ report }) => report);
  const delivered = telling.filter(({ level }) => level === 'delivered').map(({ report }) => report);
  if (!contested) {
    const last = ruling.findLast(({ implied }) => !implied);
    return { level: last?.level, contested, by: last?.report, reports, delivered };
  }
  const lowest = ruling.reduce((a, b) => (RANK[b.level] <= RANK[a.level] ? b : a));
  return { level: lowest.level, contested, by: undefined, reports, delivered };
}

/** What there was at a time says nothing of the level by itself, unless its reporter gave one that it replaces. */
function tellsIn(statements: readonly Statement[]): (statement: Statement) => boolean {
  const gave = new Set(statements.filter(({ implied }) => !implied).map(({ report }) => reporterOf(report)));
  return ({ implied, isOfSum, report }) => !implied || isOfSum || gave.has(reporterOf(report));
}

const isShort = ({ implied, level }: Statement): boolean => implied && level !== 'delivered';

/**
 * One from each reporter: its latest. A count that falls short says nothing against a level that its reporter gave, but for
 * delivered, which it takes back: who counts 40 of 100 after having said that all was delivered has corrected itself.
 */
function rulingStatements(statements: readonly Statement[]): readonly Statement[] {
  const ruling = new Map<string, Statement>();
  for (const statement of statements) {
    const before = ruling.get(reporterOf(statement.report));
    const isOutdone = before !== undefined && !before.implied && !isAgainst(statement, before);
    if (isShort(statement) && isOutdone) continue;
    ruling.set(reporterOf(statement.report), statement);
  }
  const latest = new Set(ruling.values());
  return statements.filter((statement) => latest.has(statement));
}

/** Law: a count that falls short speaks against delivered alone, and of a stock or a rate only where it is of no earlier time. */
const isAgainst = ({ isOfSum, until }: Statement, { level, report }: Statement): boolean =>
  level === 'delivered' && (isOfSum || until >= report.at);

/**
 * Law: a later report by another that ranks below an earlier one contradicts it. A count that falls short contradicts
 * only that all was delivered: of a sum also where that was counted, of a stock or a rate, which may fall, where it was said.
 */
function conflicting(statements: readonly Statement[]): boolean {
  const levels = statements.filter((statement) => !isShort(statement));
  if (levels.some(({ level }, i) => RANK[level] < RANK[levels[i - 1]?.level ?? level])) return true;
  const delivered = statements.findIndex(
    ({ level, implied, isOfSum }) => level === 'delivered' && (!implied || isOfSum),
  );
  const first = statements[delivered];
  return first !== undefined && statements.slice(delivered).some((one) => isShort(one) && isAgainst(one, first));
}

/** The level of a whole from those of its parties. Law: it is delivered where each of them has delivered. */
export function levelOfAll(levels: readonly (DeliveryLevel | undefined)[]): DeliveryLevel | undefined {
  const said = levels.filter((level) => level !== undefined);
  const first = said[0];
  if (first === undefined) return undefined;
  if (said.length === levels.length && said.every((level) => level === first)) return first;
  const furthest = said.reduce((a, b) => (RANK[b] > RANK[a] ? b : a));
  return furthest === 'delivered' ? 'partly_delivered' : furthest === 'stalled' ? 'in_progress' : furthest;
}

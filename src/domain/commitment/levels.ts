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
}

export interface Said {
  /** the latest that was said, or the lowest while it is contested; undefined where nobody gave a level */
  readonly level: DeliveryLevel | undefined;
  readonly contested: boolean;
  /** those it follows from: the latest of each reporter */
  readonly reports: readonly Report[];
  /** those of them that say all was delivered, or count it */
  readonly delivered: readonly Report[];
}

/** @param statements in effective order, of one and the same delivery */
export function levelIn(statements: readonly Statement[]): Said {
  const ruling = rulingStatements(statements);
  const contested = conflicting(ruling);
  const reports = ruling.map(({ report }) => report);
  const delivered = ruling.filter(({ level }) => level === 'delivered').map(({ report }) => report);
  if (!contested) return { level: ruling.findLast(({ implied }) => !implied)?.level, contested, reports, delivered };
  const lowest = ruling.reduce((a, b) => (RANK[b.level] <= RANK[a.level] ? b : a));
  return { level: lowest.level, contested, reports, delivered };
}

/**
 * One from each reporter: its latest. A count that falls short says nothing against a level that its reporter gave, but for
 * delivered, which it takes back: who counts 40 of 100 after having said that all was delivered has corrected itself.
 */
function rulingStatements(statements: readonly Statement[]): readonly Statement[] {
  const ruling = new Map<string, Statement>();
  for (const statement of statements) {
    const { report, level, implied } = statement;
    const before = ruling.get(reporterOf(report));
    const isShort = implied && level !== 'delivered';
    if (isShort && before !== undefined && !before.implied && before.level !== 'delivered') continue;
    ruling.set(reporterOf(report), statement);
  }
  const latest = new Set(ruling.values());
  return statements.filter((statement) => latest.has(statement));
}

/**
 * Law: a later report by another that ranks below an earlier one contradicts it. A count that falls short contradicts
 * only that all was delivered: it says nothing against any other level.
 */
function conflicting(statements: readonly Statement[]): boolean {
  let highest = -1;
  for (const { level, implied } of statements) {
    const rank = RANK[level];
    const isShort = implied && level !== 'delivered';
    if (rank < highest && (!isShort || highest === RANK.delivered)) return true;
    if (!isShort) highest = Math.max(highest, rank);
  }
  return false;
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

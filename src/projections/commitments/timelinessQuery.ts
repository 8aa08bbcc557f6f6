// What a filter on timeliness or on deadlines asks of a version's row: its deadline and how that was met.
// Law: it is what `timelinessAt` says of the same deadline at the same instant.
import type { Due, Timeliness } from '../../domain/commitment/headline.ts';
import type { CommitmentFilter } from '../readModels.ts';
import type { Query } from './asked.ts';
import { between } from './between.ts';
import { outcomeNumber } from './rows.ts';

type Outcome = Due['outcome'];
const OPEN: Outcome = undefined;
/** Every outcome a deadline can have: deadlines lie in the order of their last days for each. */
const ANY: readonly Outcome[] = [OPEN, 'met', 'late'];

interface Meaning {
  readonly outcomes: readonly Outcome[];
  /** on which side of the instant the last day ends, in whose order deadlines lie */
  readonly ends?: 'after' | 'by';
  readonly start?: string;
}

const WHEN: Readonly<Record<Timeliness, Meaning>> = {
  none: { outcomes: [] },
  upcoming: { outcomes: [OPEN], ends: 'after', start: 'due_from > ?' },
  due: { outcomes: [OPEN], ends: 'after', start: 'due_from <= ?' },
  overdue: { outcomes: [OPEN], ends: 'by' },
  met: { outcomes: ['met'] },
  late: { outcomes: ['late'] },
};

/** The outcomes of what a filter leaves; none where it leaves only what has no deadline. */
export function outcomesOf(filter: CommitmentFilter): readonly Outcome[] {
  const { timeliness } = filter;
  const asked = [timeliness === undefined ? ANY : WHEN[timeliness].outcomes, asksLastDay(filter) ? [OPEN] : ANY];
  return ANY.filter((outcome) => asked.every((outcomes) => outcomes.includes(outcome)));
}

const asksLastDay = ({ dueBefore, dueAfter }: CommitmentFilter): boolean =>
  dueBefore !== undefined || dueAfter !== undefined;

/** Whether a filter on deadlines leaves only versions that have one. */
export const asksDeadline = (filter: CommitmentFilter): boolean =>
  asksLastDay(filter) || (filter.timeliness !== undefined && filter.timeliness !== 'none');

/** When the last day ends: a stretch of the deadlines of an outcome. @param page as `between` takes it */
export function lastDayIn(filter: CommitmentFilter, asOf: number, page?: number): Query[] {
  const { timeliness, dueBefore = Infinity, dueAfter = -Infinity } = filter;
  const ends = timeliness === undefined ? undefined : WHEN[timeliness].ends;
  const from = 1 + Math.max(dueAfter, ends === 'after' ? asOf : -Infinity);
  return between('due_to', { from, upTo: Math.min(dueBefore, ends === 'by' ? asOf : Infinity) }, page);
}

/** The bounds of a deadline: of its last day and of its first. */
export function bounds(filter: CommitmentFilter, asOf: number, page?: number): Query[] {
  const { timeliness } = filter;
  const start = timeliness === undefined ? undefined : WHEN[timeliness].start;
  return [...lastDayIn(filter, asOf, page), ...(start === undefined ? [] : [{ sql: start, values: [asOf] }])];
}

/** What a filter on deadlines asks of any version. */
export function dueConditions(filter: CommitmentFilter, asOf: number): Query[] {
  const { timeliness } = filter;
  return [
    ...(timeliness === 'none' ? [{ sql: 'due_to IS NULL', values: [] }] : []),
    ...(asksDeadline(filter) ? [{ sql: anyOf(outcomesOf(filter)), values: [] }] : []),
    ...bounds(filter, asOf),
  ];
}

const anyOf = (outcomes: readonly Outcome[]): string =>
  outcomes.length === 0 ? '0' : `outcome IN (${outcomes.map(outcomeNumber).join(', ')})`;

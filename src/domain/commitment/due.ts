// What is due by when, of a commitment and of its parties, and the instants at which that changes without an event.
// Law: they follow from the events alone.
import { type Condition, pendingOn } from './conditions.ts';
import { type Deadline, firstPasses, passes, type Span, spanOf } from './deadlines.ts';
import { deadlineOf, type Promised } from './fulfilment.ts';

/** What timeliness follows from: the bounds of what is due next, and how it was met, if all of it was. */
export interface Due extends Span {
  readonly outcome: 'met' | 'late' | undefined;
}

export type Owing = Promised & { readonly conditions: readonly Condition[] };

interface DueDate extends Span {
  readonly deadline: Deadline;
  readonly party: string | undefined;
  readonly reachedAt: number | undefined;
}

const dueDate = (deadline: Deadline, party: string | undefined, reachedAt: number | undefined): DueDate => ({
  ...spanOf(deadline.current),
  deadline,
  party,
  reachedAt,
});

function dueDates({ deadline, ownDeadlines, attained }: Owing): readonly DueDate[] {
  const whole = deadline === undefined ? [] : [dueDate(deadline, undefined, attained.whole)];
  if (ownDeadlines.size === 0) return whole;
  return [...whole, ...[...ownDeadlines].map(([party, own]) => dueDate(own, party, attained.parties.get(party)))];
}

const outcomeOf = ({ reachedAt, end }: DueDate): 'met' | 'late' | undefined =>
  reachedAt === undefined ? undefined : reachedAt < end ? 'met' : 'late';

/** Undefined where there is no deadline. Law: what is not reached yet and ends first is due next. */
export function dueOf(owing: Owing): Due | undefined {
  const dates = dueDates(owing).toSorted((a, b) => a.end - b.end);
  const next = dates.find(({ reachedAt }) => reachedAt === undefined);
  if (next !== undefined) return { start: next.start, end: next.end, outcome: undefined };
  const last = dates.at(-1);
  if (last === undefined) return undefined;
  return {
    start: last.start,
    end: last.end,
    outcome: dates.some((date) => outcomeOf(date) === 'late') ? 'late' : 'met',
  };
}

/** How a party's own deadline, or the commitment's, stands for it. */
export function dueOfParty(owing: Owing, party: string): Due | undefined {
  const deadline = deadlineOf(owing, party);
  if (deadline === undefined) return undefined;
  const date = dueDate(deadline, party, owing.attained.parties.get(party));
  return { start: date.start, end: date.end, outcome: outcomeOf(date) };
}

/** Law: a firm deadline's last day has passed, nothing has reached it, and no condition of the whole or the party is pending. */
export const isMissed = (owing: Owing, at: number): boolean =>
  dueDates(owing).some(
    ({ deadline, party, reachedAt, end }) =>
      deadline.firmness === 'firm' &&
      reachedAt === undefined &&
      end <= at &&
      pendingOn(owing.conditions) === undefined &&
      (party === undefined || pendingOn(owing.conditions, party) === undefined),
  );

/** At each of these timeliness may change. */
export const dueCuts = (owing: Owing): readonly number[] => dueDates(owing).flatMap(({ start, end }) => [start, end]);

/** At each of these what became of a deadline or of a step changes: what an answer's body tells beside timeliness. */
export function passingsOf(owing: Owing): readonly number[] {
  const { deadline, ownDeadlines, target, attained } = owing;
  const steps = target?.steps ?? [];
  if (deadline === undefined && ownDeadlines.size === 0 && steps.length === 0) return NONE;
  const found = [
    deadline && firstPasses(deadline, attained.whole),
    ...steps.map(({ by }, index) => passes(by, attained.steps[index])),
    ...[...ownDeadlines].flatMap(([party, own]) => [
      firstPasses(own, attained.parties.get(party)),
      ...Object.values(spanOf(own.current)),
    ]),
    ...(ownDeadlines.size === 0 || deadline === undefined ? [] : Object.values(spanOf(deadline.current))),
  ];
  return found.filter((at) => at !== undefined && Number.isFinite(at)) as number[];
}
const NONE: readonly number[] = [];

/** Axis 5: whether it is on time. */
export const TIMELINESS = ['none', 'upcoming', 'due', 'overdue', 'met', 'late'] as const;
export type Timeliness = (typeof TIMELINESS)[number];

/** Law: a deadline is missed only after its last day. */
export function timelinessAt(due: Due | undefined, at: number): Timeliness {
  if (due === undefined) return 'none';
  if (due.outcome !== undefined) return due.outcome;
  if (at >= due.end) return 'overdue';
  return at >= due.start ? 'due' : 'upcoming';
}

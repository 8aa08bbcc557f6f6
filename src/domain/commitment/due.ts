// What is due by when, of a commitment and of its parties, and the instants at which that changes without an event.
// Law: they follow from the events alone.
import { type Because, together } from './because.ts';
import { type Condition, pendingOn } from './conditions.ts';
import { type Deadline, firstPasses, passes, type Reached, type Span, spanOf } from './deadlines.ts';
import { deadlineOf, type Promised } from './fulfilment.ts';
import { generalAtFirst, generalOf } from './general.ts';
import { type Lasting, leftAt, overAt, overBecause, overFor } from './over.ts';

/** What timeliness follows from: the bounds of what is due next, and how it was met, if all of it was. */
export interface Due extends Span {
  readonly outcome: 'met' | 'late' | undefined;
}

export type Owing = Promised & Lasting & { readonly conditions: readonly Condition[] };

interface DueDate extends Span {
  readonly deadline: Deadline;
  readonly party: string | undefined;
  readonly reached: Reached | undefined;
}

const dueDate = (deadline: Deadline, party: string | undefined, reached: Reached | undefined): DueDate => ({
  ...spanOf(deadline.current),
  deadline,
  party,
  reached,
});

function datesOf(owing: Owing): readonly DueDate[] {
  const { deadline, ownDeadlines, attained } = owing;
  const { holdsNobody, reached } = generalOf(owing);
  const whole = deadline === undefined || holdsNobody ? [] : [dueDate(deadline, undefined, reached)];
  if (ownDeadlines.size === 0) return whole;
  return [...whole, ...[...ownDeadlines].map(([party, own]) => dueDate(own, party, attained.parties.get(party)))];
}

/**
 * Law: once it is over nothing comes due: a date that had passed by then stays, another is due of nobody unless it was reached.
 * Of a party that left while it goes on for others nothing is due, whether or not it had passed.
 */
function isDue(owing: Owing, at: number): (date: DueDate) => boolean {
  const over = overAt(owing);
  return ({ party, reached, end }) => {
    if (reached !== undefined && reached.since < end) return true;
    const left = party === undefined ? Infinity : leftAt(owing, party);
    return left <= at && left < over ? false : over > at || end <= over;
  };
}

const dueDates = (owing: Owing, at: number): readonly DueDate[] => datesOf(owing).filter(isDue(owing, at));

const outcomeOf = ({ reached, end }: DueDate): 'met' | 'late' | undefined =>
  reached === undefined ? undefined : reached.since < end ? 'met' : 'late';

/** Law: a date rests on what set it last, and on what has reached it. */
const becauseOf = ({ deadline, reached }: DueDate): Because =>
  together([deadline.setBy.slice(-1), reached?.because ?? []]);

/** Undefined where nothing is due. Law: what is not reached yet and ends first is due next. */
export function dueOf(owing: Owing, at: number): Due | undefined {
  const dates = dueDates(owing, at).toSorted((a, b) => a.end - b.end);
  const telling = tellingOf(dates);
  const last = telling.outcome === undefined ? telling.dates[0] : dates.at(-1);
  return last && { start: last.start, end: last.end, outcome: telling.outcome };
}

/**
 * What set the deadline that timeliness tells, and what met it. Where another would be told if it were not over, what it was
 * over by too. Empty where there is no deadline.
 */
export function timelinessBecause(owing: Owing, at: number): Because {
  const dates = datesOf(owing).toSorted((a, b) => a.end - b.end);
  const due = dates.filter(isDue(owing, at));
  const told = tellingOf(due).dates;
  const passedOver = tellingOf(dates).dates.filter((date) => !told.includes(date));
  return together([...told.map(becauseOf), ...passedOver.map(({ party }) => overBecause(owing, party))]);
}

/** The dates that timeliness tells: the one that is due next; once all are reached those that were late, else all. */
function tellingOf(dates: readonly DueDate[]): Pick<Due, 'outcome'> & { readonly dates: readonly DueDate[] } {
  const next = dates.find(({ reached }) => reached === undefined);
  if (next !== undefined) return { outcome: undefined, dates: [next] };
  const late = dates.filter((date) => outcomeOf(date) === 'late');
  if (late.length > 0) return { outcome: 'late', dates: late };
  return { outcome: dates.length === 0 ? undefined : 'met', dates };
}

/** How a party's own deadline, or the commitment's, stands for it: as it stood when it was over for that party. */
export function dueOfParty(owing: Owing, party: string, at: number): Due | undefined {
  const deadline = deadlineOf(owing, party);
  if (deadline === undefined) return undefined;
  const date = dueDate(deadline, party, owing.attained.parties.get(party));
  const over = overFor(owing, party);
  if (date.reached === undefined && over <= at && date.end > over) return undefined;
  return { start: date.start, end: date.end, outcome: outcomeOf(date) };
}

/** Law: a firm deadline's last day has passed, nothing has reached it, and no condition of the whole or the party is pending. */
const missedIn = (owing: Owing, at: number): readonly DueDate[] =>
  dueDates(owing, at).filter(
    ({ deadline, party, reached, end }) =>
      deadline.firmness === 'firm' &&
      reached === undefined &&
      end <= at &&
      pendingOn(owing.conditions) === undefined &&
      isHeldUnconditionally(owing, party),
  );

/** Where each party has to reach it, those whose own condition is pending are held by no date. */
function isHeldUnconditionally(owing: Owing, party: string | undefined): boolean {
  const isPending = (code: string) => pendingOn(owing.conditions, code) !== undefined;
  if (party !== undefined) return !isPending(party);
  const { short } = generalOf(owing);
  return short.length === 0 || short.some((code) => !isPending(code));
}

/** What set the deadlines that were missed; undefined where none was. */
export function missedBecause(owing: Owing, at: number): Because | undefined {
  const missed = missedIn(owing, at);
  return missed.length === 0 ? undefined : together(missed.map(becauseOf));
}

/** At each of these timeliness may change without an event. */
export function dueCuts(owing: Owing): readonly number[] {
  const over = overAt(owing);
  return datesOf(owing)
    .flatMap(({ start, end }) => [start, end])
    .filter((at) => at <= over);
}

/** At each of these what became of a deadline or of a step changes: what an answer's body tells beside timeliness. */
export function passingsOf(owing: Owing): readonly number[] {
  const { deadline, ownDeadlines, target, attained } = owing;
  const steps = target?.steps ?? [];
  if (deadline === undefined && ownDeadlines.size === 0 && steps.length === 0) return NONE;
  const found = [
    deadline && generalPasses(owing, deadline),
    ...steps.map(({ by }, index) => passes(by, attained.steps[index]?.since)),
    ...[...ownDeadlines].flatMap(([party, own]) => ownPassings(owing, party, own)),
    ...(ownDeadlines.size === 0 || deadline === undefined ? [] : Object.values(spanOf(deadline.current))),
  ];
  const over = overAt(owing);
  return found.filter((at) => at !== undefined && Number.isFinite(at) && at <= over) as number[];
}
const NONE: readonly number[] = [];

function ownPassings(owing: Owing, party: string, own: Deadline): readonly number[] {
  const left = leftAt(owing, party);
  const found = [firstPasses(own, owing.attained.parties.get(party)?.since), ...Object.values(spanOf(own.current))];
  return found.filter((at) => at !== undefined && at <= left) as number[];
}

function generalPasses(owing: Owing, deadline: Deadline): number | undefined {
  const { holdsNobody, reached } = generalAtFirst(owing, deadline);
  return holdsNobody ? undefined : firstPasses(deadline, reached?.since);
}

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

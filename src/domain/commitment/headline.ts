// The headline: one word for where a commitment stands, derived from the axes by a table. First match wins.
import { bounds } from '../time.ts';
import { isAbandoned } from './position.ts';
import type { Deadline, State } from './state.ts';

export const STATUSES = [
  'void',
  'superseded',
  'delivered',
  'withdrawn',
  'lapsed',
  'overdue',
  'stalled',
  'in_progress',
  'in_force',
  'agreed',
  'proposed',
] as const;
export type Status = (typeof STATUSES)[number];

export const TIMELINESS = ['none', 'upcoming', 'due', 'overdue', 'met', 'late'] as const;
export type Timeliness = (typeof TIMELINESS)[number];

/** The table of docs/lifecycle.md, row by row. Concerns, assertions, links and verdicts never appear in it. */
const TABLE: Readonly<Record<Status, (state: State, at: number) => boolean>> = {
  void: ({ acts }) => acts === 0,
  superseded: (state) => endedAs(state, 'superseded'),
  delivered: ({ delivery }) => delivery.level === 'delivered',
  withdrawn: (state) =>
    endedAs(state, 'withdrawn') || endedAs(state, 'dissolved') || isAbandoned(state.standings, state.openedByOne),
  lapsed: (state, at) => endedAs(state, 'lapsed') || hasLapsed(state, at),
  overdue: ({ deadline, condition }, at) =>
    deadline?.firmness === 'firm' && condition === undefined && isPast(deadline.current, at),
  stalled: ({ delivery }) => delivery.level === 'stalled',
  in_progress: ({ delivery }) => delivery.level !== 'not_started',
  in_force: (state, at) => isInForce(state, at),
  agreed: ({ agreed }) => agreed,
  proposed: () => true,
};

export const statusAt = (state: State, at: number): Status =>
  STATUSES.find((status) => TABLE[status](state, at)) ?? 'proposed';

const endedAs = ({ ended }: State, how: string): boolean => ended?.event.data.how === how;

const isPast = (when: Deadline['current'] | undefined, at: number): boolean =>
  when !== undefined && (bounds(when).end ?? Infinity) <= at;

export const hasLapsed = ({ validUntil }: State, at: number): boolean => isPast(validUntil, at);

/** Law: in force is what binds somebody; what is political never does, and what has lapsed binds no one. */
export const isInForce = (state: State, at: number): boolean =>
  state.standings.tally.bound > 0 && state.force.binding !== 'political' && !hasLapsed(state, at);

/** What timeliness follows from: the bounds of the current deadline (milliseconds), and how it was met, if it was. */
export interface Due {
  /** the first instant it could mean; -Infinity where that is open */
  readonly start: number;
  /** the first instant after all it could mean; Infinity where that is open */
  readonly end: number;
  readonly outcome: 'met' | 'late' | undefined;
}

/** Undefined where there is no deadline. */
export function dueOf({ deadline, delivery, deliveredAt }: State): Due | undefined {
  if (deadline === undefined) return undefined;
  const { start = -Infinity, end = Infinity } = bounds(deadline.current);
  if (delivery.level !== 'delivered') return { start, end, outcome: undefined };
  return { start, end, outcome: (deliveredAt ?? -Infinity) < end ? 'met' : 'late' };
}

/** Axis 5: whether it is on time. A deadline is missed only after its last day. */
export function timelinessAt(due: Due | undefined, at: number): Timeliness {
  if (due === undefined) return 'none';
  if (due.outcome !== undefined) return due.outcome;
  if (at >= due.end) return 'overdue';
  return at >= due.start ? 'due' : 'upcoming';
}

/**
 * The first instant after `at` at which a state changes without an event; undefined where none will.
 * Law: cuts follow from the events alone.
 */
export function nextCut(state: State, at: number): number | undefined {
  const { start, end } = state.deadline === undefined ? NONE : bounds(state.deadline.current);
  const validity = state.validUntil === undefined ? undefined : bounds(state.validUntil).end;
  let next = Infinity;
  const consider = (cut: number | undefined) => {
    if (cut !== undefined && cut > at && cut < next) next = cut;
  };
  consider(start);
  consider(end);
  consider(validity);
  return next === Infinity ? undefined : next;
}
const NONE = { start: undefined, end: undefined };

// The headline: one word for where a commitment stands, derived from the axes by a table. First match wins.
import { bounds, type When } from '../time.ts';
import { dueCuts, isMissed, passingsOf } from './due.ts';
import { isAbandoned } from './position.ts';
import type { State } from './state.ts';

export { type Due, dueOf, TIMELINESS, type Timeliness, timelinessAt } from './due.ts';

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

/** The table of docs/lifecycle.md, row by row. Concerns, assertions, links and verdicts never appear in it. */
const TABLE: Readonly<Record<Status, (state: State, at: number) => boolean>> = {
  void: ({ acts }) => acts === 0,
  superseded: (state) => endedAs(state, 'superseded'),
  delivered: ({ delivery }) => delivery.level === 'delivered',
  withdrawn: (state) =>
    endedAs(state, 'withdrawn') || endedAs(state, 'dissolved') || isAbandoned(state.standings, state.openedByOne),
  lapsed: (state, at) => endedAs(state, 'lapsed') || hasLapsed(state, at),
  overdue: isMissed,
  stalled: ({ delivery }) => delivery.level === 'stalled',
  in_progress: ({ delivery }) => delivery.level !== 'not_started' && delivery.level !== 'nothing_on_record',
  in_force: (state, at) => isInForce(state, at),
  agreed: ({ agreed }) => agreed,
  proposed: () => true,
};

export const statusAt = (state: State, at: number): Status =>
  STATUSES.find((status) => TABLE[status](state, at)) ?? 'proposed';

const endedAs = ({ ended }: State, how: string): boolean => ended?.event.data.how === how;

const isPast = (when: When | undefined, at: number): boolean =>
  when !== undefined && (bounds(when).end ?? Infinity) <= at;

export const hasLapsed = ({ validUntil }: State, at: number): boolean => isPast(validUntil, at);

/** Law: in force is what binds somebody; what is political never does, and what has lapsed binds no one. */
export const isInForce = (state: State, at: number): boolean =>
  state.standings.tally.bound > 0 && state.force.binding !== 'political' && !hasLapsed(state, at);

/**
 * The first instant after `at` at which a state changes without an event; undefined where none will.
 * Law: cuts follow from the events alone.
 */
export function nextCut(state: State, at: number): number | undefined {
  const validity = state.validUntil === undefined ? undefined : bounds(state.validUntil).end;
  let next = Infinity;
  const consider = (cut: number | undefined) => {
    if (cut !== undefined && cut > at && cut < next) next = cut;
  };
  for (const cut of dueCuts(state)) consider(cut);
  for (const cut of passingsOf(state)) consider(cut);
  consider(validity);
  return next === Infinity ? undefined : next;
}

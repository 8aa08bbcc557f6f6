// The headline: one word for where a commitment stands, derived from the axes by a table. First match wins.
import { bounds, type When } from '../time.ts';
import { dueCuts, isMissed, passingsOf } from './due.ts';
import { committers, isBound } from './position.ts';
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
  withdrawn: (state, at) => endedAs(state, 'withdrawn') || endedAs(state, 'dissolved') || abandoned(state, at),
  lapsed: (state, at) => endedAs(state, 'lapsed') || isPast(state.validUntil, at),
  overdue: isMissed,
  stalled: ({ delivery }) => delivery.level === 'stalled',
  in_progress: ({ delivery }) => delivery.level !== 'not_started' && delivery.level !== 'nothing_on_record',
  in_force: ({ standings }, at) => standings.values().some((standing) => isBound(standing, at)),
  agreed: ({ agreed }) => agreed,
  proposed: () => true,
};

export const statusAt = (state: State, at: number): Status =>
  STATUSES.find((status) => TABLE[status](state, at)) ?? 'proposed';

const endedAs = ({ ended }: State, how: string): boolean => ended?.event.data.how === how;

const isPast = (when: When | undefined, at: number): boolean =>
  when !== undefined && (bounds(when).end ?? Infinity) <= at;

/** Committers left, and those that remain number under two: under one where it opened with one, or never had more. */
function abandoned({ standings, openedByOne }: State, at: number): boolean {
  const { left, remaining } = committers(standings, at);
  return left > 0 && remaining < (openedByOne ? 1 : Math.min(2, left + remaining));
}

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
  for (const { pending } of state.standings.values()) consider(pending?.at);
  return next === Infinity ? undefined : next;
}

// The headline: one word for where a commitment stands, derived from the axes by a table. First match wins.
import { bounds, type When } from '../time.ts';
import { type Because, NOTHING } from './because.ts';
import { dueCuts, missedBecause, passingsOf } from './due.ts';
import type { DeliveryValue } from './payloads.ts';
import { abandonedBecause } from './position.ts';
import type { State } from './state.ts';

export { type Due, dueOf, TIMELINESS, type Timeliness, timelinessAt, timelinessBecause } from './due.ts';

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

/**
 * The table of docs/lifecycle.md, row by row: the events that make a row match, or undefined where it does not.
 * Concerns, assertions, links and verdicts never appear in it.
 */
const TABLE: Readonly<Record<Status, (state: State, at: number) => Because | undefined>> = {
  void: ({ acts, voided }) => (acts === 0 ? voided : undefined),
  superseded: (state) => (state.endedSince === undefined ? undefined : endedAs(state, 'superseded')),
  delivered: ({ delivery }) => (delivery.level === 'delivered' ? delivery.because : undefined),
  withdrawn: (state) => endedAs(state, 'withdrawn') ?? endedAs(state, 'dissolved') ?? abandonedBecause(state),
  lapsed: (state, at) => endedAs(state, 'lapsed') ?? (hasLapsed(state, at) ? state.setBy.validUntil : undefined),
  overdue: missedBecause,
  stalled: ({ delivery }) => (delivery.level === 'stalled' ? delivery.because : undefined),
  in_progress: ({ delivery }) => (IDLE.has(delivery.level) ? undefined : delivery.because),
  in_force: (state, at) => (isInForce(state, at) ? entryBecause(state.force) : undefined),
  agreed: ({ agreed }) => (agreed === undefined ? undefined : [agreed]),
  proposed: ({ strongest }) => (strongest === undefined ? NOTHING : [strongest.event.revision]),
};
const IDLE: ReadonlySet<string> = new Set<DeliveryValue>(['nothing_on_record', 'not_started']);

export interface Headline {
  readonly status: Status;
  /** the number of the row that matched, from 1 */
  readonly row: number;
  readonly because: Because;
}

/** Law: the first row that matches wins, and the events that make it match are why. */
export function headlineAt(state: State, at: number): Headline {
  for (const [index, status] of STATUSES.entries()) {
    const because = TABLE[status](state, at);
    if (because !== undefined) return { status, row: index + 1, because };
  }
  return { status: 'proposed', row: STATUSES.length, because: NOTHING };
}

export const statusAt = (state: State, at: number): Status => headlineAt(state, at).status;

const endedAs = ({ ended }: State, how: string): Because | undefined =>
  ended?.event.data.how === how ? [ended.event.revision] : undefined;

const entryBecause = ({ entered }: State['force']): Because =>
  entered === undefined ? NOTHING : [entered.event.revision];

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

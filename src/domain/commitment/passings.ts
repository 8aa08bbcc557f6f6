// What came true because a day came, and the event that had set that day. Law: it follows from the events alone.

import { bounds, type When } from '../time.ts';
import { type Deadline, firstPasses, passes, spanOf } from './deadlines.ts';
import type { Effect, FactEffect } from './effect.ts';
import type { FactData } from './events.ts';
import { generalAtFirst, generalOf } from './general.ts';
import { leftAt, overAt } from './over.ts';
import type { State } from './state.ts';
import type { Target } from './targetPayloads.ts';
import type { Timeline } from './timeline.ts';

export const PASSINGS = [
  'deadline_due',
  'deadline_passed',
  'step_passed',
  'validity_ended',
  'withdrawal_took_effect',
  'position_took_effect',
  'entry_into_force_took_effect',
  'suspension_began',
  'suspension_ended',
  'provisional_application_began',
  'provisional_application_ended',
] as const;
export type PassingKind = (typeof PASSINGS)[number];

export interface Passing {
  readonly kind: PassingKind;
  /** of whom alone; of the commitment where absent */
  readonly parties?: readonly string[] | undefined;
  /** what set the day */
  readonly event: Effect['event'];
}

const BEGINS: Readonly<Record<string, PassingKind>> = {
  PositionChanged: 'position_took_effect',
  EnteredIntoForce: 'entry_into_force_took_effect',
  OperationSuspended: 'suspension_began',
  ProvisionallyApplied: 'provisional_application_began',
  ProvisionalApplicationEnded: 'provisional_application_ended',
};

/** Of an event that comes true, or ends what it began, after it was said. */
export function passingOf({ event, due }: FactEffect): Passing {
  const { parties, party, position } = event.data as Partial<FactData['PositionChanged']> & { parties?: string[] };
  const begins = position === 'withdrawing' ? 'withdrawal_took_effect' : (BEGINS[event.type] ?? 'position_took_effect');
  const kind = due === 'ends' ? 'suspension_ended' : begins;
  return { kind, parties: party === undefined ? parties : [party], event };
}

/** Of the state after an effect, at an instant: dates that a deadline, a step or validity has. */
export function passingsAt(timeline: Timeline, index: number, at: number): readonly Passing[] {
  const state = timeline.states[index];
  if (state === undefined) return [];
  const setBy = (sets: Sets) => timeline.effects.slice(0, index + 1).findLast((effect) => isIn(effect, sets))?.event;
  const found = [...deadlinesAt(state, at), ...stepsAt(state, at), ...validityAt(state, at)];
  return found.flatMap(({ sets, ...passing }) => {
    const event = setBy(sets);
    return event === undefined ? [] : [{ ...passing, event }];
  });
}

/** What an event says that sets a day. */
interface Setting {
  readonly type: string;
  readonly data: {
    readonly deadline?: When | undefined;
    readonly party?: string | undefined;
    readonly target?: Target | undefined;
    readonly validUntil?: When | undefined;
  };
}
type Sets = (setting: Setting) => boolean;
type Found = Omit<Passing, 'event'> & { readonly sets: Sets };

/** Law: of the acts only the opening sets anything. */
const isIn = ({ act, event, ...effect }: Effect, sets: Sets): boolean =>
  (act === undefined || (event.revision === 0 && 'voided' in effect && !effect.voided)) && sets(event as Setting);

function deadlinesAt(state: State, at: number): Found[] {
  const { deadline, ownDeadlines, attained } = state;
  if (at > overAt(state)) return [];
  const whole = deadline === undefined ? [] : generalAt(state, deadline, at);
  const inIt = [...ownDeadlines].filter(([party]) => at <= leftAt(state, party));
  const own = inIt.flatMap(([party, one]) =>
    deadlineAt(one, attained.parties.get(party)?.since, at).map((kind) => ({
      kind,
      parties: [party],
      sets: setsOwn(party),
    })),
  );
  return [...whole.map((kind) => ({ kind, sets: SETS_DEADLINE })), ...own];
}

const SETS_DEADLINE: Sets = ({ type, data }) =>
  data.deadline !== undefined && (type !== 'DeadlineSet' || data.party === undefined);
const setsOwn =
  (party: string): Sets =>
  ({ type, data }) =>
    type === 'DeadlineSet'
      ? data.party === party
      : (data.target?.shares ?? []).some((share) => share.party === party && share.deadline !== undefined);

/** The first date is judged by whom it held, and the present one by whom it holds. */
function generalAt(state: State, deadline: Deadline, at: number): PassingKind[] {
  const [now, first] = [generalOf(state), generalAtFirst(state, deadline)];
  if (!first.holdsNobody && firstPasses(deadline, first.reached?.since) === at) return ['deadline_passed'];
  return now.holdsNobody ? [] : currentAt(deadline, now.reached?.since, at);
}

const deadlineAt = (deadline: Deadline, reachedAt: number | undefined, at: number): PassingKind[] =>
  firstPasses(deadline, reachedAt) === at ? ['deadline_passed'] : currentAt(deadline, reachedAt, at);

function currentAt({ current }: Deadline, reachedAt: number | undefined, at: number): PassingKind[] {
  if (passes(current, reachedAt) === at) return ['deadline_passed'];
  return reachedAt === undefined && spanOf(current).start === at ? ['deadline_due'] : [];
}

const stepsAt = (state: State, at: number): Found[] =>
  at <= overAt(state) && isStepPassed(state, at)
    ? [{ kind: 'step_passed', sets: ({ data }) => data.target !== undefined }]
    : [];

const isStepPassed = ({ target, attained }: State, at: number): boolean =>
  (target?.steps ?? []).some(({ by }, index) => passes(by, attained.steps[index]?.since) === at);

const validityAt = ({ validUntil }: State, at: number): Found[] =>
  validUntil !== undefined && bounds(validUntil).end === at
    ? [{ kind: 'validity_ended', sets: ({ data }) => data.validUntil !== undefined }]
    : [];

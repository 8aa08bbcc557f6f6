// Deadlines: of a commitment and of its parties, moved or not, and what became of each.
// A missed deadline stays told after it was moved.
import { bounds, type When } from '../time.ts';
import { type Because, revisions, together } from './because.ts';

/** Whom the first date held when it passed, where that may change afterwards. */
export interface Held {
  readonly holdsNobody: boolean;
  /** how what was due by it had been reached */
  readonly whole: Reached | undefined;
  /** undefined where all had to reach it together */
  readonly parties: ReadonlySet<string> | undefined;
}

export interface Deadline {
  readonly first: When;
  readonly current: When;
  readonly firmness: 'firm' | 'soft';
  /** when it was first set, milliseconds since 1970 */
  readonly givenAt: number;
  /** undefined while the first date has not passed */
  readonly held: Held | undefined;
  /** how often it was set again */
  readonly moves: number;
  /** when it was first set again, milliseconds since 1970 */
  readonly movedAt: number | undefined;
  /** the events that set it, the latest last */
  readonly setBy: Because;
}

/** A deadline that is set, or set again. */
export const setAgain = (
  deadline: Deadline | undefined,
  { deadline: current, firmness }: { readonly deadline: When; readonly firmness: 'firm' | 'soft' },
  { at, revision }: { readonly at: number; readonly revision: number },
): Deadline =>
  deadline === undefined
    ? {
        first: current,
        current,
        firmness,
        givenAt: at,
        held: undefined,
        moves: 0,
        movedAt: undefined,
        setBy: [revision],
      }
    : {
        first: deadline.first,
        current,
        firmness,
        givenAt: deadline.givenAt,
        held: deadline.held,
        moves: deadline.moves + 1,
        movedAt: deadline.movedAt ?? at,
        setBy: [...deadline.setBy, revision],
      };

/** The bounds of a deadline, milliseconds. An open side is infinite. */
export interface Span {
  /** the first instant it could mean */
  readonly start: number;
  /** the first instant after all it could mean */
  readonly end: number;
}
export function spanOf(when: When): Span {
  const { start = -Infinity, end = Infinity } = bounds(when);
  return { start, end };
}

/** Since when something is reached, milliseconds since 1970, and by which reports. */
export interface Reached {
  readonly since: number;
  readonly because: Because;
}

/** What became of a date: it may lie ahead still, or have been moved before it passed. */
export const OUTCOMES = ['open', 'met', 'missed', 'moved'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const DAY = 86_400_000;

/** What became of a date that something was due by, as of an instant. */
export function outcomeOf(due: When, reachedAt: number | undefined, at: number) {
  const { end } = spanOf(due);
  const outcome: Outcome = (reachedAt ?? Infinity) < end ? 'met' : at >= end ? 'missed' : 'open';
  const isLate = outcome === 'missed' && reachedAt !== undefined;
  const daysLate = isLate ? Math.floor((reachedAt - end) / DAY) + 1 : null;
  return {
    outcome,
    daysLate,
    delivered: reachedAt === undefined ? null : new Date(reachedAt).toISOString().slice(0, 10),
  };
}

/**
 * Law: the first deadline was missed, or met, or moved before it passed, whatever was set since.
 * @param holdsNobody others took its place, for each party, before it passed
 */
export function deadlineView(deadline: Deadline, reached: Reached | undefined, at: number, holdsNobody = false) {
  const { first, current, firmness, moves, setBy } = deadline;
  const { outcome, daysLate, delivered } = outcomeOf(first, reached?.since, at);
  const firstOutcome: Outcome = outcome !== 'met' && (holdsNobody || isMovedInTime(deadline)) ? 'moved' : outcome;
  const because = revisions(together([setBy, reached?.because ?? []]));
  return { first, current, firmness, moves, firstOutcome, daysLate, delivered, because };
}

const isMovedInTime = ({ first, movedAt }: Deadline): boolean => movedAt !== undefined && movedAt < spanOf(first).end;

/** The instant at which what became of the first date changes without an event. */
export const firstPasses = (deadline: Deadline, reachedAt: number | undefined): number | undefined =>
  isMovedInTime(deadline) ? undefined : passes(deadline.first, reachedAt);

/** The instant at which a date that nothing has reached passes. */
export function passes(due: When, reachedAt: number | undefined): number | undefined {
  const { end } = spanOf(due);
  return (reachedAt ?? Infinity) < end || end === Infinity ? undefined : end;
}

// Where in the journal the commitments were opened that held at an instant: most of them before it or soon after, others
// later by how much they lagged. So a list in the order of opening, as of a past date, need not pass over all that was
// opened since.
import type { Journal } from '../../journal/journal.ts';
import type { AsOf } from '../readModels.ts';
import { AT_ONCE, LAGS } from './leadAndLag.ts';

/** Those of a class of lags: their sequences, the second one included. */
export interface OpenedLate {
  readonly lag: number;
  readonly after: number;
  readonly upTo: number;
}

export interface Opened {
  /** any commitment up to this sequence */
  readonly upTo: number;
  /** beyond it, stretch after stretch of the journal, each by class; disjoint, and none where that is all there is */
  readonly late: readonly (readonly OpenedLate[])[];
}

/** So many events are read in one stretch: to ask once more takes as long as to pass over what is late among them. */
const SHORT = 2 ** 20;

/**
 * Of what is known at a sequence. Law: whatever held at the instant is in one of the ranges, and in one only. A range that
 * ends somewhat later holds what it must as well. @param short events read in one stretch
 */
export function openedFor(journal: Pick<Journal, 'sequenceNear'>, { asOf, sequence }: AsOf, short = SHORT): Opened {
  const by = (instant: number): number =>
    instant === Infinity ? sequence : Math.min(sequence, journal.sequenceNear(instant));
  const after = by(asOf + AT_ONCE);
  if (after === sequence) return { upTo: sequence, late: [] };
  const late = LAGS.map(({ number, furthest }) => ({ lag: number, after, upTo: by(asOf + furthest) }));
  return { upTo: after, late: sequence - after < short ? [late] : stretchesOf(late) };
}

/** A stretch ends where a class does: beyond it are those that lag further. */
function stretchesOf(late: readonly OpenedLate[]): OpenedLate[][] {
  const starts = [...late.keys()].map((index) => late[index - 1]?.upTo);
  return late.map(({ upTo }, index) =>
    late.slice(index).map((one) => ({ lag: one.lag, after: starts[index] ?? one.after, upTo })),
  );
}

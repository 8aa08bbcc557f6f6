// Deadlines in force, each with the time it held: what lists of what is due are read from. Most phases of a commitment
// have the same one, so that there are a quarter as many of them as of versions.
import type { Kind } from '../../domain/commitment/acts.ts';
import type { Due, Status } from '../../domain/commitment/headline.ts';
import { addRun, type Change, type Interval, runChanges } from './runs.ts';

/** A stretch in which a commitment has the same deadline, met or not in the same way, and the same status and signature. */
export interface DeadlineRun extends Interval {
  /** the commitment's, which never changes */
  readonly kind: Kind;
  readonly status: Status;
  readonly due: Due;
  readonly signature: number;
}

/** A version, as far as it says what is due. */
export interface DueVersion {
  readonly phase: Interval & { readonly status: Status };
  readonly due: Due | undefined;
  readonly signature: number;
}

/** Of consecutive versions of a commitment of a kind, those that have a deadline. */
export function deadlineRuns(kind: Kind, versions: readonly DueVersion[]): readonly DeadlineRun[] {
  const runs: DeadlineRun[] = [];
  for (const { phase, due, signature } of versions) {
    const { from, to, status } = phase;
    if (due !== undefined) addRun(runs, { from, to, kind, status, due, signature }, isSame);
  }
  return runs;
}

const isSame = (a: DeadlineRun, b: DeadlineRun): boolean =>
  a.status === b.status &&
  a.signature === b.signature &&
  (a.due === b.due || (a.due.start === b.due.start && a.due.end === b.due.end && a.due.outcome === b.due.outcome));

export type DeadlineChange = DeadlineRun & Change;

/** What closes and opens between two foldings of one commitment. */
export const deadlineChanges = (before: readonly DeadlineRun[], after: readonly DeadlineRun[]): DeadlineChange[] =>
  runChanges(before, after, isSame);

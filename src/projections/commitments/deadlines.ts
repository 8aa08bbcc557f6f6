// Deadlines in force, each with the time it held: what lists of what is due are read from. Most phases of a commitment
// have the same one, so that there are a fifth as many of them as of versions.
import type { Due } from '../../domain/commitment/headline.ts';
import type { Interval } from './facets.ts';

/** A stretch in which a commitment has the same deadline, met or not in the same way, and the same signature. */
export interface DeadlineRun extends Interval {
  readonly due: Due;
  readonly signature: number;
}

/** A version, as far as it says what is due. */
export interface DueVersion {
  readonly phase: Interval;
  readonly due: Due | undefined;
  readonly signature: number;
}

/** Of consecutive versions, those that have a deadline. */
export function deadlineRuns(versions: readonly DueVersion[]): readonly DeadlineRun[] {
  const runs: DeadlineRun[] = [];
  for (const { phase, due, signature } of versions) {
    if (due === undefined) continue;
    const last = runs.at(-1);
    if (last?.to === phase.from && isSame(last, { due, signature })) runs[runs.length - 1] = { ...last, to: phase.to };
    else runs.push({ from: phase.from, to: phase.to, due, signature });
  }
  return runs;
}

type Held = Pick<DeadlineRun, 'due' | 'signature'>;

const isSame = (a: Held, b: Held): boolean =>
  a.signature === b.signature &&
  (a.due === b.due || (a.due.start === b.due.start && a.due.end === b.due.end && a.due.outcome === b.due.outcome));

export interface DeadlineChange extends DeadlineRun {
  readonly change: 'closed' | 'opened';
}

/** What closes and opens between two foldings of one commitment. */
export function deadlineChanges(before: readonly DeadlineRun[], after: readonly DeadlineRun[]): DeadlineChange[] {
  return [...missingFrom(after, before, 'closed'), ...missingFrom(before, after, 'opened')];
}

function missingFrom(
  others: readonly DeadlineRun[],
  runs: readonly DeadlineRun[],
  change: DeadlineChange['change'],
): DeadlineChange[] {
  if (others === runs) return [];
  const from = new Map(others.map((run) => [run.from, run]));
  return runs
    .filter((run) => {
      const other = from.get(run.from);
      return other === undefined || other.to !== run.to || !isSame(other, run);
    })
    .map((run) => ({ ...run, change }));
}

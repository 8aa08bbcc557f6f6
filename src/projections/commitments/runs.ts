// Runs: stretches of a commitment's life in which something about it is the same. How they are put together of consecutive
// phases, and what changes between two foldings. Law: of one commitment, no two runs of a kind begin at one instant.

export interface Interval {
  readonly from: number;
  readonly to: number;
}

type Same<Run> = (a: Run, b: Run) => boolean;

/** Adds a run, or makes the last one longer where it goes on the same. */
export function addRun<Run extends Interval>(runs: Run[], run: Run, isSame: Same<Run>): void {
  const last = runs.at(-1);
  if (last?.to === run.from && isSame(last, run)) runs[runs.length - 1] = { ...last, to: run.to };
  else runs.push(run);
}

export interface Change {
  readonly change: 'closed' | 'opened';
}

/** What closes and opens: first all that closes. */
export function runChanges<Run extends Interval>(
  before: readonly Run[],
  after: readonly Run[],
  isSame: Same<Run>,
): (Run & Change)[] {
  const stays = (a: Run, b: Run | undefined) => b !== undefined && a.from === b.from && a.to === b.to && isSame(a, b);
  if (before.length === after.length && before.every((run, index) => stays(run, after[index]))) return [];
  const missingFrom = (others: readonly Run[], runs: readonly Run[], change: Change['change']) => {
    const found = new Map(others.map((run) => [run.from, run]));
    return runs.filter((run) => !stays(run, found.get(run.from))).map((run) => ({ ...run, change }));
  };
  return [...missingFrom(after, before, 'closed'), ...missingFrom(before, after, 'opened')];
}

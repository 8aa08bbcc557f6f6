// A commitment in effective order as it is counted: stretches of time in which it counts the same.
// Law: they follow from its phases alone, so that following the journal and building anew count alike.
import { type Kind, kindOf } from '../../domain/commitment/acts.ts';
import { type Due, dueOf, timelinessAt } from '../../domain/commitment/headline.ts';
import { partiesIn } from '../../domain/commitment/position.ts';
import type { State } from '../../domain/commitment/state.ts';
import type { Phase } from '../../domain/commitment/timeline.ts';
import { ratingsOf } from '../../domain/commitment/verdicts.ts';
import type { Loaded, OpenVersion } from '../commitments/loaded.ts';
import { NOTHING_REACHED, type Reached, reachedIn, sameReached } from '../commitments/milestones.ts';
import { add, type Count, type Counts, type Sum } from './counts.ts';
import * as codes from './values.ts';

export interface Stretch {
  /** milliseconds since 1970; it lasts until the next one */
  readonly from: number;
  /** the scopes it counts in: kind, parties and areas */
  readonly who: string;
  readonly counts: Counts;
}

/** The stretches of a version, and what was reached before it and with it. */
interface Made {
  readonly version: OpenVersion;
  readonly before: Reached;
  readonly after: Reached;
  readonly stretches: readonly Stretch[];
}

export interface Stretches {
  readonly made: readonly Made[];
  readonly all: readonly Stretch[];
}

export const NO_STRETCHES: Stretches = { made: [], all: [] };

/** @param before of the same commitment, an event ago: most events leave most of its versions as they are */
export function stretchesOf({ identity, versions }: Loaded, before: Stretches): Stretches {
  if (identity === undefined) return NO_STRETCHES;
  const kind = kindOf(identity.noun);
  let reached = NOTHING_REACHED;
  const made = versions.map((version, index) => {
    const known = before.made[index];
    const same = known?.version === version && sameReached(known.before, reached);
    const one = same ? known : madeOf(version, kind, reached);
    reached = one.after;
    return one;
  });
  return { made, all: made.flatMap(({ stretches }) => stretches) };
}

function madeOf(version: OpenVersion, kind: Kind, before: Reached): Made {
  const after = reachedIn(version.phase, before);
  return { version, before, after, stretches: stretchesIn(version.phase, kind, after) };
}

/** A phase is cut where its timeliness changes. */
function stretchesIn({ from, to, state, status }: Phase, kind: Kind, reached: Reached): Stretch[] {
  const due = dueOf(state, from);
  const who = `${codes.kindCode(kind)}|${partiesIn(state.standings).join(' ')}|${state.areas.join(' ')}${unowed(state)}`;
  const counts: Count[] = [codes.ONE, codes.statusCount(status), codes.deliveryCount(state.delivery.level)];
  addMilestones(counts, reached);
  for (const rating of ratings(state)) counts.push(rating);
  const cuts = cutsOf(due).filter((cut) => cut > from && cut < to);
  return [from, ...cuts].map((start) => ({
    from: start,
    who,
    counts: [...counts, codes.timelinessCount(timelinessAt(due, start))],
  }));
}

/** The parties that owe nothing of it: what is owed to them is no part of their scorecards. */
function unowed({ standings }: State): string {
  const codes = partiesIn(standings).filter((code) => standings.get(code)?.roles.includes('committer') !== true);
  return codes.length === 0 ? '' : `|${codes.join(' ')}`;
}

function addMilestones(counts: Count[], reached: Reached): void {
  for (const name of codes.MILESTONE_NAMES) {
    const month = reached[name];
    if (month !== undefined) counts.push(codes.once(codes.milestoneCode(name, month)));
  }
}

const cutsOf = (due: Due | undefined): readonly number[] => {
  if (due === undefined || due.outcome !== undefined) return [];
  return due.start === due.end ? [due.start] : [due.start, due.end];
};

function ratings(state: State): readonly Count[] {
  const { rulings, scores, rated, of } = ratingsOf(state);
  const counts: Sum[] = of > 0 ? [{ code: codes.COVERAGE.of, n: of }] : [];
  if (rated > 0) counts.push({ code: codes.COVERAGE.rated, n: rated });
  for (const { party, stage, verdict } of rulings) {
    add(counts, codes.once(`${codes.verdictCode(stage, verdict)}:${party}`), 1);
  }
  for (const { party, verdict, owes, ...rater } of scores) {
    if (owes) add(counts, codes.once(codes.scoreCode('owing', rater, verdict)), 1);
    add(counts, codes.once(`${codes.scoreCode('own', rater, verdict)}:${party}`), 1);
  }
  return counts;
}

// A commitment in effective order as it is counted: stretches of time in which it counts the same.
// Law: they follow from its phases alone, so that following the journal and building anew count alike.
import { type Kind, kindOf } from '../../domain/commitment/acts.ts';
import { type Due, dueOf, type Status, timelinessAt } from '../../domain/commitment/headline.ts';
import { partiesIn } from '../../domain/commitment/position.ts';
import type { State } from '../../domain/commitment/state.ts';
import type { Phase } from '../../domain/commitment/timeline.ts';
import { ratingsOf } from '../../domain/commitment/verdicts.ts';
import type { Loaded, OpenVersion } from '../commitments/loaded.ts';
import { add, type Count, type Counts, type Sum } from './counts.ts';
import { monthOf } from './lines.ts';
import * as codes from './values.ts';

export interface Stretch {
  /** milliseconds since 1970; it lasts until the next one */
  readonly from: number;
  /** the scopes it counts in: kind, parties and areas */
  readonly who: string;
  readonly counts: Counts;
}

/** The month in which each milestone was first reached. */
type Reached = Readonly<Partial<Record<codes.Milestone, number>>>;

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
  let reached: Reached = {};
  const made = versions.map((version, index) => {
    const known = before.made[index];
    const same = known?.version === version && isSame(known.before, reached);
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

const isSame = (a: Reached, b: Reached): boolean =>
  a === b || (a.opened === b.opened && a.agreed === b.agreed && a.delivered === b.delivered && a.ended === b.ended);

const ENDED: readonly Status[] = ['superseded', 'withdrawn', 'lapsed'];

function reachedIn({ from, state, status }: Phase, before: Reached): Reached {
  const agreed = before.agreed === undefined && state.agreed !== undefined;
  const delivered = before.delivered === undefined && status === 'delivered';
  const ended = before.ended === undefined && ENDED.includes(status);
  if (before.opened !== undefined && !agreed && !delivered && !ended) return before;
  const month = monthOf(from);
  return {
    opened: before.opened ?? month,
    agreed: agreed ? month : before.agreed,
    delivered: delivered ? month : before.delivered,
    ended: ended ? month : before.ended,
  } as Reached;
}

/** A phase is cut where its timeliness changes. */
function stretchesIn({ from, to, state, status }: Phase, kind: Kind, reached: Reached): Stretch[] {
  const due = dueOf(state);
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
  const { rulings, scored, rated, of } = ratingsOf(state);
  const counts: Sum[] = of > 0 ? [{ code: codes.COLLECTIVE.of, n: of }] : [];
  if (rulings.length === 0) return counts;
  if (rated > 0) counts.push({ code: codes.COLLECTIVE.rated, n: rated });
  for (const { party, stage, verdict } of rulings) {
    add(counts, codes.once(`${codes.verdictCode(stage, verdict)}:${party}`), 1);
  }
  for (const verdict of scored) add(counts, codes.once(codes.COLLECTIVE[verdict]), 1);
  return counts;
}

// The months in which a commitment came on record, was first agreed, first delivered, first ended.
// Law: they follow from its phases alone, each from the first on.
import type { Status } from '../../domain/commitment/headline.ts';
import type { Phase } from '../../domain/commitment/timeline.ts';
import { monthOf, monthText } from '../month.ts';

export const MILESTONES = ['opened', 'agreed', 'delivered', 'ended'] as const;
export type Milestone = (typeof MILESTONES)[number];

/** The month in which each milestone was first reached. */
export type Reached = Readonly<Partial<Record<Milestone, number>>>;
export const NOTHING_REACHED: Reached = {};

const ENDED: readonly Status[] = ['superseded', 'withdrawn', 'lapsed'];

/** What is reached with one more phase; the same where that is no more. */
export function reachedIn({ from, state, status }: Phase, before: Reached): Reached {
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

/** From which instants on which were reached: a month may stay the same where the day is another. */
export function reachedFrom(phases: readonly Phase[]): readonly string[] {
  const found: string[] = [];
  let reached = NOTHING_REACHED;
  for (const phase of phases) {
    const next = reachedIn(phase, reached);
    if (next !== reached) found.push(`${phase.from} ${milestoneFacets(next).join()}`);
    reached = next;
  }
  return found;
}

export const sameReached = (a: Reached, b: Reached): boolean =>
  a === b || MILESTONES.every((milestone) => a[milestone] === b[milestone]);

export const milestoneFacets = (reached: Reached): readonly string[] =>
  MILESTONES.flatMap((milestone) => {
    const month = reached[milestone];
    return month === undefined ? [] : [`month ${milestone}/${monthText(month)}`];
  });

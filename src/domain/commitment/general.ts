// Whom a commitment's own deadline holds, and since when they have reached what is due by it.
// Law: where each party has to reach the target, a party's own deadline takes the place of the commitment's for that party.
import { together } from './because.ts';
import { type Deadline, type Reached, spanOf } from './deadlines.ts';
import type { Promised } from './fulfilment.ts';
import { isForEach } from './targets.ts';

export interface General {
  /** no committer is left to it: each has a deadline of its own */
  readonly holdsNobody: boolean;
  /** undefined where somebody whom it holds has not reached it */
  readonly reached: Reached | undefined;
}

/** @param givenBefore a party's own deadline counts where it was given before this instant */
export function generalOf(promised: Promised, givenBefore = Infinity): General {
  const { target, ownDeadlines, attained } = promised;
  const owing = isForEach(target) && ownDeadlines.size > 0 ? owingIn(promised) : [];
  const held = owing.filter((party) => (ownDeadlines.get(party)?.givenAt ?? Infinity) >= givenBefore);
  if (held.length === owing.length) return { holdsNobody: false, reached: attained.whole };
  if (held.length === 0) return { holdsNobody: true, reached: attained.whole };
  return { holdsNobody: false, reached: reachedByAll(held.map((party) => attained.parties.get(party))) };
}

/** How its first date is judged: a deadline that a party was given once that had passed leaves it told as it was. */
export const generalAtFirst = (promised: Promised, { first }: Deadline): General =>
  generalOf(promised, spanOf(first).end);

/** Those by whom delivery was last judged; those that commit themselves where nothing was reported. */
function owingIn({ attained, standings }: Promised): readonly string[] {
  return attained.owing ?? standings.committers().filter((code) => standings.get(code)?.position !== 'withdrew');
}

function reachedByAll(all: readonly (Reached | undefined)[]): Reached | undefined {
  const reached = all.filter((one) => one !== undefined);
  if (reached.length < all.length) return undefined;
  return {
    since: Math.max(...reached.map(({ since }) => since)),
    because: together(reached.map(({ because }) => because)),
  };
}

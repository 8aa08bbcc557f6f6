// Whom a commitment's own deadline holds, and since when they have reached what is due by it.
// Law: where each party has to reach the target, a party's own deadline takes the place of the commitment's for that party.
// What became of the first date follows from those that it held when it passed, whoever joins, leaves or is given a deadline
// of its own afterwards.
import { together } from './because.ts';
import { type Deadline, type Held, type Reached, spanOf } from './deadlines.ts';
import { owingNow, type Promised } from './fulfilment.ts';
import { isForEach } from './targets.ts';

export interface General {
  /** no committer is left to it: each has a deadline of its own */
  readonly holdsNobody: boolean;
  /** undefined where somebody whom it holds has not reached it */
  readonly reached: Reached | undefined;
  /** where each party has to reach it, those that it holds and that have not */
  readonly short: readonly string[];
}

const asWhole = ({ attained }: Promised): General => ({ holdsNobody: false, reached: attained.whole, short: [] });

/** As the deadline stands now. Law: whoever joined once its date had passed is not held by it. */
export function generalOf(promised: Promised): General {
  const { target, deadline, ownDeadlines } = promised;
  if (deadline === undefined || !isForEach(target)) return asWhole(promised);
  const held = deadline.moves === 0 ? deadline.held : undefined;
  if (held?.parties !== undefined && held.whole !== undefined && isLasting(promised, held.parties)) {
    return { ...asWhole(promised), reached: held.whole };
  }
  const owing = owingNow(promised);
  const bound = owing.filter((party) => !ownDeadlines.has(party) && (held?.parties?.has(party) ?? true));
  return among(promised, owing, bound);
}

/** As its first date is judged. */
export function generalAtFirst(promised: Promised, deadline: Deadline): General {
  const { target, ownDeadlines } = promised;
  const { held, first } = deadline;
  if (held !== undefined) return byHeld(promised, held);
  if (!isForEach(target)) return asWhole(promised);
  const owing = owingNow(promised);
  const { end } = spanOf(first);
  return among(
    promised,
    owing,
    owing.filter((party) => (ownDeadlines.get(party)?.givenAt ?? Infinity) >= end),
  );
}

/** @param bound those of them that it holds */
function among(promised: Promised, owing: readonly string[], bound: readonly string[]): General {
  const { parties, whole } = promised.attained;
  const short = bound.filter((party) => !parties.has(party));
  if (bound.length === owing.length && promised.ownDeadlines.size === 0) {
    return { holdsNobody: false, reached: whole, short };
  }
  return {
    holdsNobody: bound.length === 0 && owing.length > 0,
    reached: reachedByAll(bound.map((party) => parties.get(party))),
    short,
  };
}

/** What was reached when it passed stays so while nobody is found not to have reached it; what was missed stays missed. */
function byHeld(promised: Promised, { holdsNobody, whole, parties }: Held): General {
  const { attained, ownDeadlines, target } = promised;
  if (parties === undefined) return asWhole(promised);
  if (holdsNobody) return { holdsNobody, reached: undefined, short: [] };
  if (whole !== undefined) return { holdsNobody, reached: isLasting(promised, parties) ? whole : undefined, short: [] };
  if (!isForEach(target) || ownDeadlines.size === 0) return asWhole(promised);
  const owing = owingNow(promised).filter((party) => parties.has(party));
  return { holdsNobody, reached: reachedByAll(owing.map((party) => attained.parties.get(party))), short: [] };
}

/** A sum that is corrected downwards was not reached. Of who left, what it had reached stands. */
function isLasting(promised: Promised, held: ReadonlySet<string>): boolean {
  const { attained, target } = promised;
  return !isForEach(target) || owingNow(promised).every((party) => !held.has(party) || attained.parties.has(party));
}

/** A deadline whose first date has passed by an instant keeps whom it held then. */
export function withHeld<P extends Promised>(promised: P, at: number): P {
  const { deadline, ownDeadlines, target } = promised;
  if (deadline === undefined || deadline.held !== undefined) return promised;
  const { end } = spanOf(deadline.first);
  if (end > at) return promised;
  const { holdsNobody, reached } = generalAtFirst(promised, deadline);
  const isHeld = (party: string) => (ownDeadlines.get(party)?.givenAt ?? Infinity) >= end;
  const parties = isForEach(target) ? new Set(owingNow(promised).filter(isHeld)) : undefined;
  return { ...promised, deadline: { ...deadline, held: { holdsNobody, whole: reached, parties } } };
}

function reachedByAll(all: readonly (Reached | undefined)[]): Reached | undefined {
  const reached = all.filter((one) => one !== undefined);
  if (reached.length < all.length || reached.length === 0) return undefined;
  return {
    since: Math.max(...reached.map(({ since }) => since)),
    because: together(reached.map(({ because }) => because)),
  };
}

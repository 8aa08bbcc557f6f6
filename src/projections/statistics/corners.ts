// A month of what was foreseen, cut in four corners: what comes up to an instant or after it, recorded before a sequence
// or since then. The first of each is what is asked for.
// Law: what comes up to the instant, what was recorded before the sequence and the whole month are summed up, so that
// reading any one of the corners from the log gives it. The smallest is read.
import { instantsOf, monthOf, type Stretch } from './lines.ts';

export interface Corner {
  /** what comes after the instant */
  readonly later: boolean;
  /** what was recorded since the sequence */
  readonly since: boolean;
}

/**
 * @param before the share of the month's places that were recorded before the sequence, 0 to 1
 * @param hasDays whether the days of the month are summed up
 */
export function smallestCorner(asOf: number, before: number, hasDays: boolean): Corner {
  const [from, to] = instantsOf(monthOf(asOf));
  const come = (asOf - from) / (to - from);
  return { later: come > 0.5, since: hasDays && before > 0.5 };
}

/** Of a corner, where in time it lies; and how often it counts, with what is summed up. */
export function stretchOf({ later, since }: Corner, asOf: number): Stretch {
  const [from, to] = instantsOf(monthOf(asOf));
  const times = later === since ? 1 : -1;
  return later ? { from: asOf + 1, to: to - 1, times } : { from, to: asOf, times };
}

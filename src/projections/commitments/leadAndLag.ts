// How far what holds and what is known lie apart, in classes. A version leads where it begins after its recording: a
// deadline that will pass, a notice that will take effect. It lags where it began well before its commitment was opened.
// Laws: what was known at a clock and begins after it lies in a class of leads whose furthest instant is not before it
// begins. What held at an instant, of a commitment opened more than `AT_ONCE` after it, has a class of lags, and the
// commitment was opened no further after the instant than that class goes.
import { SEASON_BITS } from '../into.ts';

const DAY = 86_400_000;
/** Opened so soon after it took effect, a commitment does not lag: milliseconds. */
export const AT_ONCE = 4 * DAY;

/** The days at which each class ends, but for the last one, which has no end. */
const LEAD_ENDS = [64, 256, 1_024, 4_096];
const LAG_ENDS = [1_024];

const classOf = (apart: number, ends: readonly number[]): number => {
  const found = ends.findIndex((end) => apart < end * DAY);
  return found < 0 ? ends.length : found;
};

/** A class, and how far its furthest lie apart, milliseconds. */
export interface Apart {
  readonly number: number;
  readonly furthest: number;
}
const classesOf = (ends: readonly number[]): readonly Apart[] =>
  [...ends.map((end) => end * DAY), Infinity].map((furthest, number) => ({ number, furthest }));

export const LEADS = classesOf(LEAD_ENDS);
export const LAGS = classesOf(LAG_ENDS);

/** The class of what begins at an instant; null where that is no later than the journal's clock. Milliseconds since 1970. */
export const leadOf = (from: number, clock: number): number | null =>
  from <= clock ? null : classOf(from - clock, LEAD_ENDS);

/** @param openedAt the journal's clock when the commitment was opened */
export const lagOf = (from: number, openedAt: number): number | null =>
  openedAt - from <= AT_ONCE ? null : classOf(openedAt - from, LAG_ENDS);

/** Of what lags: how long a season is, when the first one began, and how many there are. */
const SEASON = 64 * DAY;
const FIRST_SEASON = Date.UTC(1900);
const SEASONS = 2 ** SEASON_BITS;

/** The season in which an instant lies. Law: never less for a later one. Milliseconds since 1970. */
export const seasonOf = (instant: number): number =>
  Math.max(0, Math.min(SEASONS - 1, Math.floor((instant - FIRST_SEASON) / SEASON)));

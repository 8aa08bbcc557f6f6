// How far ahead of its recording a version begins, in classes: a deadline that will pass, a notice that will take effect.
// Law: what was known at a clock and begins after it lies in a class whose furthest instant is not before it begins.

const DAY = 86_400_000;
/** Class n: 4^n days to 4^(n+1), the first one from now on, the last one without end. */
export const LEADS = [0, 1, 2, 3, 4, 5, 6, 7] as const;
const LAST = LEADS.length - 1;

/** The class of what begins at an instant; null where that is no later than its recording. Milliseconds since 1970. */
export function leadOf(from: number, recordedAt: number): number | null {
  if (from <= recordedAt) return null;
  return Math.min(LAST, Math.floor(Math.log2(Math.max(1, (from - recordedAt) / DAY)) / 2));
}

/** What a class ends at, milliseconds after the recording. */
export const furthest = (lead: number): number => (lead === LAST ? Infinity : DAY * 4 ** (lead + 1));

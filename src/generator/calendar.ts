// The fifteen years a generated ledger covers, in minutes of recorded time. They lie in the past, whatever day it is.

const START = Date.UTC(2010, 0, 4);
export const DAY = 1_440;
/** minutes from the first to the last recording */
export const SPAN = 5_478 * DAY;

const at = (minute: number): string => new Date(START + minute * 60_000).toISOString();

export const instant = (minute: number): string => at(minute);
export const day = (minute: number): string => at(minute).slice(0, 10);
export const month = (minute: number): string => at(minute).slice(0, 7);
export const year = (minute: number): string => at(minute).slice(0, 4);

// The fifteen years a generated ledger covers, in minutes of recorded time. They lie in the past, whatever day it is.

const START = Date.UTC(2010, 0, 4);
export const DAY = 1_440;
/** minutes from the first to the last recording */
export const SPAN = 5_478 * DAY;

/** The same few thousand days are named over and over: each is put into words once. */
const days = new Map<number, string>();

/** 2017-03-14 */
export function day(minute: number): string {
  const number = Math.floor(minute / DAY);
  const known = days.get(number) ?? new Date(START + number * DAY * 60_000).toISOString().slice(0, 10);
  days.set(number, known);
  return known;
}

export const month = (minute: number): string => day(minute).slice(0, 7);
export const year = (minute: number): string => day(minute).slice(0, 4);

const two = (value: number): string => String(value).padStart(2, '0');

export function instant(minute: number): string {
  const within = ((minute % DAY) + DAY) % DAY;
  return `${day(minute)}T${two(Math.floor(within / 60))}:${two(within % 60)}:00.000Z`;
}

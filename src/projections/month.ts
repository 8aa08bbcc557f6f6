// Months of the effective clock, in UTC: as a number, since the year 0, and as they are written. Nothing else is told of time here.

const DAY = 86_400_000;

/** @param day since 1970 */
export function monthOfDay(day: number): number {
  const date = new Date(day * DAY);
  return date.getUTCFullYear() * 12 + date.getUTCMonth();
}

export const monthOf = (instant: number): number => monthOfDay(Math.floor(instant / DAY));

/** `2025-06` */
export const monthText = (month: number): string =>
  `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((((month % 12) + 12) % 12) + 1).padStart(2, '0')}`;

// Small values as people say them: dates, amounts, names. Dates are no more precise than they were stated.
import type { Amount } from './primitives.ts';
import type { When } from './time.ts';

export const MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;

/** `25 June 2025`, `April 2025`, `24 June 2025 to 25 June 2025`, `until 24 June 2025 (before the summit)` */
export function said(when: When): string {
  if (typeof when === 'string') return when.split('/').map(point).join(' to ');
  const { from, to, text } = when;
  const dates =
    from === undefined
      ? `until ${point(to ?? '')}`
      : to === undefined
        ? `from ${point(from)}`
        : `${point(from)} to ${point(to)}`;
  return text === undefined ? dates : `${dates} (${text})`;
}

function point(text: string): string {
  const date = DATE.exec(text);
  if (date === null) return instant(text);
  const [, year, month, day] = date;
  const named = month === undefined ? [] : [MONTHS[Number(month) - 1] ?? month];
  return [...(day === undefined ? [] : [String(Number(day))]), ...named, year].join(' ');
}

/** An instant to the minute: `25 June 2025, 14:00 UTC`. */
export function instant(text: string): string {
  const at = Date.parse(text);
  if (Number.isNaN(at)) return text;
  const [date = '', time = ''] = new Date(at).toISOString().split('T');
  // a year of more than four digits stays as it is written
  return `${DATE.test(date) ? point(date) : date}, ${time.slice(0, 5)} UTC`;
}

export const words = (name: string): string => name.replaceAll('_', ' ');

export const saidOr = (when: When | null | undefined): string => (when ? said(when) : '');

export const amountWords = ({ min, max, approx, unit }: Amount): string =>
  `${approx === true ? 'about ' : ''}${rangeWords(min, max)} ${unit}`;

function rangeWords(min: number | undefined, max: number | undefined): string {
  if (min === max) return String(min);
  if (min === undefined) return `at most ${max}`;
  return max === undefined ? `at least ${min}` : `${min} to ${max}`;
}

const SHOWN = 4;

/** `KR`, `KR and NATO`, `KR, NATO, JP and 12 others` */
export function names(codes: readonly string[]): string {
  const shown = codes.length > SHOWN ? [...codes.slice(0, SHOWN - 1), `${codes.length - SHOWN + 1} others`] : codes;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1)}`;
}

/** A text with what leads to it; nothing where there is none. */
export const where = (before: string, text: string | undefined, after = ''): string =>
  text === undefined || text === '' ? '' : before + text + after;

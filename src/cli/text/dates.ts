// Dates as people say them, no more precise than they were stated.
import type { When } from '../../domain/time.ts';

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
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

/** A deadline: `by 30 September 2025`, `within September 2025`, as exact as it was set. */
export const saidAsDeadline = (when: When): string =>
  typeof when === 'string' && /^\d{4}-\d{2}-\d{2}/.test(when) && !when.includes('/')
    ? `by ${said(when)}`
    : `within ${said(when)}`;

/** What is said of a date stays on one line: the spaces in it do not break. */
const SAID_DATE = new RegExp(`(?:\\b\\d{1,2} )?\\b(?:${MONTHS.join('|')}) \\d{4}\\b`, 'g');
export const unbroken = (text: string): string => text.replace(SAID_DATE, (date) => date.replaceAll(' ', '\u00a0'));

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
  const utc = new Date(at).toISOString();
  return `${point(utc.slice(0, 10))}, ${utc.slice(11, 16)} UTC`;
}

/** An instant as a person says it: most are the start of a day. */
export const day = (at: string): string => said(at.endsWith('T00:00:00.000Z') ? at.slice(0, 10) : at);

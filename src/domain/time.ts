// Time as people state it, and the instants that follow from it. UTC throughout; no clock is read here.
import { z } from 'zod';

const DAY = 86_400_000;
const DATE = /^(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:\d{2})$/;

/** What a stated time could mean: milliseconds since 1970. An open side is undefined. */
export interface Bounds {
  /** the earliest instant it could mean */
  readonly start: number | undefined;
  /** the start of the last day it could mean; of an instant, the instant */
  readonly lastDay: number | undefined;
  /** the first instant after all it could mean; of an instant, the instant */
  readonly end: number | undefined;
}

type Closed = { readonly start: number; readonly lastDay: number; readonly end: number };

/** The bounds of a year, a month, a day or an instant; undefined where the calendar has no such date. */
function point(text: string): Closed | undefined {
  const date = DATE.exec(text);
  if (date !== null) return calendar(Number(date[1]), date[2], date[3]);
  if (!INSTANT.test(text) || point(text.slice(0, 10)) === undefined) return undefined;
  const at = Date.parse(text);
  return Number.isNaN(at) ? undefined : { start: at, lastDay: at, end: at };
}

function calendar(year: number, monthText: string | undefined, dayText: string | undefined): Closed | undefined {
  if (monthText === undefined) return span(midnight(year, 1, 1), midnight(year + 1, 1, 1));
  const month = Number(monthText);
  if (month < 1 || month > 12) return undefined;
  if (dayText === undefined) return span(midnight(year, month, 1), midnight(year, month + 1, 1));
  const start = midnight(year, month, Number(dayText));
  const real = Number(dayText) >= 1 && start < midnight(year, month + 1, 1);
  return real ? span(start, start + DAY) : undefined;
}

/** Date.UTC takes the years 0 to 99 for 1900 to 1999; the calendar repeats every 400 years, of 146,097 days. */
const midnight = (year: number, month: number, day: number): number =>
  Date.UTC(year + 400, month - 1, day) - 146_097 * DAY;

const span = (start: number, end: number): Closed => ({ start, lastDay: end - DAY, end });

/** Ledgers say the same few dates over and over: what a text means is worked out once, for so many texts. */
const MEANT = new Map<string, Closed | undefined>();
const MAX_MEANT = 10_000;

function range(text: string): Closed | undefined {
  if (MEANT.has(text)) return MEANT.get(text);
  if (MEANT.size >= MAX_MEANT) MEANT.clear();
  const meant = readRange(text);
  MEANT.set(text, meant);
  return meant;
}

function readRange(text: string): Closed | undefined {
  const [from, to, ...rest] = text.split('/');
  const first = point(from ?? '');
  if (to === undefined) return first;
  const last = point(to);
  if (rest.length > 0 || first === undefined || last === undefined || endsBefore(last, first.start)) return undefined;
  return { start: first.start, lastDay: Math.max(first.start, last.lastDay), end: last.end };
}

/** Half open: the end of a day is the start of the next, and no part of the day. */
const endsBefore = ({ start, end }: Closed, at: number): boolean => end < at || (end === at && start < end);

const NO_DATE =
  'is not a date: give a day 2025-06-25, a month 2025-06, a year 2025, a range 2025-07/2025-09 or an instant 2025-06-25T14:00:00Z';

/** A date that cannot be is told why. */
function noDate(input: unknown): string {
  for (const part of typeof input === 'string' ? input.split('/') : []) {
    const [, year, month, day] = /^(\d{4})-(\d{2})(?:-(\d{2}))?(?!\d)/.exec(part) ?? [];
    if (year === undefined || month === undefined) continue;
    if (calendar(Number(year), month, undefined) === undefined)
      return `is not a date: ${month} is no month, give 01 to 12`;
    if (day !== undefined && calendar(Number(year), month, day) === undefined) {
      return `is not a date: ${year}-${month} has the days 01 to ${daysIn(Number(year), Number(month))}`;
    }
  }
  return NO_DATE;
}

/** Two dates, the later one first. */
function isTurned(input: unknown): boolean {
  const parts = typeof input === 'string' ? input.split('/') : [];
  return parts.length === 2 && parts.every((part) => point(part) !== undefined);
}

const daysIn = (year: number, month: number): number => (midnight(year, month + 1, 1) - midnight(year, month, 1)) / DAY;

const WhenText = z
  .string()
  .max(80)
  .refine((text) => range(text) !== undefined, {
    error: ({ input }) => (isTurned(input) ? 'ends before it starts: exchange its two dates' : noDate(input)),
  })
  .meta({ examples: ['2025-06-25', '2025-04', '2025', '2025-07/2025-09', '2025-06-25T14:00:00Z'] });

const Point = z
  .string()
  .max(40)
  .refine((text) => point(text) !== undefined, {
    error: ({ input }) => (noDate(input) === NO_DATE ? 'is not a day, a month, a year or an instant' : noDate(input)),
  });

const WhenObject = z
  .strictObject({ from: Point.optional(), to: Point.optional(), text: z.string().min(1).max(200).optional() })
  .refine((when) => when.from !== undefined || when.to !== undefined, {
    error: 'has no bound: give from, to or both',
  })
  .refine(
    (when) => when.from === undefined || when.to === undefined || range(`${when.from}/${when.to}`) !== undefined,
    {
      error: 'ends before it starts: exchange from and to',
    },
  );

/** A time as it was stated: a day, a month, a year, a range, an instant, or bounds in an object. */
export const When = z
  .union([WhenText, WhenObject], {
    error: ({ input }) =>
      `${input === undefined ? NO_DATE.replace('is not a date', 'is missing') : NO_DATE}, or { from?, to?, text? }`,
  })
  .meta({ id: 'When' });
export type When = z.infer<typeof When>;

/** An instant as the ledger writes it: UTC, milliseconds. */
export const Instant = z.iso.datetime({ precision: 3 }).meta({ examples: ['2025-06-26T00:00:00.000Z'] });

export function bounds(when: When): Bounds {
  if (typeof when === 'string') return range(when) ?? { start: undefined, lastDay: undefined, end: undefined };
  const first = when.from === undefined ? undefined : point(when.from);
  const last = when.to === undefined ? undefined : point(when.to);
  const lastDay = last && Math.max(first?.start ?? last.lastDay, last.lastDay);
  return { start: first?.start, lastDay, end: last?.end };
}

/** Law: the start of the last day a time could mean, or when it was recorded where that is earlier. */
export function effectiveInstant(when: When, recordedAt: number): number {
  return Math.min(bounds(when).lastDay ?? recordedAt, recordedAt);
}

/** The instant from which something that lies ahead holds: the start of the last day it could mean. */
export function takesEffectAt(when: When): number | undefined {
  const { start, lastDay } = bounds(when);
  return lastDay ?? start;
}

/** Whether two stated times could mean a common instant; an open side reaches without end. */
export function overlaps(a: When, b: When): boolean {
  const [x, y] = [bounds(a), bounds(b)];
  return (x.start ?? -Infinity) < (y.end ?? Infinity) && (y.start ?? -Infinity) < (x.end ?? Infinity);
}

/** An instant with its offset, milliseconds since 1970; undefined where the text is none. */
export function instantOf(text: string): number | undefined {
  const at = point(text);
  return at !== undefined && at.start === at.end ? at.start : undefined;
}

/** How far ahead of its recording an event may start: the day begins 14 hours before UTC in the easternmost zone. */
const MAX_AHEAD = 14 * 3_600_000;

/** What has an end alone may have begun long ago, so it is never too far ahead. */
export const isTooFarAhead = (when: When, recordedAt: number): boolean =>
  (bounds(when).start ?? recordedAt) > recordedAt + MAX_AHEAD;

/**
 * The last instant a date asked about means: with a date the end of that day, UTC (or of its month or year).
 * Undefined where the text is no date and no instant.
 */
export function askedInstant(text: string): number | undefined {
  const asked = point(text);
  return asked === undefined ? undefined : asked.end === asked.start ? asked.start : asked.end - 1;
}

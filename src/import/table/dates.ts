// Dates as tables write them. Law: a text that two formats read differently is no date: nothing is guessed.
import { bounds } from '../../domain/time.ts';

const MONTHS = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
];
const ENGLISH: ReadonlyMap<string, number> = new Map(
  MONTHS.flatMap((name, index) => [
    [name, index + 1],
    [name.slice(0, 3), index + 1],
    ...(name === 'september' ? ([['sept', 9]] as const) : []),
  ]),
);

export interface DateReader {
  /** A date at the beginning of a text, and what stands behind it; or why it is none. */
  read(text: string): { readonly date: string; readonly rest: string } | { readonly why: string };
  /** The last date anywhere in a text. */
  last(text: string): string | undefined;
}

interface Format {
  readonly text: string;
  readonly begins: RegExp;
  readonly anywhere: RegExp;
}

/** @param months names of months beside the English ones */
export function dateReader(formats: readonly string[], months: Readonly<Record<string, number>> = {}): DateReader {
  const names = new Map([...ENGLISH, ...Object.entries(months).map(([name, n]) => [name.toLowerCase(), n] as const)]);
  const compiled = formats.map(compile);
  const of = (match: RegExpMatchArray) => dateIn(match.groups ?? {}, names);
  return {
    read(text) {
      const found = compiled.flatMap(({ begins }) => {
        const match = begins.exec(text);
        const date = match === null ? undefined : of(match);
        return match === null || date === undefined ? [] : [{ date, rest: text.slice(match[0].length).trim() }];
      });
      const longest = found.sort((a, b) => a.rest.length - b.rest.length)[0];
      if (longest === undefined) return { why: `is no date in the form ${formats.join(' or ')}` };
      const other = found.find(({ date, rest }) => date !== longest.date && rest === longest.rest);
      return other === undefined ? longest : { why: `could be ${longest.date} or ${other.date}: leave one format out` };
    },
    last(text) {
      const found = compiled.flatMap(({ anywhere }) =>
        [...text.matchAll(anywhere)].map((match) => ({ at: match.index + match[0].length, date: of(match) })),
      );
      return found.filter(({ date }) => date !== undefined).sort((a, b) => b.at - a.at)[0]?.date;
    },
  };
}

const PARTS: Readonly<Record<string, string>> = {
  YYYY: '(?<year>\\d{4})',
  MMMM: '(?<name>\\p{L}+\\.?)',
  MMM: '(?<name>\\p{L}+\\.?)',
  MM: '(?<month>\\d{2})',
  M: '(?<month>\\d{1,2})',
  DD: '(?<day>\\d{2})',
  D: '(?<day>\\d{1,2})',
};

function compile(format: string): Format {
  const pattern = format.replaceAll(/YYYY|MMMM|MMM|MM|M|DD|D|\s+|[^A-Za-z\s]|[A-Za-z]/g, (token) => {
    if (Object.hasOwn(PARTS, token)) return PARTS[token] as string;
    return token.trim() === '' ? '\\s+' : token.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&');
  });
  return {
    text: format,
    begins: new RegExp(`^${pattern}(?!\\d)`, 'u'),
    anywhere: new RegExp(`(?<!\\d)${pattern}(?!\\d)`, 'gu'),
  };
}

/** A day, a month or a year; undefined where the calendar has none such. */
function dateIn(
  { year, month, name, day }: Readonly<Record<string, string | undefined>>,
  names: ReadonlyMap<string, number>,
): string | undefined {
  const number = name === undefined ? month : names.get(name.replace('.', '').toLowerCase());
  if (name !== undefined && number === undefined) return undefined;
  const parts = [number, day].filter((part) => part !== undefined).map((part) => String(part).padStart(2, '0'));
  const date = [year, ...parts].join('-');
  return bounds(date).start === undefined ? undefined : date;
}

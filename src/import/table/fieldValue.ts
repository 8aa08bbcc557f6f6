// A cell as the value of a field; or why it is none.
import { plain } from './csvRows.ts';
import { type DateReader, dateReader } from './dates.ts';
import type { Field, TableMap } from './tableMap.ts';

export type Read =
  | { readonly value: unknown }
  | { readonly code: 'UNREAD_CELL' | 'UNKNOWN_NAME'; readonly why: string };

export interface FieldReader {
  readonly name: string;
  readonly field: Field;
  read(cell: string): Read;
}

const unread = (why: string): Read => ({ code: 'UNREAD_CELL', why });

export function fieldReaders(map: TableMap): readonly FieldReader[] {
  const codes = codesOf(map);
  return Object.entries(map.fields ?? {}).map(([name, field]) => {
    const dates = dateReader(field.dates ?? map.cells?.dates ?? ['YYYY-MM-DD'], map.months);
    return { name, field, read: (cell) => readField(cell, field, { codes, dates }) };
  });
}

/** The code of each name a party goes by, and of the code itself. */
function codesOf({ parties = {} }: TableMap): ReadonlyMap<string, string> {
  return new Map(
    Object.entries(parties).flatMap(([code, { names }]) =>
      [code, ...names].map((name) => [plain(name), code] as const),
    ),
  );
}

interface By {
  readonly codes: ReadonlyMap<string, string>;
  readonly dates: DateReader;
}

function readField(cell: string, field: Field, by: By): Read {
  const text =
    field.footnotes === true ? cell.replace(/(?:\s*\d+(?:,\s*\d+)*|[\s\u00b9\u00b2\u00b3\u2070-\u2079]+)$/u, '') : cell;
  if (text === '') return { value: field.otherwise };
  switch (field.is ?? 'text') {
    case 'text':
      return { value: text };
    case 'date':
      return readDate(text, field, by.dates);
    case 'number':
      return readNumber(text, field.decimal ?? '.');
    case 'party':
      return readParty(text, by.codes);
    case 'one_of':
      return readOneOf(text, field.values ?? {});
  }
}

function readDate(text: string, { find, otherwise }: Field, dates: DateReader): Read {
  if (find === 'last_date') {
    const value = dates.last(text) ?? otherwise;
    return value === undefined ? unread('holds no date') : { value };
  }
  const read = dates.read(text);
  if ('why' in read) return unread(read.why);
  return read.rest === '' ? { value: read.date } : unread(`has "${read.rest}" behind its date`);
}

function readNumber(text: string, decimal: '.' | ','): Read {
  const group = decimal === '.' ? ',' : '.';
  const bare = text.replaceAll(/[\s'\u2019]/g, '');
  const [whole = '', ...parts] = bare.split(decimal);
  const digits = whole.split(group);
  const isGrouped = digits.slice(1).every((part) => /^\d{3}$/.test(part));
  const number = [digits.join(''), ...parts].join('.');
  return isGrouped && /^[+-]?\d+(?:\.\d+)?$/.test(number)
    ? { value: Number(number) }
    : unread(`is no number with "${decimal}" before its decimals`);
}

function readParty(text: string, codes: ReadonlyMap<string, string>): Read {
  const value = codes.get(text);
  return value === undefined
    ? { code: 'UNKNOWN_NAME', why: 'is no name of a party in the map: add it under parties, with its code' }
    : { value };
}

function readOneOf(text: string, values: Readonly<Record<string, unknown>>): Read {
  const found = Object.entries(values).find(([name]) => plain(name) === text);
  return found === undefined
    ? unread(`has no meaning: the map knows ${Object.keys(values).join(', ')}`)
    : { value: found[1] };
}

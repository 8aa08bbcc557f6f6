// What each column of a table means by its map. Law: a letter means what its column's header says, and a header or a
// letter without a meaning is shown and refused.
import { plain } from './csvRows.ts';
import type { TableMap } from './tableMap.ts';

export type Meaning =
  | { readonly kind: 'field'; readonly fields: readonly string[] }
  /** the act of each letter; `""` is a date without one */
  | { readonly kind: 'acts'; readonly acts: ReadonlyMap<string, string> }
  | { readonly kind: 'ignored'; readonly why: string }
  | { readonly kind: 'none'; readonly why: string };

export type ActsMeaning = Extract<Meaning, { kind: 'acts' }>;

export interface Column {
  readonly header: string;
  readonly meaning: Meaning;
}

export function columnsOf(headers: readonly string[], map: TableMap): readonly Column[] {
  return headers.map((header, index) => ({
    header,
    meaning:
      headers.indexOf(header) < index ? none('stands twice: give each column its own header') : meaningOf(header, map),
  }));
}

const none = (why: string): Meaning => ({ kind: 'none', why });

function meaningOf(header: string, map: TableMap): Meaning {
  const { fields = {}, ignore = {}, cells } = map;
  const ignored = Object.entries(ignore).find(([name]) => plain(name) === header);
  if (ignored !== undefined) return { kind: 'ignored', why: ignored[1] };
  const own = Object.entries(fields).filter(([, { column }]) => column !== undefined && plain(column) === header);
  if (own.length > 0) return { kind: 'field', fields: own.map(([name]) => name) };
  const outright = Object.entries(cells?.headers ?? {}).find(([name]) => plain(name) === header);
  if (outright !== undefined) return { kind: 'acts', acts: new Map(Object.entries(outright[1])) };
  if (header === '') return none('has no header: give the column one, and say in the map what it means');
  return cells === undefined ? none(UNSAID) : legendOf(header, cells.words ?? {});
}

const UNSAID = 'has no meaning in the map: add it under fields, cells or ignore';

const PART = /^(.*?)\s*\(([A-Za-z]{1,3})\)$/;

/** A header that lists acts, each with its letter in parentheses; one of them may have none. */
function legendOf(header: string, words: Readonly<Record<string, string>>): Meaning {
  const known = new Map(Object.entries(words).map(([word, act]) => [plain(word), act]));
  const acts = new Map<string, string>();
  for (const part of known.has(header) ? [header] : header.split(/,\s+/)) {
    const [, word = part, letter = ''] = (known.has(part) ? null : PART.exec(part)) ?? [];
    const act = known.get(word);
    if (act === undefined) return none(unsaid(header, word));
    if ((acts.get(letter) ?? act) !== act) return none(twice(letter));
    acts.set(letter, act);
  }
  return { kind: 'acts', acts };
}

const unsaid = (header: string, word: string): string =>
  word === header
    ? UNSAID
    : `has the part "${word}", which has no meaning in the map: add it under cells.words, or the whole header under cells.headers`;

const twice = (letter: string): string =>
  `gives ${letter === '' ? 'dates without a letter' : `the letter ${letter}`} two meanings: say under cells.headers which is meant`;

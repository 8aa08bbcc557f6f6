// A party, an occasion or a source, field by field, wrapped to a width; what is not known is left out.
import { When } from '../../domain/time.ts';
import { said } from './dates.ts';
import { oneLine } from './plain.ts';
import { widthOf } from './width.ts';
import { words } from './words.ts';
import { hanging } from './wrap.ts';

/** Fields that hold a time. */
const TIMES: ReadonlySet<string> = new Set([
  'date',
  'published',
  'effectiveAt',
  'since',
  'takesEffect',
  'at',
  'from',
  'to',
]);

export function recordPage(record: Readonly<Record<string, unknown>>, width: number): string {
  const rows = Object.entries(record)
    .filter(([, value]) => !isEmpty(value))
    .flatMap(([name, value]) => rowsOf(name, value));
  const names = Math.max(0, ...rows.map(([name = '']) => widthOf(name)));
  return rows
    .flatMap(([name = '', text = '']) => hanging(name.padEnd(names + 2), text, width))
    .join('\n')
    .concat('\n');
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** A list takes a line an item. */
const rowsOf = (name: string, value: unknown): string[][] =>
  Array.isArray(value)
    ? value.map((item, index) => [index === 0 ? name : '', oneLine(valueWords(name, item))])
    : [[name, oneLine(valueWords(name, value))]];

function valueWords(name: string, value: unknown): string {
  const time = TIMES.has(name) ? When.safeParse(value) : undefined;
  if (time?.success === true) return said(time.data);
  if (Array.isArray(value)) return value.map((item) => valueWords(name, item)).join('; ');
  if (typeof value !== 'object' || value === null) return name === 'kind' ? words(String(value)) : String(value);
  return Object.entries(value)
    .filter(([, member]) => !isEmpty(member))
    .map(([inner, member]) => `${inner} ${valueWords(inner, member)}`)
    .join(', ');
}

// A party, an occasion or a source as a person reads it, wrapped to a width. A source is told field by field; what is not
// known is left out.
import { When } from '../../domain/time.ts';
import { said } from './dates.ts';
import { fieldLines } from './fields.ts';
import { type Occasion, occasionPage } from './occasion.ts';
import { type Party, partyPage } from './party.ts';
import { oneLine } from './plain.ts';
import { words } from './words.ts';

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

/** @param record as it is answered by its id: each kind has a field that no other has */
export function recordPage(record: Readonly<Record<string, unknown>>, width: number): string {
  if ('members' in record) return partyPage(record as unknown as Party, width);
  return 'concerns' in record ? occasionPage(record as unknown as Occasion, width) : fieldsPage(record, width);
}

function fieldsPage(record: Readonly<Record<string, unknown>>, width: number): string {
  const rows = Object.entries(record)
    .filter(([, value]) => !isEmpty(value))
    .flatMap(([name, value]) => rowsOf(name, value));
  return `${fieldLines(rows, width).join('\n')}\n`;
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

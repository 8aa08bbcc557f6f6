// A party, an occasion or a source as a person reads it. A source is told field by field; what is not known is left out.
import { columns } from './columns.ts';
import { type Occasion, occasionPage } from './occasion.ts';
import { type Party, partyPage } from './party.ts';
import { oneLine } from './plain.ts';

/** @param record as it is answered by its id: each kind has a field that no other has */
export function recordPage(record: Readonly<Record<string, unknown>>): string {
  if ('members' in record) return partyPage(record as unknown as Party);
  return 'concerns' in record ? occasionPage(record as unknown as Occasion) : fieldsPage(record);
}

function fieldsPage(record: Readonly<Record<string, unknown>>): string {
  return columns(
    Object.entries(record)
      .filter(([, value]) => !isEmpty(value))
      .flatMap(([name, value]) => rowsOf(name, value)),
  );
}

const isEmpty = (value: unknown): boolean =>
  value === null || (typeof value === 'object' && Object.keys(value).length === 0);

/** A list takes a line an item. */
const rowsOf = (name: string, value: unknown): string[][] =>
  Array.isArray(value)
    ? value.map((item, index) => [index === 0 ? name : '', oneLine(valueWords(item))])
    : [[name, oneLine(valueWords(value))]];

function valueWords(value: unknown): string {
  if (Array.isArray(value)) return value.map(valueWords).join('; ');
  if (typeof value !== 'object' || value === null) return String(value);
  return Object.entries(value)
    .filter(([, member]) => !isEmpty(member))
    .map(([name, member]) => `${name} ${valueWords(member)}`)
    .join(', ');
}

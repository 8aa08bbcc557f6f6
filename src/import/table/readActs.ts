// Cells that hold dated acts: a date, and a letter behind it that the column's header explains.
import type { Found } from '../entry.ts';
import type { ActsMeaning } from './columns.ts';
import type { Row } from './csvRows.ts';
import { faultAt, foundEntry, type Reading } from './reading.ts';
import { idFrom, type Values } from './template.ts';

const LETTERS = /^[A-Za-z]{0,3}$/;

/** The entries of a row's cells, and a fault of each that cannot be read. */
export function readActs(row: Row, values: Values, reading: Reading): Found[] {
  return reading.columns.flatMap(({ header, meaning }, index) => {
    const cell = row.cells[index] ?? '';
    if (meaning.kind !== 'acts' || cell === '') return [];
    return [readAct({ header, meaning, cell, row }, { values, reading })];
  });
}

interface Cell {
  readonly header: string;
  readonly meaning: ActsMeaning;
  readonly cell: string;
  readonly row: Row;
}
interface By {
  readonly values: Values;
  readonly reading: Reading;
}

function readAct({ header, meaning, cell, row }: Cell, { values, reading }: By): Found {
  const { table, map, dates } = reading;
  const fault = (code: string, why: string) =>
    faultAt(table, { line: row.line, code, detail: `"${header}" of ${row.cells[0]}: "${cell}" ${why}` });
  const read = dates.read(cell);
  if ('why' in read) return fault('UNREAD_CELL', read.why);
  if (!LETTERS.test(read.rest)) return fault('UNREAD_CELL', `has "${read.rest}" behind its date, which is no letter`);
  const name = meaning.acts.get(read.rest);
  const act = name === undefined ? undefined : map.acts?.[name];
  if (name === undefined || act === undefined) return fault('UNMEANT_LETTER', unmeant(read.rest, meaning));
  const ofCell: [string, unknown][] = [
    ['date', read.date],
    ['letter', read.rest],
    ['act', name],
    ['column', header],
    ['cell', cell],
  ];
  const all = new Map([...values, ...ofCell]);
  const id = idFrom(map.cells?.id ?? '', all);
  const locator = cut(`${row.cells[0]}: ${header}`);
  return foundEntry(reading, { line: row.line, template: { id, ...act }, values: all, cite: { locator, quote: cell } });
}

function unmeant(letter: string, { acts }: ActsMeaning): string {
  const known = [...acts.keys()].map((one) => (one === '' ? 'no letter' : one)).join(', ');
  return letter === ''
    ? `has no letter, and its header says what ${known} mean`
    : `has the letter ${letter}, and its header says what ${known} mean`;
}

/** As long as a locator may be. */
const cut = (text: string): string => (text.length <= 200 ? text : `${text.slice(0, 199)}…`);

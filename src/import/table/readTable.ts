// A table as entries, by its map: what is registered and cited first, then row by row and cell by cell.
// Law: no cell is dropped unsaid. It becomes entries, or it is empty, or its column is ignored with a reason, or it is a
// fault with its place.
import type { Entry, Found } from '../entry.ts';
import { type Column, columnsOf } from './columns.ts';
import { plain, type Row, rowsOf, UnreadableTable } from './csvRows.ts';
import { faultAt, foundEntry, type Reading, readingOf, type Said, type Table } from './reading.ts';
import { type ReadRow, readRow } from './readRow.ts';
import type { TableMap, Template } from './tableMap.ts';

export interface ReadTable {
  readonly rows: number;
  readonly columns: readonly Column[];
  /** entries and faults, in the order of the table */
  readonly found: readonly Found[];
  /** a column has no meaning, or the file is no table: then nothing of it is made an entry */
  readonly isRefused: boolean;
}

export async function readTable(table: Table, map: TableMap): Promise<ReadTable> {
  try {
    const [head, ...rows] = await rowsOf(table.bytes, map.delimiter);
    if (head === undefined) return refusedWhole(table, [], [{ line: 1, code: 'UNREADABLE_TABLE', detail: 'is empty' }]);
    return readRows(table, map, { head, rows });
  } catch (error) {
    if (!(error instanceof UnreadableTable)) throw error;
    return refusedWhole(table, [], [{ line: error.line, code: 'UNREADABLE_TABLE', detail: error.message }]);
  }
}

const refusedWhole = (table: Table, columns: readonly Column[], said: readonly Said[]): ReadTable => ({
  rows: 0,
  columns,
  found: said.map((one) => faultAt(table, one)),
  isRefused: true,
});

function readRows(table: Table, map: TableMap, { head, rows }: { head: Row; rows: readonly Row[] }): ReadTable {
  const columns = columnsOf(head.cells, map);
  const unmeant = [...columns.flatMap((column) => unmeantColumn(column, head)), ...missingColumns(columns, map, head)];
  if (unmeant.length > 0) return refusedWhole(table, columns, unmeant);
  const reading = readingOf(table, map, columns);
  const read = rows
    .filter(({ cells }) => cells.some((cell) => cell !== ''))
    .map((row, index) => readRow(row, index, reading));
  return {
    rows: read.length,
    columns,
    found: [...openings(reading, read), ...read.flatMap(({ found }) => found)],
    isRefused: false,
  };
}

function unmeantColumn({ header, meaning }: Column, { line, cells }: Row): Said[] {
  if (meaning.kind !== 'none') return [];
  const hint =
    cells.length === 1 && /[;\t|]/.test(header)
      ? '; where cells are separated by another sign, give the map its delimiter'
      : '';
  return [{ line, code: 'UNMEANT_COLUMN', detail: `the column "${header}" ${meaning.why}${hint}` }];
}

function missingColumns(columns: readonly Column[], { fields = {} }: TableMap, { line }: Row): Said[] {
  const there = new Set(columns.map(({ header }) => header));
  return Object.entries(fields)
    .filter(([, { column, optional }]) => column !== undefined && optional !== true && !there.has(plain(column)))
    .map(([name, { column }]) => ({
      line,
      code: 'NO_SUCH_COLUMN',
      detail: `the table has no column "${column}", which the map reads as ${name}: check its header, or say optional: true`,
    }));
}

/** The source, the parties of these rows, and what stands once for the table. */
function openings(reading: Reading, read: readonly ReadRow[]): Found[] {
  const { map, base } = reading;
  const codes = [...new Set(read.flatMap(({ parties }) => parties))];
  const values = new Map([...base, ['committers', codes.map((code) => ({ code, role: 'committer' }))]]);
  const source: Template[] =
    map.source === undefined
      ? []
      : [{ id: `source/${map.source.source}`, command: 'CaptureSource', data: map.source as Entry['data'] }];
  const shared = [...source, ...codes.map((code) => registration(code, map))].map(
    (template): Template => ({ ...template, id: `${map.map}/${template.id}`, once: true }),
  );
  return [...shared, ...(map.first ?? [])].map((template) =>
    foundEntry(reading, { line: 1, template, values, cite: {} }),
  );
}

function registration(code: string, { parties = {} }: TableMap): Template {
  const { names = [], kind = 'state' } = parties[code] ?? {};
  return { id: `party/${code}`, command: 'RegisterParty', data: { party: code, name: names[0] ?? code, kind } };
}

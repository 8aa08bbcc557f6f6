// A row of a table as entries: its fields first, since everything else is said with them.
import type { Found } from '../entry.ts';
import type { Column } from './columns.ts';
import type { Row } from './csvRows.ts';
import { readActs } from './readActs.ts';
import { faultAt, foundEntry, type Reading, type Said } from './reading.ts';

export interface ReadRow {
  readonly found: readonly Found[];
  /** the codes of the parties it names */
  readonly parties: readonly string[];
}

export function readRow(row: Row, index: number, reading: Reading): ReadRow {
  const { table, map, columns } = reading;
  const values = new Map<string, unknown>([...reading.base, ['row', index + 1]]);
  const said = [...beyondHeader(row, columns), ...readFields(row, values, reading)];
  const parties = reading.readers
    .filter(({ field }) => field.is === 'party')
    .flatMap(({ name }) => (typeof values.get(name) === 'string' ? [values.get(name) as string] : []));
  if (said.length > 0) return { found: said.map((one) => faultAt(table, one)), parties: [] };
  const made = (map.rows ?? []).map((template) =>
    foundEntry(reading, { line: row.line, template, values, cite: { locator: `row ${index + 1}` } }),
  );
  return { found: [...made, ...readActs(row, values, reading)], parties };
}

/** A cell that no column stands over. */
const beyondHeader = ({ cells, line }: Row, columns: readonly Column[]): Said[] =>
  cells
    .slice(columns.length)
    .filter((cell) => cell !== '')
    .map((cell) => ({ line, code: 'UNREAD_CELL', detail: `"${cell}" stands under no header: give its column one` }));

/** Fills in what a row's fields say; where one cannot be read, the row makes no entry, and all its cells are told. */
function readFields(row: Row, values: Map<string, unknown>, { columns, readers }: Reading): Said[] {
  return columns.flatMap(({ header, meaning }, index) => {
    if (meaning.kind !== 'field') return [];
    return readers
      .filter(({ name }) => meaning.fields.includes(name))
      .flatMap(({ name, read }) => {
        const cell = row.cells[index] ?? '';
        const got = read(cell);
        if ('why' in got) return [unreadField(row, { header, cell, code: got.code, why: got.why })];
        values.set(name, got.value);
        return [];
      });
  });
}

function unreadField(
  { line, cells }: Row,
  {
    header,
    cell,
    code,
    why,
  }: { readonly header: string; readonly cell: string; readonly code: string; readonly why: string },
): Said {
  const others = cells.filter((other) => other !== '').length - 1;
  const waiting = others > 0 ? `; the other ${others} cells of its row wait for it` : '';
  return { line, code, detail: `"${header}": "${cell}" ${why}${waiting}` };
}

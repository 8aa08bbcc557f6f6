// What a table would become: its first rows as entries, what each column means, and every cell that could not be read.
import { type Entry, type Fault, type FoundEntry, isFault } from '../entry.ts';
import type { Column } from './columns.ts';
import type { ReadTable } from './readTable.ts';

export interface Preview {
  readonly rows: number;
  readonly entries: number;
  readonly columns: readonly { readonly header: string; readonly means: string }[];
  /** of what stands before the rows, and of the first rows */
  readonly first: readonly Entry[];
  readonly faults: readonly Fault[];
}

/** @param rows of how many rows the entries are shown */
export function previewOf(read: ReadTable, rows = 3): Preview {
  const entries = read.found.filter((found): found is FoundEntry => !isFault(found));
  const lines = [...new Set(entries.map(({ line }) => line))].sort((a, b) => a - b).slice(0, rows + 1);
  return {
    rows: read.rows,
    entries: entries.length,
    columns: read.columns.map((column) => ({ header: column.header, means: meaningOf(column) })),
    first: entries.filter(({ line, isShared }) => isShared !== true && lines.includes(line)).map(({ entry }) => entry),
    faults: read.found.filter(isFault),
  };
}

function meaningOf({ meaning }: Column): string {
  switch (meaning.kind) {
    case 'field':
      return meaning.fields.map((name) => `{${name}}`).join(', ');
    case 'acts':
      return [...meaning.acts].map(([letter, act]) => (letter === '' ? act : `${letter}: ${act}`)).join(', ');
    case 'ignored':
      return `ignored: ${meaning.why}`;
    case 'none':
      return `nothing: ${meaning.why}`;
  }
}

// A table whose cells are wrapped, so that it fits a width whatever stands in it. A column that says nothing is left out.
import { pad, widthsOf } from './columns.ts';
import { wrap } from './wrap.ts';

const GAP = 2;
/** A column is made no narrower than that, as long as another can be. */
const LEAST = 8;

/**
 * @param head of each column; a column without a cell that says something is left out with it
 * @param cells a text each; a line feed in one begins a new line
 */
export function grid(
  head: readonly string[],
  cells: readonly (readonly string[])[],
  width: number,
  indent = 2,
): string[] {
  const shown = head.map((_, index) => index).filter((index) => cells.some((row) => (row[index] ?? '') !== ''));
  const rows = [head, ...cells].map((row) => shown.map((index) => row[index] ?? ''));
  const room = width - indent - GAP * (shown.length - 1);
  const widths = narrowed(widthsOf(rows.flatMap((row) => linesIn(row))), room);
  return rows.flatMap((row) => lined(row, widths)).map((line) => (' '.repeat(indent) + line).trimEnd());
}

/** A row whose cells have line feeds, as rows without. */
function linesIn(row: readonly string[]): string[][] {
  const parts = row.map((cell) => cell.split('\n'));
  const most = Math.max(...parts.map(({ length }) => length));
  return Array.from({ length: most }, (_, at) => parts.map((part) => part[at] ?? ''));
}

/** The widest column gives way first. */
function narrowed(natural: readonly number[], room: number): number[] {
  const widths = [...natural];
  for (let over = widths.reduce((sum, one) => sum + one, 0) - room; over > 0; over--) {
    const widest = widths.indexOf(Math.max(...widths));
    if ((widths[widest] ?? 0) <= Math.min(LEAST, Math.max(1, Math.floor(room / widths.length)))) break;
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

function lined(row: readonly string[], widths: readonly number[]): string[] {
  const wrapped = row.map((cell, index) => cell.split('\n').flatMap((line) => wrap(line, widths[index] ?? 1)));
  const most = Math.max(...wrapped.map(({ length }) => length));
  return Array.from({ length: most }, (_, at) =>
    wrapped.map((lines, index) => pad(lines[at] ?? '', widths[index] ?? 0)).join(' '.repeat(GAP)),
  );
}

// CSV as RFC 4180 has it.

/** A spreadsheet takes a cell that starts like this for a formula; an apostrophe keeps it text. */
const FORMULA = /^[=+\-@\t\r]/;

const cellOf = (value: string): string => {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

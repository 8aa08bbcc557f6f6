// CSV as RFC 4180 has it. Written here: a few lines, where a package is a megabyte; csv-parse reads it back in its test.

/** A spreadsheet takes a cell that starts like this for a formula, also in full width; an apostrophe keeps it text. */
const FORMULA = /^[=+\-@\uff1d\uff0b\uff0d\uff20\t\r\n]/;

/** Some spreadsheets take a file for UTF-8 only where it begins with this. */
export const BYTE_ORDER_MARK = '\ufeff';

const cellOf = (value: string): string => {
  const safe = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

export const csvLine = (cells: readonly string[]): string => `${cells.map(cellOf).join(',')}\r\n`;

// What is written as CSV, read by a parser that is not ours.
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvLine } from '../../src/projections/formats/csv.ts';

/** Cells that spreadsheets would take for formulas get an apostrophe: the test of that is with the tables. */
const cell = fc
  .string({ unit: fc.constantFrom('a', 'é', '"', ',', ';', '\r', '\n', ' ', "'", '\ufeff', '𝔸'), maxLength: 12 })
  .map((text) => `x${text}`);

const table = fc
  .integer({ min: 1, max: 5 })
  .chain((width) =>
    fc.array(fc.array(fc.oneof(cell, fc.constant('')), { minLength: width, maxLength: width }), { maxLength: 6 }),
  );

it('every table written is read back by csv-parse, cell for cell', () => {
  fc.assert(
    fc.property(table, (cells) => {
      // So that none is an empty line.
      const rows = cells.map((row) => ['x', ...row]);
      expect(parse(rows.map(csvLine).join(''))).toEqual(rows);
    }),
  );
});

// A CSV text as rows of cells, each with the line it begins on. Quoting, line ends and the byte-order mark are csv-parse's
// affair: what spreadsheets write is wider than RFC 4180, and a parser of ours would learn that from our users.
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';

export interface Row {
  /** from 1 */
  readonly line: number;
  readonly cells: readonly string[];
}

/** The text is no table: why, and where. */
export class UnreadableTable extends Error {
  readonly line: number;
  constructor(line: number, why: string) {
    super(why);
    this.name = 'UnreadableTable';
    this.line = line;
  }
}

/** What a spreadsheet of a million cells takes; a larger one is no table for people. */
const MAX_CELLS = 2_000_000;

/** @throws UnreadableTable */
export async function rowsOf(bytes: Uint8Array | string, delimiter = ','): Promise<readonly Row[]> {
  const parser = Readable.from([decoded(bytes)]).pipe(
    parse({ bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true }),
  );
  const rows: Row[] = [];
  let cells = 0;
  try {
    for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: { lines: number } }>) {
      cells += record.length;
      if (cells > MAX_CELLS)
        throw new UnreadableTable(info.lines, `over ${MAX_CELLS} cells are too many: split the table`);
      rows.push({ line: info.lines - newlinesIn(record), cells: record.map(plain) });
    }
  } catch (error) {
    throw error instanceof CsvError
      ? new UnreadableTable(Number(error.lines ?? 1), `is no CSV: ${error.message}`)
      : error;
  }
  return rows;
}

function decoded(bytes: Uint8Array | string): string {
  if (typeof bytes === 'string') return bytes;
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw new UnreadableTable(1, 'is UTF-16: save it as CSV in UTF-8');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new UnreadableTable(1, 'is not UTF-8: save it as CSV in UTF-8');
  }
}

const newlinesIn = (record: readonly string[]): number =>
  record.reduce((sum, cell) => sum + cell.split('\n').length - 1, 0);

/** Spaces of any kind and any number are one, as people read them. */
export const plain = (text: string): string => text.normalize('NFC').replaceAll(/\s+/g, ' ').trim();

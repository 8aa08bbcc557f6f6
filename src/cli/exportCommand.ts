// `export`: every commitment, as it stands at the clocks asked about, for other programs.

import { BYTE_ORDER_MARK } from '../projections/formats/csv.ts';
import { commitmentNodes, GRAPH_BEGIN, GRAPH_END } from '../projections/formats/jsonLd.ts';
import { COMMITMENT_TABLE } from '../projections/formats/tables.ts';
import type { CommandSpec, Context } from './command.ts';
import { UsageError } from './failure.ts';
import { DATA_DIR, isGiven, textOption, URL_OPTION } from './options.ts';
import { FILTERS, filterOf } from './read/filter.ts';
import { withWholeId } from './read/ids.ts';
import { checkParties } from './read/parties.ts';
import { askedOf, CLOCKS, withReader } from './read/reader.ts';

export const exportCommand: CommandSpec = {
  name: 'export',
  summary: 'Write every commitment to standard output, for other programs.',
  takes: '',
  positionals: [0, 0],
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'jsonl, whole', choices: ['jsonl', 'csv', 'jsonld'] },
    bom: { type: 'boolean', help: 'begin CSV with a byte-order mark, for spreadsheets that ask for one' },
    ...FILTERS,
    ...CLOCKS,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details:
    'jsonl holds each commitment whole, as the API answers it; csv its main columns; jsonld each with every statement it follows from, in the terms of W3C PROV-O.',
  run,
};

async function run(context: Context): Promise<number> {
  const format = (textOption(context, 'format') ?? 'jsonl') as keyof typeof PIECES;
  const { io } = context;
  if (isGiven(context, 'bom') && format !== 'csv') throw new UsageError('--bom is for --format csv');
  const [filter, asked] = [filterOf(context), askedOf(context)];
  const { piece, between, end } = PIECES[format];
  const begin = isGiven(context, 'bom') ? BYTE_ORDER_MARK + PIECES[format].begin : PIECES[format].begin;
  return withReader(context, async (reader) => {
    await checkParties(reader, filter);
    const whole = await withWholeId(reader, filter);
    await io.out(begin);
    let first = true;
    for await (const text of reader.commitments(whole, asked)) {
      if (io.closed) break;
      const written = await piece(text, (id) => textsOf(reader.history(id, asked)));
      await io.out(first ? written : `${between}${written}`);
      first = false;
    }
    await io.out(end);
    return 0;
  });
}

interface Pieces {
  readonly begin: string;
  readonly piece: (text: string, history: (id: string) => Promise<string[]>) => string | Promise<string>;
  readonly between: string;
  readonly end: string;
}

/** Each format is written as it is read: memory does not grow with the ledger. */
const PIECES = {
  jsonl: { begin: '', piece: (text) => `${text}\n`, between: '', end: '' },
  csv: { begin: COMMITMENT_TABLE.header, piece: COMMITMENT_TABLE.line, between: '', end: '' },
  jsonld: {
    begin: GRAPH_BEGIN,
    piece: async (text, history) => {
      const { id } = JSON.parse(text) as { readonly id: string };
      return commitmentNodes(text, await history(id)).join(',\n');
    },
    between: ',\n',
    end: GRAPH_END,
  },
} as const satisfies Record<string, Pieces>;

async function textsOf(texts: AsyncIterable<string>): Promise<string[]> {
  const all: string[] = [];
  for await (const text of texts) all.push(text);
  return all;
}

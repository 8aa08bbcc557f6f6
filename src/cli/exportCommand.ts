// `export`: every commitment, as it stands at the clocks asked about, for other programs.
import type { CommandSpec, Context } from './command.ts';
import { UsageError } from './failure.ts';
import { DATA_DIR, textOption, URL_OPTION } from './options.ts';
import { FILTERS, filterOf } from './read/filter.ts';
import { askedOf, CLOCKS, openReader } from './read/reader.ts';
import type { Commitment } from './text/commitment.ts';
import { csvLine } from './text/csv.ts';

export const exportCommand: CommandSpec = {
  name: 'export',
  summary: 'Write every commitment to standard output, for other programs.',
  takes: '',
  positionals: [0, 0],
  options: {
    format: { type: 'string', value: 'FORMAT', help: 'jsonl, whole', choices: ['jsonl', 'csv', 'jsonld'] },
    ...FILTERS,
    ...CLOCKS,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details:
    'jsonl holds each commitment whole, as the API answers it; csv its main columns. jsonld comes with a later version.',
  run,
};

async function run(context: Context): Promise<number> {
  const format = textOption(context, 'format') ?? 'jsonl';
  if (format === 'jsonld') throw new UsageError('--format jsonld comes with a later version: use jsonl or csv');
  const { io } = context;
  const [filter, asked] = [filterOf(context), askedOf(context)];
  const reader = openReader(context);
  try {
    if (format === 'csv') await io.out(csvLine(COLUMNS.map(([name]) => name)));
    for await (const text of reader.commitments(filter, asked)) {
      if (io.closed) break;
      await io.out(format === 'csv' ? csvLine(cells(JSON.parse(text))) : `${text}\n`);
    }
    return 0;
  } finally {
    reader.close();
  }
}

const when = (value: unknown): string =>
  typeof value === 'string' ? value : value === null ? '' : JSON.stringify(value);

/** Several values in one cell are separated by spaces: codes, areas and terms hold none. */
const COLUMNS: readonly (readonly [string, (commitment: Commitment) => string])[] = [
  ['id', ({ id }) => id],
  ['kind', ({ kind }) => kind],
  ['title', ({ title }) => title],
  ['status', ({ status }) => status],
  ['parties', ({ parties }) => parties.map(({ code }) => code).join(' ')],
  ['areas', ({ areas }) => areas.join(' ')],
  ['strongest_act', ({ act }) => act.strongest?.act ?? ''],
  ['latest_act', ({ act }) => act.latest?.act ?? ''],
  ['latest_act_effective', ({ act }) => when(act.latest?.effectiveAt ?? null)],
  ['delivery', ({ delivery }) => delivery.level],
  ['timeliness', ({ timeliness }) => timeliness],
  ['deadline', ({ deadline }) => when(deadline?.current ?? null)],
  ['deadline_firmness', ({ deadline }) => deadline?.firmness ?? ''],
  ['contested', ({ contested }) => contested.join(' ')],
  ['revision', ({ revision }) => revision],
];

const cells = (commitment: Commitment): string[] => COLUMNS.map(([, cell]) => cell(commitment));

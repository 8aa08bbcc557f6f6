// `list`: every commitment in a line, the last change in effect first.
import { SORTS, type Sort } from '../projections/readModels.ts';
import type { CommandSpec, Context } from './command.ts';
import { UsageError } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from './options.ts';
import { FILTERS, filterOf } from './read/filter.ts';
import { askedOf, CLOCKS, openReader } from './read/reader.ts';
import { columns, cut, widthOf } from './text/columns.ts';
import type { Commitment } from './text/commitment.ts';
import { said } from './text/dates.ts';
import { oneLine } from './text/plain.ts';
import { words } from './text/words.ts';

export const listCommand: CommandSpec = {
  name: 'list',
  summary: 'List commitments: status, parties, deadline, what is contested.',
  takes: '',
  positionals: [0, 0],
  options: {
    ...FILTERS,
    limit: { type: 'string', value: 'N', help: 'at most so many' },
    sort: { type: 'string', value: 'ORDER', help: 'another order, such as --sort=-recorded', choices: SORTS },
    ...CLOCKS,
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  run,
};

async function run(context: Context): Promise<number> {
  const { io } = context;
  const [filter, asked, limit] = [filterOf(context), askedOf(context), limitOf(context)];
  const sort = textOption(context, 'sort') as Sort | undefined;
  const reader = openReader(context);
  const found: string[] = [];
  try {
    for await (const text of reader.commitments(filter, asked, sort)) {
      if (found.length >= limit || io.closed) break;
      found.push(text);
    }
  } finally {
    reader.close();
  }
  if (isGiven(context, 'json')) await io.out(`{"items":[${found.join(',')}]}\n`);
  else if (found.length === 0) io.err('no commitment fits\n');
  else
    await io.out(
      table(
        found.map((text) => JSON.parse(text) as Commitment),
        io.columns,
      ),
    );
  return 0;
}

/** @throws UsageError */
function limitOf(context: Context): number {
  const text = textOption(context, 'limit');
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--limit is a number from 1, not ${text}`);
}

const HEAD = ['ID', 'STATUS', 'KIND', 'PARTIES', 'DEADLINE', 'CONTESTED', 'TITLE'];
/** A title that is cut shorter than this says nothing. */
const LEAST_TITLE = 20;

/** Titles are cut to a terminal's width, and whole elsewhere. */
function table(commitments: readonly Commitment[], width: number | undefined): string {
  const rows = [HEAD, ...commitments.map(rowOf)];
  if (width === undefined) return columns(rows);
  const before = columns(rows.map((row) => [...row.slice(0, -1), '|'])).split('\n');
  const left = width - Math.max(...before.map((line) => widthOf(line))) + 1;
  return columns(rows.map((row) => [...row.slice(0, -1), cut(row.at(-1) ?? '', Math.max(LEAST_TITLE, left))]));
}

const rowOf = ({ id, status, kind, parties, deadline, contested, title }: Commitment): string[] => [
  id,
  words(status),
  kind,
  parties.map(({ code }) => code).join(' '),
  deadline === null ? '-' : `${said(deadline.current)}${deadline.firmness === 'soft' ? ' (soft)' : ''}`,
  contested.length === 0 ? '-' : contested.join(' '),
  oneLine(title),
];

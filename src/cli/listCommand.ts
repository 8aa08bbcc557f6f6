// `list`: every commitment in a line, the last change in effect first.
import { SORTS, type Sort } from '../projections/readModels.ts';
import type { CommandSpec, Context } from './command.ts';
import { UsageError } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from './options.ts';
import { FILTERS, filterOf } from './read/filter.ts';
import { shortIdsOf, withWholeId } from './read/ids.ts';
import { checkParties, unknownParty } from './read/parties.ts';
import { askedOf, CLOCKS, type Reader, withReader } from './read/reader.ts';
import { screenWidth } from './screen.ts';
import type { Commitment } from './text/commitment.ts';
import { listText } from './text/list.ts';

export const listCommand: CommandSpec = {
  name: 'list',
  summary: 'List commitments: status, delivery, timeliness, parties, deadline, what is contested.',
  takes: '',
  positionals: [0, 0],
  options: {
    ...FILTERS,
    limit: { type: 'string', value: 'N', help: 'at most so many' },
    sort: { type: 'string', value: 'ORDER', help: 'another order, such as --sort=-recorded', choices: SORTS },
    wide: { type: 'boolean', help: 'every column whole, however wide the screen is' },
    ...CLOCKS,
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details:
    'Lines are cut to the screen, or to COLUMNS where that is set; in a pipe only parties are. A hyphen stands for none, and for\n' +
    'nothing on record. Ids are as short as names one commitment alone: every command takes them so.',
  run,
};

async function run(context: Context): Promise<number> {
  const { io } = context;
  const [filter, asked, limit] = [filterOf(context), askedOf(context), limitOf(context)];
  const sort = textOption(context, 'sort') as Sort | undefined;
  return withReader(context, async (reader) => {
    const found: string[] = [];
    await checkParties(reader, filter);
    for await (const text of reader.commitments(await withWholeId(reader, filter), asked, sort)) {
      if (found.length >= limit || io.closed) break;
      found.push(text);
    }
    if (isGiven(context, 'json')) await io.out(`{"items":[${found.join(',')}]}\n`);
    else if (found.length === 0) io.err(`no commitment fits${await unknownParty(reader, filter)}\n`);
    else await print(found, context, reader);
    return 0;
  });
}

async function print(found: readonly string[], context: Context, reader: Reader): Promise<void> {
  const { io } = context;
  const commitments = found.map((text) => JSON.parse(text) as Commitment);
  const shortId = await shortIdsOf(
    reader,
    commitments.map(({ id }) => id),
  );
  const { text, dropped } = listText(commitments, {
    width: screenWidth(context),
    wide: isGiven(context, 'wide'),
    shortId,
  });
  await io.out(text);
  if (dropped.length > 0)
    io.err(`there was no room for ${dropped.join(', ').toLowerCase()}: --wide shows every column\n`);
}

/** @throws UsageError */
function limitOf(context: Context): number {
  const text = textOption(context, 'limit');
  if (text === undefined) return Infinity;
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text);
  throw new UsageError(`--limit is a number from 1, not ${text}`);
}

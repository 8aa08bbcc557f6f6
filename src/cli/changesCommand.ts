// `changes`: what changed between two dates, of one commitment or of all of them, in order.
import { askedInstant } from '../domain/time.ts';
import type { CommandSpec, Context } from './command.ts';
import { UsageError } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from './options.ts';
import { wholeId } from './read/ids.ts';
import { notACommitment } from './read/pointers.ts';
import { askedOf, type ChangesBetween, CLOCKS, withReader } from './read/reader.ts';
import { commitmentsNamed } from './read/story.ts';
import { type ChangeItem, changeEntry, othersIn, withTitles } from './text/changes.ts';

const { 'known-at': knownAt, 'at-sequence': atSequence } = CLOCKS;

export const changesCommand: CommandSpec = {
  name: 'changes',
  summary: 'Tell what changed between two dates, in order.',
  takes: 'FROM TO [ID]',
  positionals: [2, 3],
  options: {
    by: {
      type: 'string',
      value: 'ORDER',
      help: 'effective, as it happened (where absent), or recorded, as it became known',
      choices: ['effective', 'recorded'],
    },
    ...(knownAt && { 'known-at': knownAt }),
    ...(atSequence && { 'at-sequence': atSequence }),
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  details:
    'Both dates count: from the start of the first to the end of the second. With an ID, of that commitment alone.',
  run,
};

async function run(context: Context): Promise<number> {
  const { io } = context;
  const [{ id, ...dates }, asked] = [rangeOf(context), askedOf(context)];
  return withReader(context, async (reader) => {
    const range = { ...dates, ...(id && { id: await wholeId(reader, id) }) };
    const texts: string[] = [];
    for await (const text of reader.changes(range, asked)) texts.push(text);
    if (texts.length === 0 && range.id !== undefined && (await reader.commitment(range.id, {})) === undefined) {
      throw await notACommitment(reader, range.id, {});
    }
    if (isGiven(context, 'json')) {
      await io.out(`{"items":[${texts.join(',')}]}\n`);
      return 0;
    }
    const items = JSON.parse(`[${texts.join(',')}]`) as ChangeItem[];
    const others = othersIn(items).map((other) => ({ id: other }));
    await tell(items, range.by, withTitles(await commitmentsNamed(reader, others, asked)), context);
    return 0;
  });
}

async function tell(
  items: readonly ChangeItem[],
  by: ChangesBetween['by'],
  named: ReturnType<typeof withTitles>,
  { io }: Context,
): Promise<void> {
  if (items.length === 0) io.err('nothing changed between these dates\n');
  for (const [index, item] of items.entries()) {
    if (io.closed) break;
    await io.out(changeEntry(item, items[index - 1], by, named));
  }
}

/** @throws UsageError */
function rangeOf(context: Context): ChangesBetween {
  const [from = '', to = '', id] = context.positionals;
  const [start, end] = [askedInstant(from), askedInstant(to)];
  if (start === undefined || end === undefined) {
    throw new UsageError(`FROM and TO are dates such as 2025-06-01, not ${start === undefined ? from : to}`);
  }
  if (start > end) throw new UsageError(`${from} lies after ${to}: exchange the two`);
  const by = textOption(context, 'by') === 'recorded' ? 'recorded' : 'effective';
  return { from, to, by, ...(id && { id }) };
}

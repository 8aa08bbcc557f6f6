// `history`: every event of a record, in the order in which it became known, also those that were corrected.
import type { CommandSpec, Context } from './command.ts';
import { DATA_DIR, isGiven, JSON_OPTION, URL_OPTION } from './options.ts';
import { wholeId } from './read/ids.ts';
import { notFound } from './read/notFound.ts';
import { askedOf, CLOCKS, withReader } from './read/reader.ts';
import { titlesOf } from './read/sources.ts';
import { type HistoryItem, historyEntry } from './text/history.ts';

export const historyCommand: CommandSpec = {
  name: 'history',
  summary: 'Show what was recorded about a commitment, event by event, with its sources.',
  takes: 'ID',
  positionals: [1, 1],
  options: { ...CLOCKS, ...JSON_OPTION, ...DATA_DIR, ...URL_OPTION },
  run,
};

async function run(context: Context): Promise<number> {
  const { io } = context;
  const [given = ''] = context.positionals;
  const asked = askedOf(context);
  return withReader(context, async (reader) => {
    const id = await wholeId(reader, given);
    const texts: string[] = [];
    for await (const text of reader.history(id, asked)) texts.push(text);
    if (texts.length === 0) throw await notFound(reader, id, asked);
    if (isGiven(context, 'json')) {
      await io.out(`{"items":[${texts.join(',')}]}\n`);
      return 0;
    }
    const items = texts.map((text) => JSON.parse(text) as HistoryItem);
    const titles = await titlesOf(reader, items);
    for (const item of items) {
      if (io.closed) break;
      await io.out(historyEntry(item, titles));
    }
    return 0;
  });
}

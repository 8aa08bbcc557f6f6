// `parts`: what the commitments that are part of one come to, and what each of them adds.
import type { CommandSpec, Context } from './command.ts';
import { DATA_DIR, isGiven, JSON_OPTION, URL_OPTION } from './options.ts';
import { shortIdsOf, wholeId } from './read/ids.ts';
import { notACommitment } from './read/pointers.ts';
import { askedOf, CLOCKS, withReader } from './read/reader.ts';
import { idsIn, type PartsTold, partsPage } from './text/parts.ts';

export const partsCommand: CommandSpec = {
  name: 'parts',
  summary: 'Show what the commitments that are part of one add up to, and what each adds.',
  takes: 'ID',
  positionals: [1, 1],
  options: { ...CLOCKS, ...JSON_OPTION, ...DATA_DIR, ...URL_OPTION },
  run,
};

async function run(context: Context): Promise<number> {
  const [given = ''] = context.positionals;
  const asked = askedOf(context);
  return withReader(context, async (reader) => {
    const id = await wholeId(reader, given);
    const text = await reader.parts(id, asked);
    if (text === undefined) throw await notACommitment(reader, id, asked);
    if (isGiven(context, 'json')) await context.io.out(`${text}\n`);
    else {
      const told = JSON.parse(text) as PartsTold;
      await context.io.out(partsPage(told, await shortIdsOf(reader, idsIn(told))));
    }
    return 0;
  });
}

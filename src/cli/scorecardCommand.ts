// `scorecard`: what a party has committed itself to, what was delivered, and how it was judged; of a grouping by member.
import type { CommandSpec, Context } from './command.ts';
import { Failed } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, URL_OPTION } from './options.ts';
import { hintOfParty } from './read/parties.ts';
import { askedOf, CLOCKS, withReader } from './read/reader.ts';
import { type Scorecard, scorecardPage } from './text/counts.ts';

export const scorecardCommand: CommandSpec = {
  name: 'scorecard',
  summary: 'Show a party’s commitments, verdicts and scores; of a grouping also those of its members.',
  takes: 'CODE',
  positionals: [1, 1],
  options: { ...CLOCKS, ...JSON_OPTION, ...DATA_DIR, ...URL_OPTION },
  run,
};

async function run(context: Context): Promise<number> {
  const [code = ''] = context.positionals;
  const asked = askedOf(context);
  return withReader(context, async (reader) => {
    const text = await reader.scorecard(code, asked);
    if (text === undefined) {
      const meant = await hintOfParty(reader, code);
      if (meant !== undefined) throw new Failed(`no party ${code.slice(0, 100)} is on record: ${meant}`);
      throw new Failed(`no party ${code.slice(0, 100)} is on record there: check its code, or ask for a later date`);
    }
    const page = isGiven(context, 'json') ? `${text}\n` : scorecardPage(JSON.parse(text) as Scorecard);
    await context.io.out(page);
    return 0;
  });
}

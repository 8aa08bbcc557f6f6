// `statistics`: how many commitments there are of each kind, status and so on, and what happened by month.
import { KINDS, type Kind } from '../domain/commitment/acts.ts';
import type { StatisticsScope } from '../projections/readModels.ts';
import type { StatisticsAnswer } from '../projections/statistics/statisticsAnswer.ts';
import type { CommandSpec, Context } from './command.ts';
import { UsageError } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from './options.ts';
import { checkParties } from './read/parties.ts';
import { askedOf, CLOCKS, withReader } from './read/reader.ts';
import { statisticsPage } from './text/counts.ts';

export const statisticsCommand: CommandSpec = {
  name: 'statistics',
  summary: 'Count commitments: by status, delivery, timeliness, verdict, kind, party, area and month.',
  takes: '',
  positionals: [0, 0],
  options: {
    kind: { type: 'string', value: 'KIND', help: 'those of this kind', choices: KINDS },
    party: { type: 'string', value: 'CODE', help: 'those with a part for this party' },
    area: { type: 'string', value: 'AREA', help: 'those in this area' },
    ...CLOCKS,
    ...JSON_OPTION,
    ...DATA_DIR,
    ...URL_OPTION,
  },
  run,
};

async function run(context: Context): Promise<number> {
  const [scope, asked] = [scopeOf(context), askedOf(context)];
  return withReader(context, async (reader) => {
    if (scope.by === 'party') await checkParties(reader, { party: scope.value });
    const text = await reader.statistics(scope, asked);
    const page = isGiven(context, 'json') ? `${text}\n` : statisticsPage(JSON.parse(text) as StatisticsAnswer);
    await context.io.out(page);
    return 0;
  });
}

/** @throws UsageError */
function scopeOf(context: Context): StatisticsScope {
  const [kind, party, area] = ['kind', 'party', 'area'].map((name) => textOption(context, name));
  if ([kind, party, area].filter((given) => given !== undefined).length > 1) {
    throw new UsageError('--kind, --party and --area: give one of them');
  }
  if (kind !== undefined) return { by: 'kind', value: kind as Kind };
  if (party !== undefined) return { by: 'party', value: party };
  return area === undefined ? {} : { by: 'area', value: area };
}

// `rebuild`: throws the read models away and makes them anew from the journal. It takes the writer's lock.

import { embeddedJournal } from '../journal/logJournal.ts';
import { removeReadModels } from '../projections/openReadModels.ts';
import { openSqliteEngine } from '../store/sqlite/sqliteEngine.ts';
import type { CommandSpec, Context } from './command.ts';
import { Failed } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION } from './options.ts';
import { progressOn } from './progress.ts';
import { openJournal } from './read/localReader.ts';
import { catchUp } from './writer.ts';

export const rebuildCommand: CommandSpec = {
  name: 'rebuild',
  summary: 'Make the read models anew from the history. Stop the server first.',
  takes: '',
  positionals: [0, 0],
  options: { ...JSON_OPTION, ...DATA_DIR },
  run,
};

async function run(context: Context): Promise<number> {
  const { io, clock } = context;
  const config = context.config();
  if (config.eventStoreUrl !== undefined) {
    throw new Failed('this node follows EventStoreDB: stop it, remove models.db from its DATA_DIR, and start it again');
  }
  openJournal(config).close();
  const engine = openSqliteEngine({ dataDir: config.dataDir });
  const progress = progressOn(io, clock);
  try {
    removeReadModels(config.dataDir);
    await catchUp({ dataDir: config.dataDir, journal: embeddedJournal(engine), clock }, progress);
    const events = engine.log.head().sequence + 1;
    await io.out(isGiven(context, 'json') ? `${JSON.stringify({ events })}\n` : `rebuilt from ${events} events\n`);
    return 0;
  } finally {
    progress.end();
    await engine.close();
  }
}

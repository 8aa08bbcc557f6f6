// `rebuild`: makes the read models anew from the journal, beside those in use, which stay where that fails.
// It takes the writer's lock, or asks the server that holds it.
import { embeddedJournal } from '../journal/logJournal.ts';
import { openReadModels, removeReadModels } from '../projections/openReadModels.ts';
import type { ReadModels } from '../projections/readModels.ts';
import { openSqliteEngine } from '../store/sqlite/sqliteEngine.ts';
import { DataDirRefused } from '../support/dataDir.ts';
import { takeEngineFolder } from '../support/engineFolder.ts';
import type { CommandSpec, Context } from './command.ts';
import { Failed } from './failure.ts';
import { DATA_DIR, isGiven, JSON_OPTION, textOption, URL_OPTION } from './options.ts';
import { type Progress, progressOn } from './progress.ts';
import { openJournal } from './read/localReader.ts';
import { rebuildAt } from './rebuildRemote.ts';

export const rebuildCommand: CommandSpec = {
  name: 'rebuild',
  summary: 'Make the read models anew from the history, beside those in use: of a running server with --url.',
  takes: '',
  positionals: [0, 0],
  options: { ...JSON_OPTION, ...DATA_DIR, ...URL_OPTION },
  run,
};

const DRAW_EVERY = 100;

async function run(context: Context): Promise<number> {
  const url = textOption(context, 'url');
  return url === undefined ? rebuildHere(context) : rebuildThere(context, url);
}

async function rebuildThere({ io, clock, env, ...given }: Context, url: string): Promise<number> {
  const progress = progressOn(io, clock);
  try {
    await rebuildAt(url, env, progress);
  } finally {
    progress.end();
  }
  await io.out(isGiven(given, 'json') ? '{"rebuilt":true}\n' : 'the server rebuilt its read models\n');
  return 0;
}

async function rebuildHere(context: Context): Promise<number> {
  const { io, clock } = context;
  const { dataDir: within, eventStoreUrl } = context.config();
  if (eventStoreUrl !== undefined) {
    throw new Failed('this node follows EventStoreDB: ask it with --url while it runs, as an administrator');
  }
  openJournal(context.config()).close();
  const { folder: dataDir } = takeEngineFolder(within, 'embedded');
  const engine = openSqliteEngine({ dataDir });
  const progress = progressOn(io, clock);
  try {
    await rebuildIn({ dataDir, journal: embeddedJournal(engine), clock }, progress);
    const events = engine.log.head().sequence + 1;
    await io.out(isGiven(context, 'json') ? `${JSON.stringify({ events })}\n` : `rebuilt from ${events} events\n`);
    return 0;
  } finally {
    progress.end();
    await engine.close();
  }
}

type Parts = Pick<Parameters<typeof openReadModels>[0], 'dataDir' | 'journal' | 'clock'>;

/** @throws Failed where the history cannot be projected */
async function rebuildIn(parts: Parts, progress: Progress): Promise<void> {
  const models = openOrDiscard(parts);
  const drawing = setInterval(() => {
    const rebuild = models.health()[0]?.rebuild;
    if (rebuild !== undefined) progress.at(rebuild.projected, rebuild.stored, 'of the history projected');
  }, DRAW_EVERY);
  try {
    await models.rebuild();
  } catch (error) {
    throw new Failed(`the models in use stay as they are: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    clearInterval(drawing);
    await models.close();
  }
}

/** Models that cannot even be opened are nothing to keep. */
function openOrDiscard(parts: Parts): ReadModels {
  const open = () => openReadModels(parts);
  try {
    return open();
  } catch (error) {
    if (!(error instanceof DataDirRefused) || error.code !== 'DATA_DIR_UNUSABLE') throw error;
    removeReadModels(parts.dataDir);
    return open();
  }
}

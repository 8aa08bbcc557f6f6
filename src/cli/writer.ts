// The embedded ledger, opened for writing: one process at a time, by its lock.
import { statSync } from 'node:fs';
import type { Config } from '../config/config.ts';
import { embeddedJournal } from '../journal/logJournal.ts';
import { Ledger } from '../ledger/ledger.ts';
import { modelsDivergence } from '../projections/modelsFile.ts';
import { openReadModels } from '../projections/openReadModels.ts';
import { openSqliteEngine } from '../store/sqlite/sqliteEngine.ts';
import { takeEngineFolder } from '../support/engineFolder.ts';
import type { Context, Writer } from './command.ts';
import { Failed } from './failure.ts';
import { heldHistory } from './heldHistory.ts';
import { type Progress, progressOn } from './progress.ts';

/** @throws DataDirRefused where another process writes there; Failed where the ledger lives elsewhere */
export async function openWriter(context: Context): Promise<Writer> {
  const config = context.config();
  if (config.eventStoreUrl === undefined) return embeddedWriter(config, context);
  if (context.wiring.openWriter !== undefined) return context.wiring.openWriter(config);
  throw new Failed('the ledger lives in EventStoreDB (EVENTSTORE_URL): send commands to a running node with --url');
}

async function embeddedWriter(config: Config, context: Context): Promise<Writer> {
  const { ledgerName, checkpointFile } = config;
  const { folder: dataDir } = takeEngineFolder(config.dataDir, 'embedded');
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const { clock } = context;
  const why = heldHistory({ folder: dataDir, journal, checkpointFile }) ?? modelsDivergence(dataDir, journal);
  if (why !== undefined) {
    await engine.close();
    throw new Failed(why);
  }
  const ledger = new Ledger({ name: ledgerName, store: engine.ledger, journal, clock });
  return {
    ledger,
    onRecord: async (event) => journal.find(event) !== undefined,
    async settle() {
      const progress = progressOn(context.io, clock);
      await catchUp({ dataDir, journal, clock }, progress);
      progress.end();
    },
    close: () => engine.close(),
  };
}

/** How often progress is looked at, milliseconds. */
const LOOK_EVERY = 100;

type Parts = Pick<Parameters<typeof openReadModels>[0], 'dataDir' | 'journal' | 'clock'>;

/** Runs the projections until they have what the journal had. @throws Failed where they cannot be written */
async function catchUp(parts: Parts, progress: Progress): Promise<void> {
  const models = openReadModels(parts);
  const { sequence } = parts.journal.head();
  const looking = setInterval(() => {
    const { cursor, rebuild } = models.health()[0] ?? { cursor: -1 };
    progress.at(rebuild?.projected ?? cursor + 1, sequence + 1, 'of the history projected');
  }, LOOK_EVERY);
  try {
    while (!(await models.reached(sequence, 60_000))) {
      const why = models.health()[0]?.reason;
      if (why !== undefined)
        throw new Failed(`what was recorded is durable, and the read models do not have it yet: ${why}`);
    }
  } finally {
    clearInterval(looking);
    await models.close();
  }
}

export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0;

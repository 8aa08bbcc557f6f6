// Ours: builds every read model from nothing, up to the journal's head.

import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { removeTempDirs, tempDir } from '../harness/temp.ts';

export interface JournalArgs {
  readonly dataDir: string;
}

/** Longer than any catch-up a benchmark should take. */
const PATIENCE = 3_600_000;

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const journal = openSqliteJournalReader(dataDir);
  const onCrash = (error: unknown) => {
    throw error;
  };
  return {
    async run() {
      const models = openReadModels({ dataDir: tempDir(), journal, clock: Date.now, onCrash });
      const { sequence } = journal.head();
      const done = await measured(async () => {
        if (await models.reached(sequence, PATIENCE)) return sequence + 1;
        throw new Error(`the read models stopped: ${JSON.stringify(models.health())}`);
      });
      await models.close();
      removeTempDirs();
      return done;
    },
    async close() {
      journal.close();
    },
  };
};

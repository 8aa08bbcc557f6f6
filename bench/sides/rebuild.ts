// Ours: builds every read model from nothing in the ledger's own folder, where the other sides then read them.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openReadModels, removeReadModels } from '../../src/projections/openReadModels.ts';
import { MODELS_FILE } from '../../src/projections/schema.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { peakMemory } from './peakMemory.ts';
import type { JournalArgs } from './projectAll.ts';

/** Longer than any rebuild a benchmark should take. */
const PATIENCE = 7_200_000;

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const journal = openSqliteJournalReader(dataDir);
  const onCrash = (error: unknown) => {
    throw error;
  };
  return {
    async run() {
      removeReadModels(dataDir);
      const models = openReadModels({ dataDir, journal, clock: Date.now, onCrash });
      const { sequence } = journal.head();
      const done = await measured(async () => {
        if (await models.reached(sequence, PATIENCE)) return sequence + 1;
        throw new Error(`the read models stopped: ${JSON.stringify(models.health())}`);
      });
      await models.close();
      return { ...done, more: { peak: peakMemory(process.pid), bytes: statSync(join(dataDir, MODELS_FILE)).size } };
    },
    async close() {
      journal.close();
    },
  };
};

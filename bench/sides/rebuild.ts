// Ours: builds every read model from nothing in the ledger's own folder, where the other sides then read them.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { removeReadModels } from '../../src/projections/openReadModels.ts';
import { MODELS_FILE } from '../../src/projections/schema.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { allOf, modelsOver } from './builtModels.ts';
import { peakMemory } from './peakMemory.ts';
import type { JournalArgs } from './projectAll.ts';

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const journal = openSqliteJournalReader(dataDir);
  return {
    async run() {
      removeReadModels(dataDir);
      const models = modelsOver(journal, dataDir);
      const done = await measured(() => allOf(journal, models));
      await models.close();
      return { ...done, more: { peak: peakMemory(process.pid), bytes: statSync(join(dataDir, MODELS_FILE)).size } };
    },
    async close() {
      journal.close();
    },
  };
};

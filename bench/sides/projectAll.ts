// Ours: builds every read model from nothing, up to the journal's head.

import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { removeTempDirs, tempDir } from '../harness/temp.ts';
import { allOf, modelsOver } from './builtModels.ts';

export interface JournalArgs {
  readonly dataDir: string;
}

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const journal = openSqliteJournalReader(dataDir);
  return {
    async run() {
      const models = modelsOver(journal, tempDir());
      const done = await measured(() => allOf(journal, models));
      await models.close();
      removeTempDirs();
      return done;
    },
    async close() {
      journal.close();
    },
  };
};

// Ours: builds every read model from nothing and the log with its tiles beside them, up to the journal's head, signed.
import { openLog } from '../../src/audit/log/openLog.ts';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { removeTempDirs, tempDir } from '../harness/temp.ts';
import { allOf, modelsOver, PATIENCE } from './builtModels.ts';
import type { JournalArgs } from './projectAll.ts';
import { ORIGIN } from './signedFill.ts';

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const journal = openSqliteJournalReader(dataDir);
  return {
    async run() {
      const fresh = tempDir();
      const { sequence } = journal.head();
      const signers = loadSigners({ dataDir: fresh, origin: ORIGIN });
      const models = modelsOver(journal, fresh);
      const log = openLog({ dataDir: fresh, journal, origin: ORIGIN, signers });
      const done = await measured(async () => {
        const signed = log.then(({ covers }) => covers(sequence, AbortSignal.timeout(PATIENCE)));
        const events = await allOf(journal, models);
        if (await signed) return events;
        throw new Error('the log stopped before it had signed all of them');
      });
      await (await log).close();
      await models.close();
      removeTempDirs();
      return done;
    },
    async close() {
      journal.close();
    },
  };
};

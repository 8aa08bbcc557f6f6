// Ours: builds every read model from nothing and the log with its tiles beside them, up to the journal's head, signed.
import { openLog } from '../../src/audit/log/openLog.ts';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { removeTempDirs, tempDir } from '../harness/temp.ts';
import type { JournalArgs } from './projectAll.ts';
import { ORIGIN } from './signedFill.ts';

/** Longer than any catch-up a benchmark should take. */
const PATIENCE = 3_600_000;

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const journal = openSqliteJournalReader(dataDir);
  const onCrash = (error: unknown) => {
    throw error;
  };
  return {
    async run() {
      const fresh = tempDir();
      const { sequence } = journal.head();
      const signers = loadSigners({ dataDir: fresh, origin: ORIGIN });
      const models = openReadModels({ dataDir: fresh, journal, clock: Date.now, onCrash });
      const log = openLog({ dataDir: fresh, journal, origin: ORIGIN, signers });
      const done = await measured(async () => {
        const signed = log.then(({ covers }) => covers(sequence, AbortSignal.timeout(PATIENCE)));
        if ((await models.reached(sequence, PATIENCE)) && (await signed)) return sequence + 1;
        throw new Error(`it stopped: ${JSON.stringify(models.health())}`);
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

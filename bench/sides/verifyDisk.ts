// Ours: the journal on disk against the tiles and the last checkpoint of its log, as `concordat verify` does it.
import { LogFile } from '../../src/audit/log/logFile.ts';
import { openCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { parseVerifier } from '../../src/audit/note/keys.ts';
import { verifyJournal } from '../../src/audit/verify/verifyJournal.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { ORIGIN } from './signedFill.ts';

export const open: OpenSide<{ readonly dataDir: string; readonly vkey: string }> = async ({ dataDir, vkey }) => {
  const journal = openSqliteJournalReader(dataDir);
  const log = LogFile.openReader(dataDir);
  const keys = [parseVerifier(vkey)];
  const checkpoints = log.checkpoints(1).map((note) => openCheckpoint(note, ORIGIN, keys));
  return {
    run: () =>
      measured(async () => {
        const report = await verifyJournal({ journal, tiles: (level, index) => log.tile(level, index), checkpoints });
        if (report.faults.length > 0 || report.upTo !== report.entries) throw new Error(JSON.stringify(report));
        return report.entries;
      }),
    async close() {
      log.close();
      journal.close();
    },
  };
};

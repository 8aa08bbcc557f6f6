// Ours: an entry's bytes and its proof as a tlog-proof under the checkpoint served, as the server makes them.
import { openLog } from '../../src/audit/log/openLog.ts';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import type { OpenSide } from '../harness/side.ts';
import { timed } from './randomEntries.ts';
import { ORIGIN } from './signedFill.ts';

export interface ProofArgs {
  readonly dataDir: string;
  readonly events: number;
  /** proofs a round */
  readonly count: number;
}

export const open: OpenSide<ProofArgs> = async ({ dataDir, events, count }) => {
  const journal = openSqliteJournalReader(dataDir);
  const log = await openLog({ dataDir, journal, origin: ORIGIN, signers: loadSigners({ dataDir, origin: ORIGIN }) });
  return {
    run: () =>
      timed(
        { events, count },
        (sequence) => log.reader.entry(sequence).bytes.length + log.reader.proofFile(sequence).bytes.length,
      ),
    async close() {
      await log.close();
      journal.close();
    },
  };
};

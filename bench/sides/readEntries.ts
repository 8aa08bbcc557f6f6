// Baseline: reads the same entries by their sequence, bare.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LEDGER_FILE } from '../../src/store/sqlite/sqliteEngine.ts';
import type { OpenSide } from '../harness/side.ts';
import type { ProofArgs } from './proofs.ts';
import { timed } from './randomEntries.ts';

export const open: OpenSide<ProofArgs> = async ({ dataDir, events, count }) => {
  const db = new DatabaseSync(join(dataDir, LEDGER_FILE), { readOnly: true, returnArrays: true });
  const entry = db.prepare('SELECT text FROM event WHERE sequence = ?');
  return {
    run: () =>
      timed(
        { events, count },
        (sequence) => Buffer.from(String((entry.get(sequence) as unknown as [string])[0])).length,
      ),
    async close() {
      db.close();
    },
  };
};

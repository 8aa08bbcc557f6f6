// Fills an embedded ledger with a generated one and signs its log, once. Tells how many events, and the log's key.
import { openLog } from '../../src/audit/log/openLog.ts';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { fill } from '../../src/generator/fill.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import type { OpenSide } from '../harness/side.ts';

export interface SignedArgs {
  readonly dataDir: string;
  readonly commitments: number;
}

export const ORIGIN = 'bench.example/log';
const PATIENCE = 3_600_000;

export const open: OpenSide<SignedArgs> = async ({ dataDir, commitments }) => {
  const engine = openSqliteEngine({ dataDir });
  const events = await fill(engine.ledger, { commitments, seed: 1 });
  const signers = loadSigners({ dataDir, origin: ORIGIN });
  const log = await openLog({ dataDir, journal: embeddedJournal(engine), origin: ORIGIN, signers });
  if (!(await log.covers(events - 1, AbortSignal.timeout(PATIENCE)))) throw new Error('the log was not signed');
  const { vkey } = log.reader;
  await log.close();
  await engine.close();
  return {
    told: { events, vkey },
    run: () => Promise.reject(new Error('a filling is no side of a comparison')),
    async close() {},
  };
};

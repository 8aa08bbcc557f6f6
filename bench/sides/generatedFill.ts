// Fills an embedded ledger with a generated one, once, and tells how many events that are.
import { fill } from '../../src/generator/fill.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import type { OpenSide } from '../harness/side.ts';

export interface GeneratedArgs {
  readonly dataDir: string;
  readonly commitments: number;
}

export const open: OpenSide<GeneratedArgs> = async ({ dataDir, commitments }) => {
  const engine = openSqliteEngine({ dataDir });
  const start = performance.now();
  const events = await fill(engine.ledger, { commitments, seed: 1 });
  const seconds = (performance.now() - start) / 1_000;
  await engine.close();
  return {
    told: { events, seconds },
    run: () => Promise.reject(new Error('a filling is no side of a comparison')),
    async close() {},
  };
};

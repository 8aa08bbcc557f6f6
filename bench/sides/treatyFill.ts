// Fills a folder with a ledger of treaties, once.
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import type { OpenSide } from '../harness/side.ts';
import { fillTreaties, type Treaties } from './treatyLedger.ts';

export const open: OpenSide<Treaties & { readonly dataDir: string }> = async ({ dataDir, ...treaties }) => {
  const engine = openSqliteEngine({ dataDir });
  await fillTreaties(engine, treaties);
  await engine.close();
  return { run: () => Promise.reject(new Error('there is nothing to run')), close: () => Promise.resolve() };
};

// Ours: a node whose ledger holds treaties of many parties and acts, asked over HTTP for one by its id or for a page of them.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import { serve } from '../../src/api/serve.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import type { OpenSide } from '../harness/side.ts';
import { idOf } from '../treaties/acts.ts';
import { underGets } from './getLoad.ts';
import { fillTreaties } from './treatyLedger.ts';

export interface TreatyArgs {
  readonly dataDir: string;
  readonly treaties: number;
  readonly parties: number;
  readonly acts: number;
  /** one by its id, or all of them on one page */
  readonly asks: 'id' | 'page';
  readonly connections: number;
  readonly requests: number;
}

/** The address, and the file that holds its answer. */
export interface TreatyTold {
  readonly path: string;
  readonly file: string;
  readonly bytes: number;
}

const A_WHILE = 600_000;

export const open: OpenSide<TreatyArgs> = async ({ dataDir, treaties, parties, acts, asks, connections, requests }) => {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const clock = Date.now;
  if (journal.head().sequence < 0) await fillTreaties(engine, { treaties, parties, acts, order: 'oldest first' });
  const id = idOf(treaties);
  const readModels = openReadModels({ dataDir, journal, clock });
  await readModels.reached(journal.head().sequence, A_WHILE);
  const ledger = new Ledger({ name: 'bench', store: engine.ledger, journal, clock });
  const log = createLogger('error', (line) => console.error(line));
  const storeHealth = () => engine.health();
  const app = createApp({ ledger, journal, readModels, storeHealth, apiKeys: undefined, log, clock });
  const serving = await serve(app, { host: '127.0.0.1', port: 0 });
  const path = asks === 'id' ? `/v1/commitments/${id}` : `/v1/commitments?limit=${treaties}`;
  const answer = await fetch(serving.url + path);
  const body = Buffer.from(await answer.arrayBuffer());
  if (!answer.ok) throw new Error(`${path}: ${body}`);
  const file = join(dataDir, `${asks}.json`);
  writeFileSync(file, body);
  return {
    told: { path, file, bytes: body.length } satisfies TreatyTold,
    run: () => underGets({ url: serving.url, paths: [path], connections, requests }),
    async close() {
      await serving.close();
      await readModels.close();
      await engine.close();
    },
  };
};

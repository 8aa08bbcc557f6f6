// Ours: a node on a filled ledger, asked over HTTP for commitments all over it as they are now.
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import { serve } from '../../src/api/serve.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import type { OpenSide } from '../harness/side.ts';
import { underGets } from './getLoad.ts';
import { sampled } from './sampled.ts';

export interface AnswersArgs {
  readonly dataDir: string;
  readonly connections: number;
  readonly requests: number;
}

/** One of the addresses, and an answer of the middle size. */
export interface AnswersTold {
  readonly path: string;
  readonly body: string;
}

const SAMPLE = 20_000;

export const open: OpenSide<AnswersArgs> = async ({ dataDir, connections, requests }) => {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const clock = Date.now;
  const readModels = openReadModels({ dataDir, journal, clock });
  const ledger = new Ledger({ name: 'bench', store: engine.ledger, journal, clock });
  const log = createLogger('error', (line) => console.error(line));
  const storeHealth = () => engine.health();
  const app = createApp({ ledger, journal, readModels, storeHealth, apiKeys: undefined, log, clock });
  const serving = await serve(app, { host: '127.0.0.1', port: 0 });
  const { ids } = sampled(journal, SAMPLE);
  const bodies = ids.flatMap((id) => readModels.queries.commitment(id)?.body ?? []);
  const body = bodies.sort((a, b) => a.length - b.length)[bodies.length >> 1] ?? '';
  const paths = [...new Set(ids)].map((id) => `/v1/commitments/${id}`);
  return {
    told: { path: paths[0] ?? '', body } satisfies AnswersTold,
    run: () => underGets({ url: serving.url, paths, connections, requests }),
    async close() {
      await serving.close();
      await readModels.close();
      await engine.close();
    },
  };
};

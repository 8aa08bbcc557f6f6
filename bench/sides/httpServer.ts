// The server of a server bench: the whole path (load, decide, append durably, project), or, as the baseline, the same
// Express app whose ledger validates every command and stores nothing. Each round, a client in another process loads it.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import type { ApiParts } from '../../src/api/parts.ts';
import { serve } from '../../src/api/serve.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { type Command, Ledger } from '../../src/ledger/ledger.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import type { ReadModels } from '../../src/projections/readModels.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import type { Measured, OpenSide } from '../harness/side.ts';
import type { Load } from './httpLoad.ts';

export interface HttpArgs extends Omit<Load, 'port'> {
  readonly dataDir: string;
  readonly stores: boolean;
}

const CLIENT = fileURLToPath(new URL('./httpClient.ts', import.meta.url));

const REFERRED: readonly (readonly [string, object])[] = [
  ['RegisterParty', { party: 'KR', name: 'Republic of Korea', kind: 'state' }],
  ['RegisterParty', { party: 'NATO', name: 'North Atlantic Treaty Organization', kind: 'organisation' }],
  [
    'CaptureSource',
    {
      source: 'bench-source',
      publisher: 'NATO',
      title: 'A statement',
      language: 'en',
      published: '2025-06-26',
      missing: 'a bench',
    },
  ],
];

export const open: OpenSide<HttpArgs> = async ({ dataDir, stores, connections, requests }) => {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const clock = Date.now;
  const readModels = openReadModels({ dataDir, journal, clock });
  const whole = new Ledger({ name: 'bench', store: engine.ledger, journal, clock });
  for (const [index, [name, payload]] of REFERRED.entries()) {
    await whole.execute({ name, payload, key: `setup-${index}`, actor: 'bench' });
  }
  const log = createLogger('error', (line) => console.error(line));
  const storeHealth = () => engine.health();
  const parts: ApiParts = { ledger: whole, journal, readModels, storeHealth, apiKeys: undefined, log, clock };
  const app = createApp(stores ? parts : storingNothing(parts, whole));
  const serving = await serve(app, { host: '127.0.0.1', port: 0 });
  const port = Number(new URL(serving.url).port);
  return {
    async run() {
      const cpu = process.cpuUsage();
      const answer = await loaded({ port, connections, requests });
      const { user, system } = process.cpuUsage(cpu);
      return { ...answer, cpuSeconds: (user + system) / 1_000_000 };
    },
    async close() {
      await serving.close();
      await readModels.close();
      await engine.close();
    },
  };
};

/** Parses each command with its schema and answers as if it were done: what an API costs that does nothing else. */
const storingNothing = (parts: ApiParts, ledger: Ledger): ApiParts => ({
  ...parts,
  ledger: {
    async execute(command: Command) {
      const order = ledger.parse(command);
      if (isRefusal(order)) return order;
      const { aggregate, id, stream } = order;
      return { aggregate, id, stream, revision: 0, events: [], repeated: false };
    },
    judge: (command) => ledger.judge(command),
  },
  readModels: withoutQueries(parts.readModels),
});

const withoutQueries = (models: ReadModels): ReadModels => ({
  queries: { ...models.queries, commitment: () => undefined },
  startAnswering: () => models.startAnswering(),
  ask: (query, args, gone) => models.ask(query, args, gone),
  committed: models.committed,
  health: () => models.health(),
  divergence: () => models.divergence(),
  setAside: () => models.setAside(),
  reached: (sequence, timeout) => models.reached(sequence, timeout),
  rebuild: () => models.rebuild(),
  close: () => models.close(),
});

/** A client of its own for every round: what it measured; the CPU it names is its own. */
function loaded(load: Load): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const client = fork(CLIENT, [JSON.stringify(load)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
    client.once('message', (answer) => resolve(answer as Measured));
    client.once('exit', (code) => reject(new Error(`the client ended (${code})`)));
  });
}

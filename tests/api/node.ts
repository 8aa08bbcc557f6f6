// A whole node in a temporary directory, listening on a free port: the embedded engine, the read models, the API.
import { hash } from 'node:crypto';
import { onTestFinished } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import { sayModels } from '../../src/api/modelsLog.ts';
import type { ApiParts } from '../../src/api/parts.ts';
import { type ServeOptions, type Serving, serve } from '../../src/api/serve.ts';
import { openLog } from '../../src/audit/log/openLog.ts';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { readConfig } from '../../src/config/config.ts';
import type { Journal } from '../../src/journal/journal.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { Ledger } from '../../src/ledger/ledger.ts';
import { openReadModels, type ReadModelsParts } from '../../src/projections/openReadModels.ts';
import { openSqliteEngine, type SqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { PATIENT } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

/** A key of each role: `Bearer <role>.<role>-secret`. */
export const KEYS = ['reader', 'recorder', 'administrator']
  .map((role) => `${role}:${role}:${hash('sha256', `${role}-secret`, 'hex')}`)
  .join(',');
export const bearer = (id: string, secret = `${id}-secret`) => ({ Authorization: `Bearer ${id}.${secret}` });

export interface NodeOptions {
  /** AUTH_API_KEYS; open where absent */
  readonly keys?: string;
  readonly clock?: () => number;
  /** whether it keeps a transparency log */
  readonly log?: boolean;
  /** one of its own where absent */
  readonly dataDir?: string;
  readonly models?: Partial<ReadModelsParts>;
  /** stands in for some of the parts */
  readonly parts?: (parts: ApiParts) => Partial<ApiParts>;
  readonly serving?: Partial<ServeOptions>;
}

export interface TestNode {
  readonly url: string;
  readonly parts: ApiParts;
  readonly serving: Serving;
  readonly log: Record<string, unknown>[];
  readonly engine: SqliteEngine;
  /** before the test is finished, which closes it as well */
  close(): Promise<void>;
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  command(name: string, payload: unknown, headers?: Record<string, string>): Promise<Response>;
}

export async function startNode(options: NodeOptions = {}): Promise<TestNode> {
  const dataDir = options.dataDir ?? (await tempDir());
  const clock = options.clock ?? Date.now;
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const log: Record<string, unknown>[] = [];
  const logger = createLogger('debug', (line) => log.push(JSON.parse(line) as Record<string, unknown>));
  const readModels = openReadModels({
    dataDir,
    journal,
    clock,
    onNews: sayModels(logger),
    queryThreads: PATIENT,
    ...options.models,
  });
  const whole: ApiParts = {
    ledger: new Ledger({ name: 'test', store: engine.ledger, journal, clock }),
    journal,
    readModels,
    storeHealth: () => engine.health(),
    apiKeys: readConfig({ AUTH_API_KEYS: options.keys }).apiKeys,
    log: logger,
    clock,
  };
  const transparencyLog = options.log === true ? await openTestLog(dataDir, journal) : undefined;
  const kept: ApiParts = transparencyLog === undefined ? whole : { ...whole, transparencyLog };
  const parts = { ...kept, ...options.parts?.(kept) };
  const serving = await serve(createApp(parts), { host: '127.0.0.1', port: 0, ...options.serving });
  let closing: Promise<void> | undefined;
  const closeAll = async () => {
    await serving.close();
    await transparencyLog?.close();
    await readModels.close();
    await engine.close();
  };
  const close = (): Promise<void> => {
    closing ??= closeAll();
    return closing;
  };
  onTestFinished(close);
  const { url } = serving;
  return {
    url,
    parts,
    serving,
    log,
    engine,
    close,
    get: (path, headers = {}) => fetch(url + path, { headers }),
    command: (name, payload, headers = {}) =>
      fetch(`${url}/v1/commands/${name}`, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body: JSON.stringify(payload),
      }),
  };
}

export const ORIGIN = 'ledger.example/test';
const openTestLog = (dataDir: string, journal: Journal) =>
  openLog({ dataDir, journal, origin: ORIGIN, signers: loadSigners({ dataDir, origin: ORIGIN }), interval: 5 });

export const PARTY = { party: 'KR', name: 'Republic of Korea', kind: 'state' };
export const NATO = { party: 'NATO', name: 'North Atlantic Treaty Organization', kind: 'organisation' };
export const SOURCE = {
  source: 'joint-statement',
  publisher: 'NATO',
  title: 'Joint statement',
  language: 'en',
  published: '2025-06-26',
  missing: 'not captured in a test',
};
export const BODY = {
  title: 'A consultative body',
  parties: [
    { code: 'KR', role: 'committer' },
    { code: 'NATO', role: 'committer' },
  ],
  areas: ['defence-industry'],
  effectiveAt: '2025-06-25',
  citations: [{ source: 'joint-statement', as: 'own' }],
};
export const COMMITMENT = '0f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01';

export interface Recorded {
  readonly id: string;
  readonly stream: string;
  readonly revision: string;
  readonly sequence: string;
  readonly events: readonly { readonly id: string; readonly type: string }[];
}

/** Puts two parties and a source on record, and opens a commitment. */
export async function withCommitment(options: NodeOptions = {}): Promise<TestNode & { readonly opened: Response }> {
  const node = await startNode(options);
  for (const [name, payload] of [
    ['RegisterParty', PARTY],
    ['RegisterParty', NATO],
    ['CaptureSource', SOURCE],
  ] as const) {
    const answer = await node.command(name, payload);
    if (answer.status !== 201) throw new Error(`${name}: ${answer.status} ${await answer.text()}`);
  }
  const opened = await node.command('AgreeBody', { commitment: COMMITMENT, ...BODY });
  if (opened.status !== 201) throw new Error(`AgreeBody: ${opened.status} ${await opened.text()}`);
  return { ...node, opened };
}

export const json = async <Answer = Record<string, unknown>>(response: Response | Promise<Response>): Promise<Answer> =>
  (await (await response).json()) as Answer;

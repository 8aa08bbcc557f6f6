// The command line against a running server: the same answers as from the DATA_DIR, and imports that can be repeated.

import { hash } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import { serve } from '../../src/api/serve.ts';
import type { ApiKey } from '../../src/config/apiKeys.ts';
import { openNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';
import { run } from './run.ts';

const EXAMPLE = 'examples/rok-nato-2025/ledger.yaml';

async function serving(apiKeys?: readonly ApiKey[]) {
  const dataDir = await tempDir();
  const node = openNode(dataDir, Date.now);
  onTestFinished(() => node.close());
  const storeHealth = () => node.engine.health();
  const app = createApp({ ...node, storeHealth, apiKeys, log: createLogger('silent'), clock: Date.now });
  const server = await serve(app, { host: '127.0.0.1', port: 0 });
  onTestFinished(() => server.close());
  return { url: server.url, dataDir };
}

const idOfBody = async (...where: string[]): Promise<string> =>
  JSON.parse((await run(['list', '--json', '--kind', 'body', ...where])).out).items[0].id;

describe('--url', () => {
  it('imports the worked example, and a second import adds nothing', async () => {
    const { url } = await serving();
    const first = await run(['import', '--url', url, EXAMPLE]);
    expect(first).toEqual({ code: 0, err: '', out: '56 entries: 56 recorded, 0 already on record, 0 refused\n' });
    const again = await run(['import', '--url', url, EXAMPLE]);
    expect(again.out).toBe('56 entries: 0 recorded, 56 already on record, 0 refused; no event was added\n');
  });

  it('gives the same answers as the DATA_DIR, byte for byte', async () => {
    const { url, dataDir } = await serving();
    expect(await run(['import', '--url', url, EXAMPLE])).toMatchObject({ code: 0, err: '' });
    const id = await idOfBody('--url', url);
    const clocks = ['--as-of', '2025-06-30', '--known-at', '2025-07-01'];
    const statements = (await run(['list', '--json', '--kind', 'statement', '--url', url])).out;
    const programme: string = JSON.parse(statements).items[0].id;
    for (const args of [
      ['list', '--json', '--party', 'NATO', '--contested', 'any'],
      ['list', '--search', 'defen*', '--sort', 'recorded'],
      ['list', '--search', 'defen*', '--sort', 'deadline'],
      ['list', '--grouping', 'IP4', '--occasion', 'ip4-session-2025-06-25', '--sort=-recorded'],
      ['list', '--timeliness', 'upcoming', '--as-of', '2025-08-01', '--sort', 'deadline'],
      ['list', '--json', '--due-after', '2025-07-01', '--due-before', '2026-01-01', '--as-of', '2025-08-01'],
      ['show', '--json', id],
      ['show', id, '--as-of', '2026-01-01'],
      ['show', '--json', id, ...clocks],
      ['show', '--json', 'nato-summit-2025'],
      ['show', '--json', 'wi-rutte-2025-06-25', ...clocks],
      ['show', 'IP4', ...clocks],
      ['show', 'nato-summit-2025', '--as-of', '2025-06-01'],
      ['show', 'kbs-2025-06-26', '--at-sequence', '20'],
      ['history', 'IP4', ...clocks],
      ['history', '--json', id],
      ['history', id, ...clocks],
      ['history', '--json', id, '--known-at', '2025-07-01'],
      ['statistics', '--json'],
      ['statistics', '--party', 'KR', ...clocks],
      ['statistics', '--kind', 'body', '--known-at', '2025-07-01'],
      ['scorecard', 'NATO'],
      ['scorecard', '--json', 'IP4', '--as-of', '2025-07-01'],
      ['parts', programme],
      ['parts', '--json', programme, ...clocks],
      ['export', '--format', 'csv'],
      ['changes', '2025-06-01', '2025-10-01', id],
      ['changes', '--by', 'recorded', '2025-06-01', '2025-10-01'],
      ['changes', '--known-at', '2025-06-27', '2025', '2025'],
      ['export', '--format', 'jsonld'],
      ['export', '--format', 'jsonld', '--known-at', '2025-07-01'],
    ]) {
      const [remote, local] = [await run([...args, '--url', url]), await run([...args, '--data-dir', dataDir])];
      expect(remote).toEqual(local);
      expect([args, remote.code]).toEqual([args, 0]);
    }
  });

  it('the example is the same record wherever it is imported, and on whatever way', async () => {
    const { url } = await serving();
    const dataDir = await tempDir();
    await run(['import', '--url', url, EXAMPLE]);
    await run(['import', '--data-dir', dataDir, '--actor', 'somebody', EXAMPLE]);
    const [remote, local] = [
      await run(['list', '--json', '--url', url]),
      await run(['list', '--json', '--data-dir', dataDir]),
    ];
    expect(remote.out).toBe(local.out);
  });

  it('sends the API key, and stops where the server does not take it', async () => {
    const key: ApiKey = { id: 'op', role: 'administrator', hashes: [hash('sha256', 'secret', 'hex')] };
    const { url } = await serving([key]);
    const refused = await run(['import', '--json', '--url', url, EXAMPLE]);
    expect([refused.code, JSON.parse(refused.out)]).toMatchObject([1, { entries: 0, stopped: /NOT_AUTHENTICATED/ }]);
    const taken = await run(['import', '--url', url, EXAMPLE], { env: { CONCORDAT_API_KEY: 'op.secret' } });
    expect(taken).toMatchObject({ code: 0, out: expect.stringContaining('56 recorded') });
    expect(await run(['list', '--url', url])).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_AUTHENTICATED'),
    });
  });

  it('has the server rebuild its read models, and refuses what the server refuses', async () => {
    const { url } = await serving();
    await run(['import', '--url', url, EXAMPLE]);
    const before = await run(['export', '--url', url]);
    expect(await run(['rebuild', '--url', url])).toEqual({
      code: 0,
      err: '',
      out: 'the server rebuilt its read models\n',
    });
    expect(await run(['export', '--url', url])).toEqual(before);
    const keyed = await serving([{ id: 'desk', role: 'recorder', hashes: [hash('sha256', 'secret', 'hex')] }]);
    expect(await run(['rebuild', '--url', keyed.url], { env: { CONCORDAT_API_KEY: 'desk.secret' } })).toMatchObject({
      code: 1,
      err: expect.stringContaining('NOT_ALLOWED'),
    });
  });

  it('reports what the server refuses by entry and line', async () => {
    const { url } = await serving();
    await run(['import', '--url', url, EXAMPLE]);
    const { code, err } = await run(['import', '--url', url, 'tests/cli/refused.yaml']);
    expect(code).toBe(1);
    expect(err).toMatch(/refused\.yaml:7: late: RECORDED_AT_OUT_OF_ORDER at \/recordedAt: /);
    expect(err).toMatch(/refused\.yaml:13: nobody: UNKNOWN_PARTY at \/data\/member: no party NOBODY is on record/);
  });

  it('waits for a server that is busy, and sends the command again with its key', async () => {
    const keys: (string | undefined)[] = [];
    const server = createServer((req, res) => {
      keys.push(req.headers['idempotency-key'] as string);
      const body = { id: 'x', events: [{ id: 'e' }] };
      if (keys.length === 1) res.writeHead(503).end();
      else res.writeHead(201, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    onTestFinished(() => void server.close());
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    expect(await run(['import', '--url', url, 'tests/cli/refused.yaml'])).toMatchObject({ code: 0 });
    expect(keys).toEqual(['"import/late"', '"import/late"', '"import/nobody"']);
  });
});

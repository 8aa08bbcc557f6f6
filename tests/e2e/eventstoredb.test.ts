// The program on a real EventStoreDB: the same answers as the embedded store, on every node, through a cut connection.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeAll, describe, expect, it } from 'vitest';
import { generateKey } from '../../src/audit/note/keys.ts';
import { type Program, ready, serving } from '../support/process.ts';
import { proxyTo } from '../support/proxy.ts';
import { tempDir } from '../support/tempDir.ts';

const SERVER = process.env.EVENTSTORE_URL;
const ORIGIN = 'ledger.example/e2e';
const { skey } = generateKey(ORIGIN);
const ADDRESSES = ['/v1/commitments?limit=100', '/v1/parties', '/v1/occasions', '/v1/sources'];

const json = async (url: string) => JSON.parse(await (await fetch(url)).text());

const answers = (url: string): Promise<string[]> =>
  Promise.all(ADDRESSES.map(async (address) => (await fetch(url + address)).text()));

async function histories(url: string): Promise<string[]> {
  const { items } = await json(`${url}/v1/commitments?limit=100`);
  return Promise.all(
    items.map(async ({ id }: { id: string }) => (await fetch(`${url}/v1/commitments/${id}/history`)).text()),
  );
}

/** The leaf hashes of a journal's file. */
function leaves(dir: string, file: string): string[] {
  const db = new DatabaseSync(join(dir, file), { readOnly: true });
  const texts = db.prepare('SELECT text FROM event ORDER BY sequence').all();
  db.close();
  return texts.map(({ text }) => String(text));
}

/** The names of who holds an office are each node's own: one with an empty disk has none. */
const withoutNames = (text: string): string => text.replaceAll(/("holder":"[^"]+","name":)"[^"]*"/g, '$1null');

async function stopped({ child, ended }: Program): Promise<void> {
  child.kill('SIGTERM');
  expect(await ended).toBe(0);
}

const register = (url: string, party: string) =>
  fetch(`${url}/v1/commands/RegisterParty`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'idempotency-key': `register-${party}` },
    body: JSON.stringify({ party, name: party, kind: 'state' }),
  });

beforeAll(() => {
  if (SERVER === undefined) console.log('EVENTSTORE_URL is not set: the end-to-end tests on EventStoreDB are skipped');
});

describe.skipIf(SERVER === undefined)('on EventStoreDB', { timeout: 120_000 }, () => {
  const env = (dataDir: string, ledger: string, url = SERVER ?? '') => ({
    DATA_DIR: dataDir,
    LEDGER_NAME: ledger,
    EVENTSTORE_URL: url,
    LEDGER_ORIGIN: ORIGIN,
    SIGNING_KEY: skey,
  });

  it('the worked example reads as on the embedded store, byte for byte, and a second node with an empty disk agrees', async () => {
    const ledger = `e2e-${randomUUID().slice(0, 8)}`;
    const [here, first, second] = [await tempDir(), await tempDir(), await tempDir()];
    const embedded = await serving({ DATA_DIR: here, LEDGER_NAME: ledger, EVENTSTORE_URL: '' }, 'demo');
    const remote = await serving(env(first, ledger), 'demo');
    await Promise.all([ready(embedded.url), ready(remote.url)]);
    const other = await serving(env(second, ledger));
    await ready(other.url);
    expect(await answers(remote.url)).toEqual(await answers(embedded.url));
    expect(await histories(remote.url)).toEqual(await histories(embedded.url));
    expect(await answers(other.url)).toEqual((await answers(remote.url)).map(withoutNames));
    for (const node of [embedded, remote, other]) await stopped(node);
    expect(leaves(first, 'eventstoredb/journal.db')).toEqual(leaves(here, 'embedded/ledger.db'));
    expect(leaves(second, 'eventstoredb/journal.db')).toEqual(leaves(first, 'eventstoredb/journal.db'));
  });

  it('a node finds its server again by itself, and neither loses nor repeats an event', async () => {
    const ledger = `e2e-${randomUUID().slice(0, 8)}`;
    const { hostname, port, search } = new URL(SERVER ?? '');
    const proxy = await proxyTo(hostname, Number(port));
    const [writer, reader] = [await tempDir(), await tempDir()];
    const direct = await serving(env(writer, ledger));
    const through = await serving(env(reader, ledger, `esdb://127.0.0.1:${proxy.port}${search}`));
    await Promise.all([ready(direct.url), ready(through.url)]);
    expect((await register(through.url, 'BEFORE')).status).toBe(201);
    proxy.cut();
    for (const party of ['ONE', 'TWO', 'THREE']) expect((await register(direct.url, party)).status).toBe(201);
    expect((await register(through.url, 'DURING')).status).toBe(503);
    expect((await fetch(`${through.url}/v1/parties/BEFORE`)).status).toBe(200);
    proxy.restore();
    await expect
      .poll(async () => (await fetch(`${through.url}/v1/parties/THREE`)).status, { timeout: 30_000 })
      .toBe(200);
    await expect
      .poll(async () => (await register(through.url, 'DURING')).status, { timeout: 30_000 })
      .toBeLessThan(300);
    const { items } = await json(`${through.url}/v1/parties`);
    expect(items.map(({ code }: { code: string }) => code)).toEqual(['BEFORE', 'DURING', 'ONE', 'THREE', 'TWO']);
    const { journal } = await json(`${through.url}/readyz`);
    expect(journal.sequence).toBe('4');
    for (const node of [direct, through]) await stopped(node);
  });
});

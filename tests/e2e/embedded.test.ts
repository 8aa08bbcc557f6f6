// The program on its embedded store, as a user starts it, kills it and starts it again.
import { rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ready, run, serving } from '../support/process.ts';
import { tempDir } from '../support/tempDir.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/rok-nato-2025/ledger.yaml');
const text = async (url: string): Promise<string> => (await fetch(url)).text();
const json = async (url: string) => JSON.parse(await text(url));
const items = async (url: string): Promise<Record<string, unknown>[]> => (await json(url)).items;

describe('the demo', { timeout: 60_000 }, () => {
  it('serves the worked example: its status, its contested level with every assertion and source, its history', async () => {
    const { url, child, ended } = await serving({ DATA_DIR: await tempDir() }, 'demo');
    await ready(url);
    const [body] = await items(`${url}/v1/commitments?kind=body`);
    expect(body).toMatchObject({ kind: 'body', status: 'agreed', contested: ['level'] });
    const terms = body?.terms as { term: string; assertions: { citations: { source: string }[] }[] }[];
    const level = terms.find(({ term }) => term === 'level');
    expect(level?.assertions.length).toBeGreaterThanOrEqual(3);
    for (const { citations } of level?.assertions ?? []) {
      for (const { source } of citations) expect((await fetch(`${url}/v1/sources/${source}`)).status).toBe(200);
    }
    const history = await items(`${url}/v1/commitments/${body?.id}/history`);
    expect(history.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['BodyAgreed', 'BodyProposed', 'TermAsserted', 'EvidenceSubmitted']),
    );
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });

  it('adds no event the second time, and says so', async () => {
    const env = { DATA_DIR: await tempDir() };
    expect(await run(['import', EXAMPLE], env).ended).toBe(0);
    const again = run(['import', EXAMPLE], env);
    expect(await again.ended, again.output()).toBe(0);
    expect(again.output()).toMatch(/\b0 recorded, [1-9]\d* already on record, 0 refused/);
  });
});

describe('a node that is killed', { timeout: 60_000 }, () => {
  it('loses nothing it acknowledged, and goes on by itself', async () => {
    const env = { DATA_DIR: await tempDir() };
    const node = await serving(env);
    await ready(node.url);
    const acknowledged = await writeUntilKilled(node.url, () => node.child.kill('SIGKILL'));
    await node.ended;
    const next = await serving(env);
    await ready(next.url);
    const kept = new Set<unknown>();
    for (let page = `${next.url}/v1/parties?limit=500`; page !== ''; ) {
      const answer = await fetch(page);
      for (const { code } of JSON.parse(await answer.text()).items) kept.add(code);
      const link = /<([^>]+)>; rel="next"/.exec(answer.headers.get('link') ?? '')?.[1];
      page = link === undefined ? '' : new URL(link, next.url).href;
    }
    expect(acknowledged.length).toBeGreaterThan(100);
    expect(acknowledged.filter((code) => !kept.has(code))).toEqual([]);
  });

  it('goes on with an import that was cut off', async () => {
    const dir = await tempDir();
    const env = { DATA_DIR: join(dir, 'data') };
    const file = join(dir, 'parties.jsonl');
    const entry = (n: number) => ({
      id: `p${n}`,
      command: 'RegisterParty',
      data: { party: `P${n}`, name: `Party ${n}`, kind: 'state' },
    });
    await writeFile(file, Array.from({ length: 1_500 }, (_, n) => `${JSON.stringify(entry(n))}\n`).join(''));
    const first = run(['import', file], env);
    await new Promise((wait) => setTimeout(wait, 600));
    first.child.kill('SIGKILL');
    await first.ended;
    const again = run(['import', file], env);
    expect(await again.ended, again.output()).toBe(0);
    const [, recorded, already] = /(\d+) recorded, (\d+) already on record, 0 refused/.exec(again.output()) ?? [];
    expect(Number(recorded) + Number(already)).toBe(1_500);
    const replay = run(['replay'], env);
    expect(await replay.ended, replay.output()).toBe(0);
  });

  it('gives the same answers when its read models are deleted, and replay says they equal the history', async () => {
    const env = { DATA_DIR: await tempDir() };
    const node = await serving(env, 'demo');
    await ready(node.url);
    const before = await text(`${node.url}/v1/commitments?limit=100`);
    node.child.kill('SIGTERM');
    await node.ended;
    for (const suffix of ['', '-wal', '-shm']) await rm(join(env.DATA_DIR, `models.db${suffix}`), { force: true });
    const next = await serving(env);
    await ready(next.url);
    expect(await text(`${next.url}/v1/commitments?limit=100`)).toBe(before);
    const replay = run(['replay'], env);
    expect(await replay.ended, replay.output()).toBe(0);
  });
});

/** Registers parties, several at a time, until the node stops answering; gives those it acknowledged. */
async function writeUntilKilled(url: string, kill: () => void): Promise<string[]> {
  const acknowledged: string[] = [];
  let next = 0;
  const writer = async () => {
    for (;;) {
      const party = `P${next++}`;
      const body = JSON.stringify({ party, name: party, kind: 'state' });
      const sent = fetch(`${url}/v1/commands/RegisterParty`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      const answer = await sent.then((response) => response.status).catch(() => 0);
      if (answer === 0) return;
      if (answer < 300) acknowledged.push(party);
      if (acknowledged.length === 200) kill();
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));
  return acknowledged;
}

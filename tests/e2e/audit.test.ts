// The log of the program as an auditor meets it: over HTTP, after a kill, and where old data were put in its place.
import { cp, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ready, run, serving } from '../support/process.ts';
import { tempDir } from '../support/tempDir.ts';
import { auditorOf } from './logReader.ts';

const json = async (url: string) => JSON.parse(await (await fetch(url)).text());

const register = (url: string, party: string): Promise<number> =>
  fetch(`${url}/v1/commands/RegisterParty`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ party, name: party, kind: 'state' }),
  })
    .then(({ status }) => status)
    .catch(() => 0);

describe('the log of the demo', { timeout: 60_000 }, () => {
  it('verifies over HTTP from a checkpoint kept: its tiles, every event of a commitment, and its bundle', async () => {
    const env = { DATA_DIR: await tempDir() };
    const { url, child, ended } = await serving(env, 'demo');
    await ready(url);
    expect((await stat(join(env.DATA_DIR, 'embedded', 'signing.key'))).mode & 0o777).toBe(0o600);
    const auditor = await auditorOf(url);
    expect(auditor.key.name).toBe('localhost/concordat');
    const kept = await auditor.reached(56);
    expect(await auditor.verify()).toMatchObject({ faults: [], entries: 56 });
    expect(await register(url, 'ZZ')).toBe(201);
    await auditor.reached(57);
    expect(await auditor.verify(kept.note)).toMatchObject({ faults: [], upTo: 57 });
    const [{ id }] = (await json(`${url}/v1/commitments?kind=body`)).items;
    const { items } = await json(`${url}/v1/commitments/${id}/history`);
    for (const event of items) expect((await auditor.checkEvent(event.id)).size).toBe(57);
    const report = await auditor.checkBundle(id, kept);
    expect(report.faults).toEqual([]);
    expect(report.entries).toBe(items.length + report.sources);
    child.kill('SIGTERM');
    expect(await ended).toBe(0);
  });
});

describe('a node that is killed while it records', { timeout: 60_000 }, () => {
  it('goes on from every checkpoint it showed, and its tiles are those of a log made afresh', async () => {
    const dir = await tempDir();
    const env = { DATA_DIR: join(dir, 'data'), CHECKPOINT_FILE: join(dir, 'checkpoint') };
    const node = await serving(env);
    await ready(node.url);
    const first = await auditorOf(node.url);
    const writers = Array.from({ length: 6 }, async (_, writer) => {
      for (let n = 0; (await register(node.url, `P${writer}-${n}`)) !== 0; n++);
    });
    const kept = await first.reached(300);
    node.child.kill('SIGKILL');
    await Promise.all([...writers, node.ended]);

    const next = await serving(env);
    const auditor = await auditorOf(next.url);
    expect(auditor.key.vkey).toBe(first.key.vkey);
    const { size } = await auditor.reached((await json(`${next.url}/readyz`)).log.size);
    expect(size).toBeGreaterThanOrEqual(kept.size);
    const report = await auditor.verify(kept.note);
    expect(report.faults).toEqual([]);
    const tile = async (url: string) => Buffer.from(await (await fetch(`${url}/tlog/tile/0/000`)).arrayBuffer());
    const before = await tile(next.url);
    next.child.kill('SIGTERM');
    await next.ended;

    for (const suffix of ['', '-wal', '-shm'])
      await rm(join(env.DATA_DIR, 'embedded', `log.db${suffix}`), { force: true });
    const afresh = await serving(env);
    const again = await auditorOf(afresh.url);
    expect((await again.reached(size)).root).toEqual(report.checkpoint?.root);
    expect(await tile(afresh.url)).toEqual(before);
  });
});

describe('a node on data that are not what was signed', { timeout: 60_000 }, () => {
  it('does not start on an old backup, says what to do, and starts on the newer data again', async () => {
    const dir = await tempDir();
    const env = { DATA_DIR: join(dir, 'data'), CHECKPOINT_FILE: join(dir, 'checkpoint'), LEDGER_ORIGIN: 'a.example' };
    const served = async (party: string, size: number) => {
      const node = await serving(env);
      expect(await register(node.url, party)).toBe(201);
      await (await auditorOf(node.url)).reached(size);
      node.child.kill('SIGTERM');
      await node.ended;
    };
    await served('AA', 1);
    await cp(env.DATA_DIR, join(dir, 'backup'), { recursive: true });
    await served('BB', 2);
    const restored = run(['serve'], { ...env, DATA_DIR: join(dir, 'backup'), PORT: '0' });
    expect(await restored.ended).toBe(1);
    expect(restored.output()).toMatch(
      /^concordat serve: These data are older than what this log has signed: the journal holds 1 entries, the checkpoint in CHECKPOINT_FILE .* covers 2\. .* Restore the newer data\./m,
    );
    expect(restored.output()).not.toContain('"message":"serving"');
    await served('CC', 3);
  });

  it('does not start under a name that is not its key’s, nor over EventStoreDB without name and key', async () => {
    const env = { DATA_DIR: await tempDir(), PORT: '0' };
    const node = await serving(env);
    node.child.kill('SIGTERM');
    await node.ended;
    const renamed = run(['serve'], { ...env, LEDGER_ORIGIN: 'b.example' });
    expect(await renamed.ended).toBe(1);
    expect(renamed.output()).toMatch(/is the key of 'localhost\/concordat', and LEDGER_ORIGIN is 'b\.example'/);
    const unnamed = run(['serve'], { ...env, EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false', SIGNING_KEY: '' });
    expect(await unnamed.ended).toBe(1);
    expect(unnamed.output()).toMatch(/^concordat serve: LEDGER_ORIGIN is not set, and EVENTSTORE_URL is: /m);
    expect(unnamed.output()).toMatch(/^SIGNING_KEY is not set, and EVENTSTORE_URL is: /m);
  });
});

// The auditor's commands beside the program itself: a demo that serves, its folder, and a bundle it gave.
import { readFile, writeFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { ready, serving } from '../../support/process.ts';
import { tempDir } from '../../support/tempDir.ts';
import { run } from '../run.ts';
import { files } from './ledger.ts';

it('a demo that serves is verified from outside and from its folder, and what came in between is listed', {
  timeout: 60_000,
}, async () => {
  const [dataDir, at] = [await tempDir(), await files()];
  const { url } = await serving({ DATA_DIR: dataDir }, 'demo');
  await ready(url);
  const text = async (path: string) => (await fetch(url + path)).text();
  const covering = async (entries: number) => {
    while (Number((await text('/tlog/checkpoint')).split('\n')[1]) < entries)
      await new Promise((wait) => setTimeout(wait, 50));
  };
  await covering(56);
  const vkey = (await text('/tlog/vkey')).trim();
  const audit = () => run(['verify', '--url', url, '--vkey', vkey, '--checkpoint', at('kept')]);
  expect(await audit()).toMatchObject({ code: 0, err: '', out: expect.stringContaining('; 56 read') });
  await writeFile(at('old'), await readFile(at('kept')));
  const body = JSON.stringify({ party: 'ZZ', name: 'Zz', kind: 'state' });
  const headers = { 'content-type': 'application/json' };
  expect((await fetch(`${url}/v1/commands/RegisterParty`, { method: 'POST', headers, body })).status).toBe(201);
  await covering(57);
  expect(await audit()).toMatchObject({
    code: 0,
    err: '',
    out: expect.stringContaining('its checkpoint of 57 entries'),
  });
  const folder = ['--data-dir', dataDir, '--vkey', vkey];
  expect(await run(['verify', ...folder, '--checkpoint', at('old')])).toMatchObject({ code: 0 });
  const between = await run(['diff', at('old'), at('kept'), '--url', url, '--vkey', vkey]);
  expect(between).toMatchObject({
    code: 0,
    out: expect.stringMatching(/^#56 .* PartyRegistered {2}party-ZZ\n1 entry/),
  });
  expect(await run(['diff', at('old'), at('kept'), ...folder])).toEqual(between);
  const [{ id }] = JSON.parse(await text('/v1/commitments?kind=body')).items;
  await writeFile(at('bundle'), await text(`/v1/commitments/${id}/bundle?from=56`));
  const bundle = ['verify', '--bundle', at('bundle'), '--vkey', vkey, '--checkpoint', at('old')];
  expect(await run(bundle)).toMatchObject({ code: 0, out: expect.stringContaining(id) });
});

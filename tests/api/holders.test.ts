// The names of holders over HTTP: who may keep, read and erase them, and that no answer outlives an erasure.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import * as answers from '../../src/api/answerSchemas.ts';
import { HOLDERS_FILE, HolderNames } from '../../src/holders/holderNames.ts';
import { tempDir } from '../support/tempDir.ts';
import { bearer, json, KEYS, PARTY, startNode } from './node.ts';

const A = '7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10';
const NAME = { name: 'Lee Jae Myung', names: { ko: '이재명' } };

async function node() {
  const dataDir = await tempDir();
  const holders = new HolderNames({ dataDir });
  const started = await startNode({ keys: KEYS, parts: () => ({ holders }) });
  const ask = (role: string, method: string, path: string, body?: unknown) =>
    fetch(`${started.url}${path}`, {
      method,
      headers: { ...bearer(role), ...(body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  const record = async (name: string, payload: unknown) => {
    const answer = await ask('recorder', 'POST', `/v1/commands/${name}`, payload);
    if (!answer.ok) throw new Error(await answer.text());
    return answer;
  };
  return { ...started, ask, record, dataDir };
}

/** A party whose president is on record. */
async function withPresident() {
  const made = await node();
  await made.record('RegisterParty', PARTY);
  await made.record('RecordOffice', { party: 'KR', office: 'president', title: 'President' });
  const change = { party: 'KR', office: 'president', holder: A, change: 'took', effectiveAt: '2025-06-04' };
  const changed = await made.record('ChangeOfficeHolder', change);
  return { ...made, changed };
}

describe('a name', () => {
  it('is kept by a recorder, read by a reader, and erased by an administrator', async () => {
    const { ask } = await node();
    const path = `/v1/holders/${A}`;
    expect((await ask('reader', 'PUT', path, NAME)).status).toBe(403);
    const kept = await ask('recorder', 'PUT', path, NAME);
    expect([kept.status, kept.headers.get('Location')]).toEqual([201, path]);
    expect((await ask('recorder', 'PUT', path, NAME)).status).toBe(200);
    const read = await ask('reader', 'GET', path);
    expect(read.headers.get('Cache-Control')).toBe('no-store');
    expect(answers.HolderAnswer.parse(await json(read))).toEqual({ holder: A, ...NAME });
    expect((await ask('recorder', 'DELETE', `${path}?reason=x`)).status).toBe(403);
    const erased = await ask('administrator', 'DELETE', `${path}?reason=asked%20to%20be`);
    expect(answers.ErasureAnswer.parse(await json(erased))).toMatchObject({ reason: 'asked to be' });
    for (const again of [await ask('reader', 'GET', path), await ask('recorder', 'PUT', path, NAME)]) {
      expect(again.status).toBe(410);
      expect(await json(again)).toMatchObject({
        code: 'HOLDER_ERASED',
        detail: expect.stringContaining('asked to be'),
      });
    }
  });

  it('is listed with what was erased, for who may keep names', async () => {
    const { ask } = await node();
    await ask('recorder', 'PUT', `/v1/holders/${A}`, NAME);
    expect((await ask('reader', 'GET', '/v1/holders')).status).toBe(403);
    const listed = await ask('recorder', 'GET', '/v1/holders');
    expect(listed.headers.get('Cache-Control')).toBe('no-store');
    expect(answers.listOf(answers.HolderKept).parse(await json(listed))).toEqual({ items: [{ holder: A, ...NAME }] });
    await ask('administrator', 'DELETE', `/v1/holders/${A}?reason=x`);
    expect(await json(ask('recorder', 'GET', '/v1/holders'))).toMatchObject({ items: [{ holder: A, reason: 'x' }] });
  });

  it('is refused, with what to do, where it is none, or of no holder', async () => {
    const { ask } = await node();
    expect(await json(ask('recorder', 'PUT', `/v1/holders/${A}`, { names: {}, age: 60 }))).toMatchObject({
      status: 422,
      code: 'INVALID_PAYLOAD',
      errors: expect.arrayContaining([{ pointer: '/name', detail: expect.any(String) }]),
    });
    expect(await json(ask('recorder', 'PUT', '/v1/holders/lee', NAME))).toMatchObject({ status: 422 });
    expect(await json(ask('reader', 'GET', `/v1/holders/${A}`))).toMatchObject({
      status: 404,
      code: 'HOLDER_NOT_KEPT',
    });
    expect((await ask('administrator', 'DELETE', `/v1/holders/${A}?reason=x`)).status).toBe(404);
    expect((await ask('administrator', 'DELETE', `/v1/holders/${A}`)).status).toBe(400);
  });

  it('is kept by a node that keeps names, and no other', async () => {
    const { get } = await startNode();
    expect((await get(`/v1/holders/${A}`)).status).toBe(404);
  });
});

describe('an answer that names who holds an office', () => {
  const holdersIn = async (answer: Response) => {
    const party = answers.PartyAnswer.parse(await json(answer));
    return party.offices[0]?.holders;
  };

  it('has the name that is kept, null where none is, and none once it was erased', async () => {
    const { ask } = await withPresident();
    const party = () => ask('reader', 'GET', '/v1/parties/KR');
    const nobody = [{ holder: A, name: null, since: '2025-06-04' }];
    expect(await holdersIn(await party())).toEqual(nobody);
    await ask('recorder', 'PUT', `/v1/holders/${A}`, NAME);
    expect(await holdersIn(await party())).toEqual([{ ...nobody[0], name: NAME.name }]);
    const listed = await json<{ items: unknown[] }>(ask('reader', 'GET', '/v1/parties'));
    expect(listed.items.map((item) => answers.PartyAnswer.parse(item).offices[0]?.holders)).toEqual([
      [{ ...nobody[0], name: NAME.name }],
    ]);
    await ask('administrator', 'DELETE', `/v1/holders/${A}?reason=x`);
    expect(await holdersIn(await party())).toEqual(nobody);
  });

  it('has a tag of what is sent, and is kept for good by nobody, however far back it is asked for', async () => {
    const { ask, changed, record } = await withPresident();
    const party = () => ask('reader', 'GET', '/v1/parties/KR');
    const before = (await party()).headers.get('ETag');
    expect(changed.headers.get('ETag')).toBe(before);
    await ask('recorder', 'PUT', `/v1/holders/${A}`, NAME);
    expect((await party()).headers.get('ETag')).not.toBe(before);
    await record('RegisterParty', { party: 'JP', name: 'Japan', kind: 'state' });
    for (const path of ['/v1/parties/KR', '/v1/parties']) {
      const then = await ask('reader', 'GET', `${path}?atSequence=2`);
      expect([path, then.headers.get('Cache-Control')]).toEqual([path, 'private, no-cache']);
      expect(await then.text()).toContain(NAME.name);
    }
    expect((await ask('reader', 'GET', '/v1/parties?atSequence=1')).headers.get('Cache-Control')).toContain(
      'immutable',
    );
  });

  it('is on record without the name: neither history nor the log has it', async () => {
    const { ask, parts } = await withPresident();
    await ask('recorder', 'PUT', `/v1/holders/${A}`, NAME);
    expect(await (await ask('reader', 'GET', '/v1/parties/KR/history')).text()).not.toContain(NAME.name);
    expect(parts.journal.read(-1, 100).some(({ text }) => text.includes(NAME.name))).toBe(false);
    expect(parts.readModels.queries.party('KR')?.body).not.toContain(NAME.name);
  });

  it('is answered without it where the names cannot be read, and the node’s log says why', async () => {
    const { ask, dataDir, log } = await withPresident();
    writeFileSync(join(dataDir, HOLDERS_FILE), 'no database at all, but long enough to be taken for one'.repeat(40));
    expect(await holdersIn(await ask('reader', 'GET', '/v1/parties/KR'))).toMatchObject([{ name: null }]);
    expect(log).toContainEqual(expect.objectContaining({ holder: A, reason: expect.stringContaining(HOLDERS_FILE) }));
    expect((await ask('reader', 'GET', `/v1/holders/${A}`)).status).toBe(500);
  });
});

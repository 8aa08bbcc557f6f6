// Captures over HTTP: who may add, read and redact them, and that a browser is never led to run one.
import { hash } from 'node:crypto';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { KeptAnswer, RedactionAnswer } from '../../src/api/answerSchemas.ts';
import { CaptureStore } from '../../src/captures/captureStore.ts';
import { tempDir } from '../support/tempDir.ts';
import { bearer, json, KEYS, startNode } from './node.ts';

const PAGE = '<p>agreed to <b>set up</b> a body</p><script>alert(1)</script>';
const SHA = hash('sha256', PAGE, 'hex');

async function node(maxBytes = 1000) {
  const dataDir = await tempDir();
  const captures = new CaptureStore({ dataDir, maxBytes });
  const started = await startNode({ keys: KEYS, parts: () => ({ captures }) });
  const ask = (role: string, method: string, path: string, body?: RequestInit['body']) =>
    fetch(`${started.url}${path}`, {
      method,
      headers: { ...bearer(role), 'Content-Type': 'text/html' },
      ...(body === undefined ? {} : { body, duplex: 'half' }),
    });
  return { ...started, dataDir, ask, add: (path = '') => ask('recorder', 'PUT', `/v1/captures${path}`, PAGE) };
}

describe('a document', () => {
  it('is added by a recorder, once, and read by a reader as it was', async () => {
    const { add, ask } = await node();
    const added = await add();
    expect([added.status, added.headers.get('Location')]).toEqual([201, `/v1/captures/${SHA}`]);
    expect(KeptAnswer.parse(await json(added))).toEqual({ sha256: SHA, size: '62', repeated: false });
    expect((await add()).status).toBe(200);
    const read = await ask('reader', 'GET', `/v1/captures/${SHA}`);
    expect(await read.text()).toBe(PAGE);
    expect(Object.fromEntries(read.headers)).toMatchObject({
      'content-type': 'text/html',
      'x-content-type-options': 'nosniff',
      'content-disposition': `attachment; filename="${SHA}"`,
      'content-security-policy': "default-src 'none'; sandbox",
      'repr-digest': `sha-256=:${hash('sha256', PAGE, 'base64')}:`,
      'cache-control': 'no-cache',
    });
  });

  it('says on being added whether a quote occurs in it', async () => {
    const { add } = await node();
    const present = KeptAnswer.parse(await json(add('?quote=Agreed%20to%20set%20up')));
    expect(present.quote).toMatchObject({ found: 'present', at: 0 });
    expect(KeptAnswer.parse(await json(add('?quote=pledged'))).quote).toEqual({ found: 'absent' });
  });

  it('is asked for again only where it changed: which it cannot, but for being redacted', async () => {
    const { add, url, ask } = await node();
    await add();
    const again = () =>
      fetch(`${url}/v1/captures/${SHA}`, { headers: { ...bearer('reader'), 'If-None-Match': `"${SHA}"` } });
    expect((await again()).status).toBe(304);
    await ask('administrator', 'DELETE', `/v1/captures/${SHA}?reason=private`);
    expect((await again()).status).toBe(410);
  });

  it('too large is refused with an answer, whether it says its length or not, and leaves nothing', async () => {
    const { ask, dataDir } = await node(20);
    const whole = await ask('recorder', 'PUT', '/v1/captures', PAGE);
    const stream = await ask('recorder', 'PUT', '/v1/captures', new Blob([PAGE]).stream());
    for (const answer of [whole, stream]) {
      expect(await json(answer)).toMatchObject({ status: 413, code: 'BODY_TOO_LARGE' });
    }
    expect(readdirSync(join(dataDir, 'captures', 'new'))).toEqual([]);
  });

  it('changed on disk is refused with the hash expected and the hash found', async () => {
    const { add, ask, dataDir } = await node();
    await add();
    writeFileSync(join(dataDir, 'captures', SHA.slice(0, 2), SHA), 'other');
    const problem = await json(ask('reader', 'GET', `/v1/captures/${SHA}`));
    expect(problem).toMatchObject({ status: 500, code: 'CAPTURE_ALTERED' });
    expect(problem.detail).toContain(SHA);
    expect(problem.detail).toContain(hash('sha256', 'other', 'hex'));
  });

  it('redacted by an administrator is gone; the reason is answered, and it does not come back', async () => {
    const { add, ask } = await node();
    await add();
    const gone = await json(ask('administrator', 'DELETE', `/v1/captures/${SHA}?reason=a%20private%20address`));
    expect(RedactionAnswer.parse(gone)).toMatchObject({ sha256: SHA, reason: 'a private address' });
    for (const answer of [await ask('reader', 'GET', `/v1/captures/${SHA}`), await add()]) {
      expect(await json(answer)).toMatchObject({
        status: 410,
        detail: expect.stringContaining('a private address'),
      });
    }
  });
});

describe('a capture is refused', () => {
  it('to whoever may not: adding takes a recorder, redacting an administrator', async () => {
    const { ask, add } = await node();
    await add();
    expect((await ask('reader', 'PUT', '/v1/captures', 'x')).status).toBe(403);
    expect((await ask('recorder', 'DELETE', `/v1/captures/${SHA}?reason=x`)).status).toBe(403);
    expect((await ask('nobody', 'GET', `/v1/captures/${SHA}`)).status).toBe(401);
  });

  it('under a name that is no hash, whatever it leads to', async () => {
    const { ask } = await node();
    for (const name of ['..%2f..%2fsigning.key', 'x', SHA.toUpperCase(), SHA]) {
      expect(await json(ask('reader', 'GET', `/v1/captures/${name}`))).toMatchObject({ code: 'NOT_CAPTURED' });
    }
  });

  it('without a reason for its redaction, and by a method not taken', async () => {
    const { ask } = await node();
    expect(await json(ask('administrator', 'DELETE', `/v1/captures/${SHA}`))).toMatchObject({
      code: 'INVALID_PARAMETER',
    });
    expect((await ask('recorder', 'POST', '/v1/captures', 'x')).headers.get('Allow')).toBe('PUT, OPTIONS');
    expect((await ask('recorder', 'POST', `/v1/captures/${SHA}`, 'x')).headers.get('Allow')).toBe(
      'GET, HEAD, DELETE, OPTIONS',
    );
  });

  it('by a node that keeps none', async () => {
    const { get } = await startNode();
    expect((await get(`/v1/captures/${SHA}`)).status).toBe(404);
  });
});

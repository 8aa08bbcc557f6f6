// Who may do what: open on loopback, API keys elsewhere.
import { request } from 'node:http';
import { describe, expect, it } from 'vitest';
import { bearer, COMMITMENT, json, KEYS, PARTY, startNode } from './node.ts';

describe('with API keys', () => {
  it('the key’s id is the actor', async () => {
    const { command, get } = await startNode({ keys: KEYS });
    expect((await command('RegisterParty', PARTY, bearer('recorder'))).status).toBe(201);
    const { items } = await json<{ items: unknown[] }>(get('/v1/parties/KR/history', bearer('reader')));
    expect(items[0]).toMatchObject({ actor: 'recorder' });
  });

  it('nobody without one reads or records', async () => {
    const { command, get } = await startNode({ keys: KEYS });
    for (const answer of [
      await get('/v1/commitments'),
      await get('/v1/parties/KR'),
      await get(`/v1/commitments/${COMMITMENT}`),
      await get(`/v1/commitments/${COMMITMENT}/history`),
      await command('RegisterParty', PARTY),
    ]) {
      expect(answer.status).toBe(401);
      expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="concordat"');
      expect(await json(answer)).toMatchObject({ code: 'NOT_AUTHENTICATED' });
    }
  });

  it.each([
    ['another secret', bearer('reader', 'guess')],
    ['an unknown id', bearer('nobody')],
    ['no secret', { Authorization: 'Bearer reader' }],
    ['another scheme', { Authorization: `Basic ${btoa('reader:reader-secret')}` }],
    ['the zeros that stand for nobody', bearer('', '')],
  ])('a caller with %s is refused with 401', async (_what, headers) => {
    const { get } = await startNode({ keys: KEYS });
    const answer = await get('/v1/commitments', headers);
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toBe('Bearer realm="concordat", error="invalid_token"');
  });

  it('a reader reads and does not record; only an administrator brings recorded times', async () => {
    const { command, get } = await startNode({ keys: KEYS });
    expect((await get('/v1/commitments', bearer('reader'))).status).toBe(200);
    const denied = await command('RegisterParty', PARTY, bearer('reader'));
    expect(denied.status).toBe(403);
    expect(denied.headers.get('WWW-Authenticate')).toContain('insufficient_scope');
    expect(await json(denied)).toMatchObject({ code: 'NOT_ALLOWED', detail: expect.stringContaining('recorder') });
    const recordedAt = { 'Concordat-Recorded-At': '2025-06-26T00:00:00Z' };
    expect((await command('RegisterParty', PARTY, { ...bearer('recorder'), ...recordedAt })).status).toBe(403);
    expect((await command('RegisterParty', PARTY, { ...bearer('administrator'), ...recordedAt })).status).toBe(201);
  });

  it('a command repeated with another key is answered as it was, and stays its first sender’s', async () => {
    const { command, get } = await startNode({ keys: KEYS });
    await command('RegisterParty', PARTY, { ...bearer('recorder'), 'Idempotency-Key': 'k' });
    const answer = await command('RegisterParty', PARTY, { ...bearer('administrator'), 'Idempotency-Key': 'k' });
    expect(answer.headers.get('Idempotency-Replayed')).toBe('true');
    expect(await json(answer)).toMatchObject({ revision: '0' });
    const { items } = await json<{ items: unknown[] }>(get('/v1/parties/KR/history', bearer('reader')));
    expect(items).toEqual([expect.objectContaining({ actor: 'recorder' })]);
  });

  it('what describes the API, and whether the node lives, is open; why it is not ready is for readers', async () => {
    const { get } = await startNode({ keys: KEYS });
    for (const path of ['/', '/healthz', '/readyz', '/openapi.json', '/docs', '/problems', '/problems/internal']) {
      expect((await get(path)).status).toBe(200);
    }
    expect(Object.keys(await json(get('/readyz')))).toEqual(['status']);
    expect(Object.keys(await json(get('/readyz', bearer('reader'))))).toContain('projections');
  });

  it('answers are kept by no cache that serves others', async () => {
    const { command, get } = await startNode({ keys: KEYS });
    await command('RegisterParty', PARTY, bearer('recorder'));
    await command('RegisterParty', { ...PARTY, party: 'JP' }, bearer('recorder'));
    const answer = await get('/v1/parties/KR/history?atSequence=0', bearer('reader'));
    expect(answer.headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable');
  });

  it('no secret reaches the log', async () => {
    const { command, get, log } = await startNode({ keys: KEYS });
    await command('RegisterParty', PARTY, bearer('recorder'));
    await get('/v1/commitments', bearer('reader', 'a-wrong-secret'));
    expect(log.length).toBeGreaterThan(0);
    expect(JSON.stringify(log)).not.toMatch(/recorder-secret|a-wrong-secret/);
  });
});

describe('without API keys', () => {
  it('everybody on this machine may do everything, and is anonymous', async () => {
    const { command, get } = await startNode();
    expect((await command('RegisterParty', PARTY, { 'Concordat-Recorded-At': '2025-06-26T00:00:00Z' })).status).toBe(
      201,
    );
    const { items } = await json<{ items: unknown[] }>(get('/v1/parties/KR/history'));
    expect(items[0]).toMatchObject({ actor: 'anonymous' });
  });

  it('a command under another host’s name is refused, since a page in a browser could send it', async () => {
    const { url, parts } = await startNode();
    const status = await new Promise((resolve, reject) => {
      const headers = { Host: 'rebound.example', 'Content-Type': 'application/json' };
      const sent = request(`${url}/v1/commands/RegisterParty`, { method: 'POST', headers }, (answer) => {
        answer.resume();
        resolve(answer.statusCode);
      });
      sent.on('error', reject).end(JSON.stringify(PARTY));
    });
    expect(status).toBe(403);
    expect(parts.journal.head().sequence).toBe(-1);
  });
});

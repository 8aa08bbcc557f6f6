// The log over HTTP: what an auditor fetches verifies, is cached as it should be, and is refused with what to do.
import { describe, expect, it } from 'vitest';
import { verifyBundle } from '../../src/audit/bundle/verifyBundle.ts';
import { openCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { parseVerifier } from '../../src/audit/note/keys.ts';
import { checkTlogProof } from '../../src/audit/note/tlogProof.ts';
import { parseEntryBundle } from '../../src/audit/tiles/entryBundle.ts';
import { checkConsistency } from '../../src/audit/verify/checkProof.ts';
import { verifyRemote } from '../../src/audit/verify/verifyRemote.ts';
import {
  bearer,
  COMMITMENT,
  json,
  KEYS,
  NATO,
  type NodeOptions,
  ORIGIN,
  type Recorded,
  startNode,
  withCommitment,
} from './node.ts';

const IMMUTABLE = 'public, max-age=31536000, immutable';

/** A node with four events, all of them under its checkpoint. */
async function signedNode(options: NodeOptions = {}) {
  const node = await withCommitment({ log: true, ...options });
  const opened = await json<Recorded>(node.opened);
  const text = async (path: string, headers = {}) => (await node.get(path, headers)).text();
  await text(`/v1/events/${opened.events[0]?.id}/proof`);
  const key = parseVerifier(await text('/tlog/vkey'));
  return { ...node, text, key, event: opened.events[0]?.id as string };
}

const decode = (hash: string) => Buffer.from(hash, 'base64');

describe('the log’s public paths', () => {
  it('are read by the verification library as any log’s are', async () => {
    const { get, key } = await signedNode();
    const fetch = async (path: string) => {
      const answer = await get(`/tlog/${path}`);
      return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
    };
    const report = await verifyRemote({ fetch, origin: ORIGIN, keys: [key] });
    expect(report).toMatchObject({ faults: [], entries: 4, upTo: 4 });
  });

  it.each([
    ['/tlog/checkpoint', 'text/plain; charset=utf-8', 'public, max-age=2'],
    ['/tlog/vkey', 'text/plain; charset=utf-8', 'public, max-age=3600'],
    ['/tlog/tile/0/000.p/4', 'application/octet-stream', IMMUTABLE],
    ['/tlog/tile/entries/000.p/3', 'application/octet-stream', IMMUTABLE],
    ['/tlog/consistency?from=2&to=4', 'application/json', IMMUTABLE],
    ['/tlog/consistency?from=2', 'application/json', 'public, max-age=2'],
    [`/v1/commitments/${COMMITMENT}/bundle`, 'application/json', 'public, max-age=2'],
  ])('%s is %s, kept %s, and answered 304 to who holds it', async (path, type, cache) => {
    const { get } = await signedNode();
    const answer = await get(path);
    expect([answer.status, answer.headers.get('Content-Type'), answer.headers.get('Cache-Control')]).toEqual([
      200,
      type,
      cache,
    ]);
    const again = await get(path, { 'If-None-Match': answer.headers.get('ETag') as string });
    expect([again.status, again.headers.get('Cache-Control')]).toEqual([304, cache]);
  });

  it.each([
    ['/tlog/tile/0/000', 404, 'NOT_IN_THE_LOG', '4 wide at the checkpoint'],
    ['/tlog/tile/0/0', 404, 'NOT_IN_THE_LOG', 'is written tile/0/000|is no tile'],
    ['/tlog/tile/entries/x001/000', 404, 'NOT_IN_THE_LOG', 'tile 1000 of level 0 is 0 wide'],
    ['/tlog/tile/entries/..%2F..%2Fsecret', 404, 'NOT_IN_THE_LOG', 'is no tile'],
    ['/tlog/consistency', 400, 'INVALID_PARAMETER', 'from'],
    ['/tlog/consistency?from=4&to=3', 400, 'INVALID_PARAMETER', 'from size 4 to 3'],
    ['/tlog/consistency?from=1&to=900', 503, 'NOT_YET_COVERED', 'size 900 is not under a checkpoint of 4'],
    [`/v1/commitments/${COMMITMENT}/bundle?from=5`, 400, 'INVALID_PARAMETER', 'from size 5 to 4'],
    [`/v1/commitments/${COMMITMENT.replace('0f', '1f')}/bundle`, 404, 'NOT_ON_RECORD', 'no commitment'],
    ['/v1/events/nothing/proof', 404, 'NOT_ON_RECORD', 'no event nothing'],
  ])('%s is refused: %s %s', async (path, status, code, detail) => {
    const { get } = await signedNode();
    const answer = await get(path);
    expect([answer.status, answer.headers.get('Cache-Control')]).toEqual([status, 'no-store']);
    expect(await json(answer)).toMatchObject({ code, detail: expect.stringMatching(detail) });
  });

  it('show hashes to everybody, and entries to readers alone', async () => {
    const { get } = await withCommitmentOf(KEYS);
    for (const path of ['/tlog/checkpoint', '/tlog/vkey', '/tlog/consistency?from=1']) {
      expect((await get(path)).status).toBe(200);
    }
    const entries = '/tlog/tile/entries/000.p/1';
    expect((await get(entries)).status).toBe(401);
    const answer = await get(entries, bearer('reader'));
    expect(answer.headers.get('Cache-Control')).toBe('private, max-age=31536000, immutable');
    expect(parseEntryBundle(new Uint8Array(await answer.arrayBuffer()))).toHaveLength(1);
  });
});

/** A ledger that asks for keys, with one event under its checkpoint. */
async function withCommitmentOf(keys: string) {
  const node = await startNode({ keys, log: true });
  const { events } = await json<Recorded>(node.command('RegisterParty', NATO, bearer('recorder')));
  expect((await node.get(`/v1/events/${events[0]?.id}/proof`, bearer('reader'))).status).toBe(200);
  return node;
}

describe('proofs', () => {
  it('of an event just recorded are given as soon as a checkpoint covers it, and hold offline', async () => {
    const { text, get, key, event } = await signedNode();
    const leaf = Buffer.from(await (await get(`/v1/events/${event}`)).arrayBuffer());
    expect(JSON.parse(leaf.toString())).toMatchObject({ id: event, type: 'BodyAgreed' });
    const head = checkTlogProof(await text(`/v1/events/${event}/proof`), leaf, { origin: ORIGIN, keys: [key] });
    expect(head.size).toBe(4);
    const asJson = await get(`/v1/events/${event}/proof`, { Accept: 'application/json' });
    expect([asJson.headers.get('Vary'), asJson.headers.get('Concordat-Sequence')]).toEqual(['Accept', '3']);
    expect(await json(asJson)).toMatchObject({ leafIndex: '3', treeSize: '4' });
  });

  it('of consistency lead from a checkpoint kept to the current one', async () => {
    const { text, get, command, key } = await signedNode();
    const kept = openCheckpoint(await text('/tlog/checkpoint'), ORIGIN, [key]);
    const { events } = await json<Recorded>(command('RegisterParty', { party: 'JP', name: 'Japan', kind: 'state' }));
    await get(`/v1/events/${events[0]?.id}/proof`);
    const now = openCheckpoint(await text('/tlog/checkpoint'), ORIGIN, [key]);
    const { consistency } = await json<{ consistency: string[] }>(get(`/tlog/consistency?from=${kept.size}`));
    checkConsistency({
      from: kept.size,
      to: now.size,
      fromRoot: kept.root,
      toRoot: now.root,
      path: consistency.map(decode),
    });
  });

  it('of a whole commitment come in one file', async () => {
    const { text, key } = await signedNode();
    const checkpoint = await text('/tlog/checkpoint');
    const bundle = await text(`/v1/commitments/${COMMITMENT}/bundle?from=4`);
    expect(verifyBundle(bundle, { vkey: key.vkey, checkpoint })).toMatchObject({ entries: 2, sources: 1, faults: [] });
  });
});

describe('a node without its log', () => {
  it('answers commands and queries, and says of the log that it keeps none', async () => {
    const { get } = await withCommitment();
    expect((await get(`/v1/commitments/${COMMITMENT}`)).status).toBe(200);
    const answer = await get('/tlog/checkpoint');
    expect([answer.status, answer.headers.get('Retry-After')]).toEqual([503, '60']);
    expect(await json(answer)).toMatchObject({ code: 'LOG_STOPPED' });
  });

  it('whose log stopped stays ready, and shows why', async () => {
    const health = { status: 'stopped', size: 4, signed: 4, lastError: 'entry 2 was changed', repaired: 0 } as const;
    const { get } = await signedNode({
      parts: ({ transparencyLog }) => ({ transparencyLog: { ...transparencyLog, health: () => health } as never }),
    });
    const answer = await get('/readyz');
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({
      log: { status: 'stopped', size: '4', signed: '4', lastError: 'entry 2 was changed' },
    });
  });
});

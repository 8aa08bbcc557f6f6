// The blast radius of a fault is one record: it is set aside, said so everywhere, and every other one goes on live.
import { describe, expect, it, vi } from 'vitest';
import { buildModels } from '../../src/projections/build/buildModels.ts';
import { foldEvent } from '../../src/projections/commitments/fold.ts';
import { FOREIGN } from '../support/foreign.ts';
import { contents } from '../support/modelsRows.ts';
import { tempDir } from '../support/tempDir.ts';
import {
  BODY,
  COMMITMENT,
  json,
  type NodeOptions,
  type Recorded,
  startNode,
  type TestNode,
  withCommitment,
} from './node.ts';

const REAFFIRMED = { effectiveAt: '2025-07-01', parties: ['KR'], citations: BODY.citations };

/** A fold that breaks at one commitment's second event. */
const brokenFor = (id: string): NonNullable<NodeOptions['models']> => ({
  fold(rows, before, event, sequence) {
    const after = foldEvent(rows, before, event, sequence);
    // after its rows were written: none of them may stay
    if (before.id === id && event.revision === 1) throw new TypeError('the fold is broken here');
    return after;
  },
});

const recorded = async (answer: Response | Promise<Response>): Promise<Recorded> => {
  const sent = await answer;
  expect([200, 201]).toContain(sent.status);
  return json<Recorded>(sent);
};

const itemsAt = async ({ get }: TestNode, path: string) => (await json<{ items: { id: string }[] }>(get(path))).items;
const statusOf = async ({ get }: TestNode, path: string) => (await get(path)).status;

describe('a commitment whose event cannot be folded', () => {
  it('leaves 99 others live, and is brought back by a program that can fold it', { timeout: 120_000 }, async () => {
    const dataDir = await tempDir();
    const node = await withCommitment({ dataDir, models: brokenFor(COMMITMENT) });
    const open = async (count: number) => {
      const opened = Array.from({ length: count }, () => node.command('AgreeBody', BODY).then(recorded));
      return (await Promise.all(opened)).map(({ id }) => id);
    };
    const before = await open(50);
    const then = await node.get(`/v1/commitments/${COMMITMENT}`);
    const { sequence, events } = await recorded(
      node.command('ReaffirmBody', { commitment: COMMITMENT, ...REAFFIRMED }),
    );
    const others = [...before, ...(await open(49))];
    for (const id of others) await recorded(node.command('ReaffirmBody', { commitment: id, ...REAFFIRMED }));
    // a later event of it is on record, is counted as seen, and changes nothing
    await recorded(
      node.command('AmendCommitment', { commitment: COMMITMENT, ...REAFFIRMED, parties: undefined, areas: ['space'] }),
    );

    for (const id of others) {
      const answer = await node.get(`/v1/commitments/${id}`);
      expect(answer.status).toBe(200);
      expect(await json(answer)).toMatchObject({ id, revision: '1', act: { latest: { act: 'reaffirmed' } } });
    }
    const listed = await itemsAt(node, '/v1/commitments?limit=500');
    expect(new Set(listed.map(({ id }) => id))).toEqual(new Set(others));
    expect(await json(node.get('/v1/statistics'))).toMatchObject({ commitments: 99 });
    expect(await json(node.get('/v1/commitments/facets'))).toMatchObject({ matches: 99 });
    expect(await itemsAt(node, '/v1/commitments?q=consultative&limit=500')).toHaveLength(99);
    expect(await itemsAt(node, '/v1/commitments?party=KR&limit=500')).toHaveLength(99);

    const aside = { stream: `commitment-${COMMITMENT}`, sequence, event: events[0]?.id, type: 'BodyReaffirmed' };
    const reason = 'the fold is broken here';
    for (const path of ['', `?atSequence=${sequence}`, '?asOf=2025-07', '/changes?from=2025&to=2026']) {
      const refused = await node.get(`/v1/commitments/${COMMITMENT}${path}`);
      expect([refused.status, refused.headers.get('Retry-After')]).toEqual([500, null]);
      const problem = await json<{ code: string; detail: string }>(refused);
      expect(problem.code).toBe('RECORD_SET_ASIDE');
      for (const named of [...Object.values(aside), reason]) expect(problem.detail).toContain(named);
    }
    const known = await node.get(`/v1/commitments/${COMMITMENT}?atSequence=${Number(sequence) - 1}&asOf=2025-07`);
    expect(await json(known)).toMatchObject({ ...(await json(then)), timeliness: 'none' });
    expect(await itemsAt(node, `/v1/commitments?atSequence=${Number(sequence) - 1}&limit=500`)).toHaveLength(51);
    expect(await itemsAt(node, `/v1/commitments/${COMMITMENT}/history`)).toHaveLength(3);

    const readiness = await node.get('/readyz');
    expect(readiness.status).toBe(200);
    expect(await json(readiness)).toMatchObject({ setAside: { records: 1, first: [{ ...aside, reason }] } });
    expect(node.log).toContainEqual(expect.objectContaining({ level: 'error', event: events[0]?.id, reason }));
    await node.close();

    const mended = await startNode({ dataDir });
    await vi.waitFor(async () => expect(await statusOf(mended, `/v1/commitments/${COMMITMENT}`)).toBe(200), 60_000);
    expect(await json(mended.get(`/v1/commitments/${COMMITMENT}`))).toMatchObject({ revision: '2', areas: ['space'] });
    expect(await json(mended.get('/readyz'))).toMatchObject({ status: 'ready', setAside: { records: 0, first: [] } });
    expect(await itemsAt(mended, '/v1/commitments?limit=500')).toHaveLength(100);
    const signal = new AbortController().signal;
    await buildModels({ dataDir, file: 'built.db', journal: mended.parts.journal, clock: Date.now, signal });
    expect(contents(dataDir, 'models.db')).toEqual(contents(dataDir, 'built.db'));
  });
});

describe('a record with an event of other software, of', () => {
  it.each(Object.entries(FOREIGN))('%s is set aside alone, at a start as well', async (_what, foreign) => {
    const dataDir = await tempDir();
    const node = await withCommitment({ dataDir });
    const records = [
      { path: `/v1/commitments/${COMMITMENT}`, stream: `commitment-${COMMITMENT}`, about: { commitment: COMMITMENT } },
      { path: '/v1/parties/KR', stream: 'party-KR', about: { party: 'KR' } },
      { path: '/v1/sources/joint-statement', stream: 'source-joint-statement', about: { source: 'joint-statement' } },
    ];
    for (const { stream, about } of records) await node.engine.ledger.append(stream, [foreign(about)], 0);
    await node.engine.ledger.append('nothing-of-ours', [foreign({})], 'no_stream');
    const { id } = await recorded(node.command('RegisterParty', { party: 'JP', name: 'Japan', kind: 'state' }));
    const holds = async (one: TestNode) => {
      for (const { path, stream } of records) {
        const refused = await one.get(path);
        expect(refused.status).toBe(500);
        expect(await json(refused)).toMatchObject({
          code: 'RECORD_SET_ASIDE',
          detail: expect.stringContaining(stream),
        });
        expect(await itemsAt(one, `${path}/history`)).toHaveLength(2);
        expect(await statusOf(one, `${path}?atSequence=3`)).toBe(200);
      }
      expect(await statusOf(one, `/v1/parties/${id}`)).toBe(200);
      expect((await itemsAt(one, '/v1/parties')).map((party) => (party as { code?: string }).code)).toEqual([
        'JP',
        'NATO',
      ]);
      expect((await itemsAt(one, '/v1/parties?asOf=2999')).length).toBe(2);
      expect(await itemsAt(one, '/v1/commitments')).toEqual([]);
      expect(await statusOf(one, '/v1/parties/KR/scorecard')).toBe(500);
      expect(await statusOf(one, '/v1/commitments?grouping=KR')).toBe(500);
      expect(await statusOf(one, '/v1/changes-between?from=2020&to=2030&by=recorded')).toBe(200);
      const { status, setAside } = await json<{ status: string; setAside: { records: number } }>(one.get('/readyz'));
      expect([status, setAside.records]).toEqual(['ready', 4]);
    };
    await holds(node);
    await holds(await restarted(node, dataDir));
  });
});

async function restarted(node: TestNode, dataDir: string): Promise<TestNode> {
  await node.close();
  const again = await startNode({ dataDir });
  await vi.waitFor(() =>
    expect(again.log).toContainEqual(
      expect.objectContaining({ level: 'error', records: 4, message: expect.any(String) }),
    ),
  );
  return again;
}

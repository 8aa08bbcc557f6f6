// What watches a node sees whether it lives, whether it has caught up, and why not.
import { describe, expect, it, vi } from 'vitest';
import { sayRebuilds } from '../../src/api/rebuildLog.ts';
import type { ProjectionHealth } from '../../src/projections/readModels.ts';
import { json, type NodeOptions, startNode, withCommitment } from './node.ts';

const projections = (change: Partial<ProjectionHealth>): NodeOptions => ({
  parts: ({ readModels }) => ({
    readModels: {
      ...readModels,
      setAside: () => readModels.setAside(),
      health: () => readModels.health().map((health) => ({ ...health, ...change })),
    },
  }),
});

describe('a node', () => {
  it('lives while it answers', async () => {
    const { get } = await startNode();
    expect(await json(get('/healthz'))).toEqual({ status: 'alive' });
  });

  it('is ready once its read models are live, and shows how far each has come', async () => {
    const { get } = await withCommitment();
    const answer = await get('/readyz');
    expect(answer.status).toBe(200);
    const readiness = await json<{ projections: unknown[] }>(answer);
    expect(readiness).toMatchObject({
      status: 'ready',
      journal: { sequence: '3', caughtUp: true },
      store: { connected: true, lastError: null },
    });
    for (const projection of readiness.projections) {
      expect(projection).toEqual({ name: expect.any(String), state: 'live', cursor: '3', stored: 4, projected: 4 });
    }
  });

  it.each<[string, Partial<ProjectionHealth>]>([
    ['catches up', { state: 'catching-up' }],
    ['is stalled', { state: 'stalled', reason: 'database or disk is full' }],
    ['has failed', { state: 'failed', reason: 'database disk image is malformed' }],
    ['has skipped an event', { projected: 1, cursor: 1, stored: 2 }],
  ])('is not ready while a read model %s', async (_what, change) => {
    const { get } = await startNode(projections(change));
    const answer = await get('/readyz');
    expect(answer.status).toBe(503);
    const { reason } = change;
    const shown = reason === undefined ? {} : { reason };
    const body = await json<{ status: string; projections: unknown[] }>(answer);
    expect(body.status).toBe('not ready');
    expect(body.projections[0]).toMatchObject(shown);
  });

  it('shows how far a rebuild has come, and stays ready where the models in use are', async () => {
    const { get } = await startNode(projections({ rebuild: { projected: 40, stored: 100 } }));
    const answer = await get('/readyz');
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({ projections: [{ rebuild: { projected: 40, stored: 100 } }, {}] });
  });

  it('says in its log when the models are being built, and when that is over', async () => {
    const { parts, log } = await startNode();
    let rebuild: ProjectionHealth['rebuild'] | undefined = { projected: 40, stored: 100 };
    const health = () =>
      parts.readModels.health().map((one) => ({ ...one, ...(rebuild === undefined ? {} : { rebuild }) }));
    const end = sayRebuilds({ health }, parts.log, 5);
    const said = (message: string) =>
      vi.waitFor(() => expect(log).toContainEqual(expect.objectContaining({ message })));
    await said('the read models are being built');
    rebuild = undefined;
    await said('the build of the read models is over');
    end();
  });

  it('is not ready while its journal never caught up with the authority, and answers nothing of the ledger', async () => {
    const { get } = await startNode({
      parts: ({ journal }) => ({
        journal: { ...journal, head: () => journal.head(), caughtUp: false, complete: false },
      }),
    });
    expect((await get('/readyz')).status).toBe(503);
    expect((await get('/v1/commitments')).status).toBe(503);
    expect((await get('/healthz')).status).toBe(200);
  });

  it('stays ready to be read where the store cannot be reached, and says so', async () => {
    const lost = { connected: false, state: 'down' as const, lastError: 'connection refused', hint: 'start it' };
    const { get } = await startNode({ parts: () => ({ storeHealth: () => lost }) });
    const answer = await get('/readyz');
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({ store: lost });
  });
});

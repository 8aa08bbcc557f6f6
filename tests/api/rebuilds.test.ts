// A rebuild asked for over HTTP: beside the models in use, by administrators, with its progress told.
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { RebuildAnswer } from '../../src/api/answerSchemas.ts';
import type { ReadModels } from '../../src/projections/readModels.ts';
import { modelsWith } from '../support/modelsWith.ts';
import { bearer, COMMITMENT, json, KEYS, startNode, type TestNode, withCommitment } from './node.ts';

const start = ({ url }: TestNode, headers = {}) => fetch(`${url}/v1/rebuild`, { method: 'PUT', headers });

async function ended({ get }: TestNode) {
  for (;;) {
    const answer = RebuildAnswer.parse(await json(get('/v1/rebuild')));
    if (answer.state !== 'running') return answer;
    await setTimeout(5);
  }
}

/** The models, with a rebuild that ends as the test says. */
const rebuiltBy = (models: ReadModels, rebuild: ReadModels['rebuild']): ReadModels => modelsWith(models, { rebuild });

describe('a rebuild', () => {
  it('is begun with 202, told while it lasts, and leaves the same answers', async () => {
    const node = await withCommitment();
    const before = await (await node.get(`/v1/commitments/${COMMITMENT}`)).text();
    expect(await json(node.get('/v1/rebuild'))).toEqual({ state: 'none' });
    const begun = await start(node);
    expect([begun.status, begun.headers.get('Location')]).toEqual([202, '/v1/rebuild']);
    expect(RebuildAnswer.parse(await json(begun))).toMatchObject({ state: 'running', stored: 4 });
    expect(await (await node.get(`/v1/commitments/${COMMITMENT}`)).text()).toBe(before);
    expect(await ended(node)).toEqual({ state: 'done' });
    expect(await (await node.get(`/v1/commitments/${COMMITMENT}`)).text()).toBe(before);
    expect(node.log.map(({ message }) => message)).toContain('the read models were rebuilt');
  });

  it('that is asked for again while it lasts is the same one', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    let rebuilds = 0;
    const rebuild = () => {
      rebuilds++;
      return promise;
    };
    const node = await withCommitment({ parts: ({ readModels }) => ({ readModels: rebuiltBy(readModels, rebuild) }) });
    for (let i = 0; i < 3; i++) expect(await json(start(node))).toMatchObject({ state: 'running' });
    resolve();
    expect(await ended(node)).toEqual({ state: 'done' });
    expect(rebuilds).toBe(1);
  });

  it('that fails says why, and the models in use stay', async () => {
    const rebuild = () => Promise.reject(new Error('the disk is full'));
    const node = await withCommitment({ parts: ({ readModels }) => ({ readModels: rebuiltBy(readModels, rebuild) }) });
    await start(node);
    expect(await ended(node)).toEqual({ state: 'failed', reason: 'the disk is full' });
    expect((await node.get(`/v1/commitments/${COMMITMENT}`)).status).toBe(200);
  });

  it('takes an administrator, and its progress a reader', async () => {
    const guarded = await startNode({ keys: KEYS });
    expect((await start(guarded, bearer('recorder'))).status).toBe(403);
    expect((await start(guarded, bearer('administrator'))).status).toBe(202);
    expect((await guarded.get('/v1/rebuild')).status).toBe(401);
    expect((await guarded.get('/v1/rebuild', bearer('reader'))).status).toBe(200);
  });
});

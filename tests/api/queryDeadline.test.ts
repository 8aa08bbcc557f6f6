// Questions that take too long, or of which there are too many, over HTTP: refused with what to do, while the rest goes on.
import { describe, expect, it } from 'vitest';
import { COMMITMENT, json, withCommitment } from './node.ts';

type Options = Parameters<typeof withCommitment>[0];
const models = (queryThreads: object): Options => ({ models: { queryThreads } });

describe('a question over HTTP', () => {
  it('that takes longer than it may is refused with what to narrow, and answers by id go on', async () => {
    const { get } = await withCommitment(models({ deadline: 1 }));
    const refused = await get('/v1/commitments?q=body');
    expect([refused.status, refused.headers.get('Retry-After')]).toEqual([503, null]);
    expect(await json(refused)).toMatchObject({ code: 'QUERY_TOO_LONG', type: '/problems/query-too-long' });
    expect((await get(`/v1/commitments/${COMMITMENT}`)).status).toBe(200);
  });

  it('is refused where too many wait, with when to ask again', async () => {
    const { get } = await withCommitment(models({ threads: 1, queue: 1 }));
    const asked = await Promise.all(Array.from({ length: 6 }, () => get('/v1/statistics')));
    const refused = asked.filter(({ status }) => status === 503);
    expect(refused.length).toBeGreaterThanOrEqual(4);
    expect(asked.length - refused.length).toBeGreaterThanOrEqual(1);
    for (const answer of refused) {
      expect(answer.headers.get('Retry-After')).toBe('1');
      expect(await json(answer)).toMatchObject({ code: 'TOO_MANY_QUERIES' });
    }
  });

  it('of a client that goes away is no error, and the next one is answered', async () => {
    const node = await withCommitment(models({ threads: 1 }));
    const gone = new AbortController();
    const left = fetch(`${node.url}/v1/commitments`, { signal: gone.signal }).catch(() => 'left');
    setTimeout(() => gone.abort(), 5);
    expect(await left).toBe('left');
    expect((await node.get('/v1/commitments')).status).toBe(200);
    expect(node.log.filter(({ level }) => level === 'error')).toEqual([]);
  });
});

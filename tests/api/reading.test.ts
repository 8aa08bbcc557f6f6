// Reading over HTTP: records, lists and histories, what caches may do with them, and reading one's own write.
import { describe, expect, it } from 'vitest';
import { BODY, COMMITMENT, json, startNode, type TestNode, withCommitment } from './node.ts';

type Items = { readonly items: readonly Record<string, unknown>[] };
const path = `/v1/commitments/${COMMITMENT}`;
const FURTHER = { ...BODY, title: undefined, commitment: COMMITMENT, parties: ['KR'] };

const linkOf = (answer: Response, rel: string): string | undefined =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(answer.headers.get('Link') ?? '')?.[1];

describe('a record', () => {
  it('is answered as JSON with an ETag, and has every member that conventions ask for', async () => {
    const { get } = await withCommitment();
    const answer = await get(path);
    expect(answer.headers.get('Content-Type')).toBe('application/json');
    expect(answer.headers.get('ETag')).toMatch(/^"0-[0-9a-f]+"$/);
    const members = ['id', 'kind', 'title', 'status', 'parties', 'areas', 'revision', 'contested', 'terms', 'deadline'];
    const axes = ['act', 'position', 'delivery', 'verdict', 'timeliness'];
    expect(Object.keys(await json(answer))).toEqual(expect.arrayContaining([...members, ...axes]));
  });

  it.each([['/v1/parties/KR'], ['/v1/sources/joint-statement']])('is answered at %s', async (address) => {
    const { get } = await withCommitment();
    const answer = await get(address);
    expect(answer.status).toBe(200);
    expect(await json(answer)).toMatchObject({ revision: '0' });
  });

  it('that is not there is a 404 problem that says what to do', async () => {
    const { get } = await withCommitment();
    for (const address of ['/v1/commitments/none', '/v1/parties/XX', '/v1/occasions/none', '/v1/sources/none']) {
      const answer = await get(address);
      expect(answer.status).toBe(404);
      expect(await json(answer)).toMatchObject({
        code: 'NOT_ON_RECORD',
        detail: expect.stringContaining('check its id'),
      });
      expect((await get(`${address}/history`)).status).toBe(404);
    }
  });

  it('answers HEAD with the same headers and no body', async () => {
    const { url, get } = await withCommitment();
    const head = await fetch(url + path, { method: 'HEAD' });
    const full = await get(path);
    expect(head.headers.get('ETag')).toBe(full.headers.get('ETag'));
    expect(head.headers.get('Content-Length')).toBe(String((await full.arrayBuffer()).byteLength));
    expect(await head.text()).toBe('');
  });
});

describe('the short way to a commitment', () => {
  it('answers as the long one does, where there is one and where there is none', async () => {
    const { get } = await withCommitment();
    const same = ({ headers }: Response) =>
      ['Content-Type', 'Content-Length', 'ETag', 'Cache-Control', 'Concordat-Sequence'].map((name) =>
        headers.get(name),
      );
    const none = path.replace('0f', '1f');
    for (const address of [path, none]) {
      const [short, long] = [await get(address), await get(`${address}?`)];
      expect([short.status, ...same(short)]).toEqual([long.status, ...same(long)]);
    }
    expect(await (await get(path)).text()).toBe(await (await get(`${path}?`)).text());
  });
});

describe('what a caller holds already', () => {
  it.each([
    ['a record', path],
    ['a list', '/v1/commitments'],
    ['a history', `${path}/history`],
  ])('is answered 304 while it is so, and 200 once it is not: %s', async (_what, address) => {
    const { get, command } = await withCommitment();
    const etag = (await get(address)).headers.get('ETag') as string;
    for (const held of [etag, `W/${etag}`, `"other", ${etag}`, '*']) {
      const answer = await get(address, { 'If-None-Match': held });
      expect(answer.status).toBe(304);
      expect(answer.headers.get('ETag')).toBe(etag);
    }
    expect((await get(address, { 'If-None-Match': '"other"' })).status).toBe(200);
    await command('ReaffirmBody', FURTHER);
    expect((await get(address, { 'If-None-Match': etag })).status).toBe(200);
  });

  it('is asked for again before it is used, while it is current', async () => {
    const { get } = await withCommitment();
    const answer = await get(path);
    expect(answer.headers.get('Cache-Control')).toBe('private, no-cache');
    expect(answer.headers.get('Expires')).toBeNull();
  });

  it('expires at its next cut', async () => {
    const { get, command } = await withCommitment();
    const deadline = { commitment: COMMITMENT, effectiveAt: '2025-06-25', citations: BODY.citations, firmness: 'firm' };
    await command('SetDeadline', { ...deadline, deadline: '2099-12-31' });
    expect((await get(path)).headers.get('Expires')).toBe('Thu, 31 Dec 2099 00:00:00 GMT');
  });
});

describe('a list', () => {
  it('answers items, each the text that its own address answers, without what others say of it', async () => {
    const { get } = await withCommitment();
    const one = await (await get(path)).text();
    const own = `${one.slice(0, one.indexOf(',"linkedFrom"'))}}`;
    expect(await (await get('/v1/commitments')).text()).toBe(`{"items":[${own}]}`);
  });

  it.each([
    ['kind=body', 1],
    ['kind=project', 0],
    ['status=agreed', 1],
    ['status=overdue', 0],
    ['party=KR', 1],
    ['party=JP', 0],
    ['area=defence-industry', 1],
    ['area=space', 0],
    ['contested=true', 0],
    ['kind=body&status=agreed&party=NATO', 1],
  ])('is filtered by %s', async (query, count) => {
    const { get } = await withCommitment();
    expect((await json<Items>(get(`/v1/commitments?${query}`))).items).toHaveLength(count);
  });

  it('is paged by links, forwards and backwards, without a gap or a repeat', async () => {
    const { get, command } = await withCommitment();
    for (let i = 0; i < 6; i++)
      await command('ProposeBody', { ...BODY, title: `Body ${i}`, effectiveAt: '2025-04-01' });
    const pages: string[][] = [];
    let next: string | undefined = '/v1/commitments?kind=body&limit=3';
    let last: Response | undefined;
    while (next !== undefined) {
      last = await get(next);
      pages.push((await json<Items>(last)).items.map(({ id }) => String(id)));
      next = linkOf(last, 'next');
    }
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1]);
    expect(new Set(pages.flat()).size).toBe(7);
    const back = await get(linkOf(last as Response, 'prev') as string);
    expect((await json<Items>(back)).items.map(({ id }) => id)).toEqual(pages[1]);
  });

  it.each([
    ['/v1/parties', 'code'],
    ['/v1/sources', 'id'],
    ['/v1/occasions', 'id'],
  ])('is answered at %s', async (address, key) => {
    const { get } = await withCommitment();
    const { items } = await json<Items>(get(`${address}?limit=10`));
    for (const item of items) expect(item[key]).toEqual(expect.any(String));
  });
});

describe('a history', () => {
  it('has every event with its sequence, clocks, actor, data and citations', async () => {
    const { get, opened } = await withCommitment();
    const { items } = await json<Items>(get(`${path}/history`));
    const { events } = await json<{ events: { id: string }[] }>(opened);
    expect(items).toEqual([
      {
        sequence: '3',
        type: 'BodyAgreed',
        id: events[0]?.id,
        revision: '0',
        effectiveAt: '2025-06-25',
        recordedAt: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/),
        actor: 'anonymous',
        data: { commitment: COMMITMENT, ...BODY },
        citations: BODY.citations,
      },
    ]);
  });

  it('is paged by links', async () => {
    const { get, command } = await withCommitment();
    for (let i = 0; i < 4; i++) await command('ReaffirmBody', FURTHER);
    const first = await get(`${path}/history?limit=2`);
    const second = await get(linkOf(first, 'next') as string);
    const third = await get(linkOf(second, 'next') as string);
    const revisions = async (answer: Response) => (await json<Items>(answer)).items.map(({ revision }) => revision);
    expect([await revisions(first), await revisions(second), await revisions(third)]).toEqual([
      ['0', '1'],
      ['2', '3'],
      ['4'],
    ]);
    expect(linkOf(third, 'next')).toBeUndefined();
    expect(linkOf(third, 'prev')).toBe(linkOf(first, 'next'));
  });
});

describe('minSequence', () => {
  const readOwnWrite = ({ get }: TestNode, sequence: string) => get(`${path}?minSequence=${sequence}`);

  it('is answered once this node has the sequence', async () => {
    const node = await withCommitment();
    expect((await readOwnWrite(node, '3')).status).toBe(200);
    const waiting = readOwnWrite(node, '4');
    await node.command('ReaffirmBody', FURTHER);
    expect(await json(waiting)).toMatchObject({ revision: '1' });
  });

  it('is answered 503 with Retry-After where it does not come in time', async () => {
    const { get } = await withCommitment({ parts: () => ({ wait: 30 }) });
    for (const address of [path, '/v1/commitments', `${path}/history`, '/v1/parties']) {
      const answer = await get(`${address}?minSequence=99`);
      expect(answer.status).toBe(503);
      expect(answer.headers.get('Retry-After')).toBe('1');
      expect(await json(answer)).toMatchObject({ code: 'NOT_YET_VISIBLE' });
    }
  });
});

describe('an empty ledger', () => {
  it('answers empty lists, known at no sequence', async () => {
    const { get } = await startNode();
    for (const address of ['/v1/commitments', '/v1/parties', '/v1/occasions', '/v1/sources']) {
      const answer = await get(address);
      expect(answer.headers.get('Concordat-Sequence')).toBe('-1');
      expect(await answer.text()).toBe('{"items":[]}');
    }
  });
});

// Memento (RFC 7089): the past by Accept-Datetime, which is recorded time, and the TimeMap that lists it.
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { BODY, COMMITMENT, json, NATO, PARTY, SOURCE, startNode, type TestNode } from './node.ts';

const path = `/v1/commitments/${COMMITMENT}`;
const recorded = (instant: string) => ({ 'Concordat-Recorded-At': instant });
const then = (datetime: string) => ({ 'Accept-Datetime': datetime });
const JUNE = 'Fri, 27 Jun 2025 12:00:00 GMT';

async function aLateFact(): Promise<TestNode> {
  const node = await startNode();
  const june = recorded('2025-06-26T00:00:00.500Z');
  await node.command('RegisterParty', PARTY, june);
  await node.command('RegisterParty', NATO, june);
  await node.command('CaptureSource', SOURCE, june);
  await node.command('AgreeBody', { commitment: COMMITMENT, ...BODY }, june);
  const further = { ...BODY, title: undefined, commitment: COMMITMENT, parties: ['KR'], effectiveAt: '2025-04' };
  await node.command('ProposeBody', further, recorded('2025-07-10T00:00:00Z'));
  return node;
}

describe('a datetime in Accept-Datetime', () => {
  it('asks what was known then: the agreement, with no trace of the proposal', async () => {
    const { get } = await aLateFact();
    const answer = await get(path, then(JUNE));
    expect(await answer.text()).toBe(await (await get(`${path}?knownAt=2025-06-27T12:00:00.999Z`)).text());
    expect(await json(get(`${path}/history`, then(JUNE)))).toMatchObject({ items: [{ type: 'BodyAgreed' }] });
    expect(await json(get('/v1/commitments', then(JUNE)))).toMatchObject({
      items: [{ status: 'agreed', revision: '0' }],
    });
    expect(await json(get('/v1/commitments?asOf=2025-05-01', then(JUNE)))).toEqual({ items: [] });
  });

  it('is answered with Memento-Datetime, Vary, the memento’s own address, and links', async () => {
    const { get } = await aLateFact();
    for (const address of [path, `${path}/history`, '/v1/commitments?status=agreed']) {
      const { headers } = await get(address, then(JUNE));
      expect(headers.get('Memento-Datetime')).toBe(JUNE);
      expect(headers.get('Vary')).toMatch(/Accept-Datetime/);
      expect(headers.get('Link')).toContain(`<${address}>; rel="original timegate"`);
      const memento = headers.get('Content-Location') ?? '';
      expect(headers.get('Link')).toContain(`<${memento}>; rel="memento"; datetime="${JUNE}"`);
      const named = await get(memento, then('Thu, 10 Jul 2025 00:00:00 GMT'));
      expect(named.headers.get('Memento-Datetime')).toBe(JUNE);
      expect(named.headers.get('Vary') ?? '').not.toMatch(/Accept-Datetime/);
      expect(named.headers.get('ETag')).toBe(headers.get('ETag'));
    }
  });

  it('takes in what was recorded within its second, and what is not yet means now', async () => {
    const { get } = await aLateFact();
    expect((await get(path, then('Thu, 26 Jun 2025 00:00:00 GMT'))).status).toBe(200);
    const ahead = await get(path, then('Wed, 27 Jun 2125 12:00:00 GMT'));
    expect(await ahead.text()).toBe(await (await get(path)).text());
    expect(Date.parse(ahead.headers.get('Memento-Datetime') ?? '')).toBeLessThanOrEqual(Date.now());
  });

  it('before anything was on record is answered with the 404 of then', async () => {
    const { get } = await aLateFact();
    const may = 'Thu, 01 May 2025 00:00:00 GMT';
    const answer = await get(path, then(may));
    expect([answer.status, answer.headers.get('Memento-Datetime')]).toEqual([404, may]);
    expect(answer.headers.get('Link')).toContain('rel="timemap"');
    expect(await json(get('/v1/commitments', then(may)))).toEqual({ items: [] });
  });

  it.each(['yesterday', '2025-06-27', 'Thu, 27 Jun 2025 12:00:00 GMT', 'Fri, 27 Jun 2025 25:00:00 GMT'])(
    'that is none is refused with 400: %s',
    async (datetime) => {
      const { get } = await aLateFact();
      const answer = await get(path, then(datetime));
      expect([answer.status, await json(answer)]).toMatchObject([400, { code: 'INVALID_HEADER' }]);
    },
  );
});

describe('the worked example, by Accept-Datetime', () => {
  it('shows nothing in May, the agreement in June, and only then what came before it', async () => {
    const node = await startNode();
    const imported = await run(['import', '--url', node.url, 'examples/rok-nato-2025/ledger.yaml']);
    expect(imported).toMatchObject({ code: 0, err: '' });
    const bodies = async (datetime: string, query = '') =>
      (await json<{ items: { status: string }[] }>(node.get(`/v1/commitments?kind=body${query}`, then(datetime))))
        .items;
    expect(await bodies('Thu, 01 May 2025 12:00:00 GMT')).toEqual([]);
    expect(await bodies(JUNE)).toMatchObject([{ status: 'agreed' }]);
    expect(await bodies(JUNE, '&asOf=2025-05-01')).toEqual([]);
    const now = 'Wed, 01 Oct 2025 12:00:00 GMT';
    expect(await bodies(now, '&asOf=2025-05-01')).toMatchObject([{ status: 'proposed' }]);
  });
});

describe('a TimeMap', () => {
  it('lists one memento an event, each at its recorded time', async () => {
    const { get } = await aLateFact();
    const head = await get(`${path}?`);
    const address = /<([^>]+)>; rel="timemap"/.exec(head.headers.get('Link') ?? '')?.[1] ?? '';
    const answer = await get(address);
    expect(answer.headers.get('Content-Type')).toBe('application/link-format');
    const text = await answer.text();
    expect(text).toContain(`<${path}>; rel="original timegate"`);
    expect(text).toContain('from="Thu, 26 Jun 2025 00:00:00 GMT"; until="Thu, 10 Jul 2025 00:00:00 GMT"');
    const mementos = [...text.matchAll(/<([^>]+)>; rel="([a-z ]*memento)"; datetime="([^"]+)"/g)];
    expect(mementos.map(([, , rel]) => rel)).toEqual(['first memento', 'last memento']);
    for (const [, memento = '', , datetime] of mementos) {
      const { status, headers } = await get(memento);
      expect([status, headers.get('Memento-Datetime')]).toEqual([200, datetime]);
    }
    expect((await get(path.replace('0f', '1f').concat('/timemap'))).status).toBe(404);
  });
});

// The two clocks over HTTP: what was the case, what was known, and what may be kept for good.
import { describe, expect, it } from 'vitest';
import { BODY, COMMITMENT, json, NATO, PARTY, SOURCE, startNode, type TestNode } from './node.ts';

const path = `/v1/commitments/${COMMITMENT}`;
const at = (recordedAt: string) => ({ 'Concordat-Recorded-At': recordedAt });
const FURTHER = { ...BODY, title: undefined, commitment: COMMITMENT, parties: ['KR'] };

/** Agreed in June and known in June; that it was proposed in April became known in July. */
async function aLateFact(): Promise<TestNode> {
  const node = await startNode();
  const june = at('2025-06-26T00:00:00Z');
  await node.command('RegisterParty', PARTY, june);
  await node.command('RegisterParty', NATO, june);
  await node.command('CaptureSource', SOURCE, june);
  await node.command('AgreeBody', { commitment: COMMITMENT, ...BODY }, june);
  await node.command('ProposeBody', { ...FURTHER, effectiveAt: '2025-04' }, at('2025-07-10T00:00:00Z'));
  return node;
}

const statusOf = async (answer: Response): Promise<unknown> => (await json(answer)).status;
const typesOf = async (answer: Response): Promise<unknown[]> =>
  (await json<{ items: { type: string }[] }>(answer)).items.map(({ type }) => type);
const clocksOf = ({ headers }: Response) =>
  ['As-Of', 'Known-At', 'Sequence'].map((name) => headers.get(`Concordat-${name}`));

describe('the two clocks', () => {
  it('tell what was the case from what was known', async () => {
    const { get } = await aLateFact();
    expect(await statusOf(await get(`${path}?asOf=2025-05-01`))).toBe('proposed');
    expect((await get(`${path}?asOf=2025-03-01`)).status).toBe(404);
    expect((await get(`${path}?knownAt=2025-05-01`)).status).toBe(404);
    expect(await statusOf(await get(`${path}?knownAt=2025-06-27`))).toBe('agreed');
    expect((await get(`${path}?asOf=2025-05-01&knownAt=2025-06-27`)).status).toBe(404);
    expect(await statusOf(await get(`${path}?atSequence=3`))).toBe('agreed');
  });

  it('hold for a history', async () => {
    const { get } = await aLateFact();
    expect(await typesOf(await get(`${path}/history`))).toEqual(['BodyAgreed', 'BodyProposed']);
    expect(await typesOf(await get(`${path}/history?asOf=2025-05-01`))).toEqual(['BodyProposed']);
    expect(await typesOf(await get(`${path}/history?knownAt=2025-06-27`))).toEqual(['BodyAgreed']);
    expect(await typesOf(await get(`${path}/history?atSequence=3`))).toEqual(['BodyAgreed']);
    expect((await get(`${path}/history?knownAt=2025-05-01`)).status).toBe(404);
  });

  it('are echoed in headers, a date as the end of that day', async () => {
    const { get } = await aLateFact();
    const day = '2025-06-27T23:59:59.999Z';
    const known = '2025-07-10T00:00:00.000Z';
    expect(clocksOf(await get(`${path}?knownAt=2025-06-27`))).toEqual([day, day, '3']);
    expect(clocksOf(await get(`${path}?asOf=2025-06-27`))).toEqual([day, known, '4']);
    expect(clocksOf(await get(`${path}?atSequence=3`))).toEqual([
      '2025-06-26T00:00:00.000Z',
      '2025-06-26T00:00:00.000Z',
      '3',
    ]);
    expect(clocksOf(await get(`${path}/history?asOf=2025-06-27`))).toEqual([day, known, '4']);
    expect(clocksOf(await get(path))).toEqual([expect.stringMatching(/^20.*Z$/), known, '4']);
    expect(clocksOf(await get('/v1/commitments'))).toEqual([expect.stringMatching(/^20.*Z$/), known, '4']);
  });

  it('let an answer be kept for good only where the known clock lies behind the journal’s', async () => {
    const { get } = await aLateFact();
    const kept = async (query: string) => (await get(`${path}${query}`)).headers.get('Cache-Control');
    const forGood = 'public, max-age=31536000, immutable';
    expect(await kept('?knownAt=2025-06-27')).toBe(forGood);
    expect(await kept('?atSequence=3')).toBe(forGood);
    expect(await kept('/history?atSequence=3')).toBe(forGood);
    expect(await kept('?asOf=2025-05-01')).toBe('private, no-cache');
    expect(await kept('?knownAt=2025-07-10')).toBe('private, no-cache');
    expect(await kept('?atSequence=4')).toBe('private, no-cache');
  });

  it('give the same bytes and the same tag for the same state, however it is asked for', async () => {
    const { get } = await aLateFact();
    const [now, asked] = [await get(path), await get(`${path}?atSequence=4`)];
    expect(asked.headers.get('ETag')).toBe(now.headers.get('ETag'));
    expect(await asked.text()).toBe(await now.text());
  });

  it('are refused where they cannot be read, or both known clocks are given', async () => {
    const { get } = await aLateFact();
    for (const query of [
      'asOf=soon',
      'asOf=2025-02-30',
      'knownAt=',
      'atSequence=-1',
      'atSequence=1.5',
      'knownAt=2025&atSequence=1',
    ]) {
      const answer = await get(`${path}?${query}`);
      expect(answer.status).toBe(400);
      expect(await json(answer)).toMatchObject({ code: 'INVALID_PARAMETER', errors: [{ in: 'query' }] });
    }
  });

  it('are set on a list of commitments, and stay where they are on every page that follows', async () => {
    const { get } = await aLateFact();
    const statuses = async (query: string) =>
      (await json<{ items: { status: string }[] }>(get(`/v1/commitments?${query}`))).items.map(({ status }) => status);
    expect(await statuses('asOf=2025-05-01')).toEqual(['proposed']);
    expect(await statuses('knownAt=2025-05-01')).toEqual([]);
    expect(await statuses('knownAt=2025-06-27')).toEqual(['agreed']);
    const past = await get('/v1/commitments?knownAt=2025-06-27');
    expect(past.headers.get('cache-control')).toContain('immutable');
    expect(past.headers.get('concordat-known-at')).toMatch(/^2025-06-2/);
  });

  it('tell whose members a party had then, as was known then', async () => {
    const { get, command } = await aLateFact();
    const joined = { party: 'NATO', member: 'KR', change: 'joined', effectiveAt: '2025-04-10' };
    await command('ChangeMembership', joined, at('2025-07-11T00:00:00Z'));
    await command(
      'ChangeMembership',
      { ...joined, change: 'left', effectiveAt: '2025-07-12' },
      at('2025-07-13T00:00:00Z'),
    );
    const members = async (query: string) =>
      (await json<{ members: { code: string }[] }>(get(`/v1/parties/NATO?${query}`))).members.map(({ code }) => code);
    expect(await members('asOf=2025-04-09')).toEqual([]);
    expect(await members('asOf=2025-05-01')).toEqual(['KR']);
    expect(await members('knownAt=2025-07-10')).toEqual([]);
    expect(await members('asOf=2025-07-12&knownAt=2025-07-11')).toEqual(['KR']);
    expect(await members('')).toEqual([]);
    expect((await get('/v1/parties/NATO?knownAt=2025-06-01')).status).toBe(404);
    const listed = await json<{ items: { code: string; members: unknown[] }[] }>(get('/v1/parties?asOf=2025-05-01'));
    expect(listed.items.map(({ code, members }) => [code, members.length])).toEqual([
      ['KR', 0],
      ['NATO', 1],
    ]);
  });

  it('tell whether a source stood retracted then, and page through lists as they were', async () => {
    const { get, command } = await aLateFact();
    const source = 'joint-statement';
    await command('CaptureSource', { ...SOURCE, source: 'later' }, at('2025-07-11T00:00:00Z'));
    await command(
      'RetractSource',
      { source, effectiveAt: '2025-07-11', reason: 'withdrawn' },
      at('2025-07-12T00:00:00Z'),
    );
    const retracted = async (query: string) =>
      (await json(get(`/v1/sources/joint-statement${query}`))).retracted !== null;
    expect([await retracted('?asOf=2025-07-10'), await retracted('?asOf=2025-07-11')]).toEqual([false, true]);
    expect([await retracted(''), await retracted('?knownAt=2025-07-11')]).toEqual([true, false]);
    const first = await get('/v1/sources?asOf=2025-07-10&limit=1');
    expect(await json(first)).toMatchObject({ items: [{ id: source, retracted: null }] });
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('Link') ?? '')?.[1] ?? '';
    const second = await get(next);
    expect(await json(second)).toMatchObject({ items: [{ id: 'later' }] });
    expect(second.headers.get('Link')).toMatch(/rel="prev"/);
    expect(await json(get('/v1/sources?knownAt=2025-07-10'))).toMatchObject({ items: [{ id: source }] });
  });

  it('find in a list what was voided since', async () => {
    const { get, command } = await aLateFact();
    const { events } = await json<{ events: { id: string }[] }>(
      command('RecordOccasion', { occasion: 'summit', title: 'A summit', kind: 'summit', date: '2025-06-24' }),
    );
    const before = await json(get('/v1/occasions'));
    const sequence = (await get('/v1/occasions')).headers.get('Concordat-Sequence');
    const voiding = { occasion: 'summit', event: events[0]?.id, cause: 'recorder', reason: 'never met', void: true };
    expect((await command('CorrectRecord', voiding)).status).toBe(200);
    expect(await json(get('/v1/occasions'))).toEqual({ items: [] });
    expect((await get('/v1/occasions/summit')).status).toBe(404);
    expect(await json(get(`/v1/occasions?atSequence=${sequence}`))).toEqual(before);
  });

  it('wait for a sequence that is not here yet', async () => {
    const { get } = await startNode({ parts: () => ({ wait: 30 }) });
    expect((await get(`${path}?atSequence=7`)).status).toBe(503);
  });
});

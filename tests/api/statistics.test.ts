// Counts over HTTP: statistics, facets and scorecards on both clocks, and what may be kept of them.
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FacetsAnswer, ScorecardAnswer, ScorecardItem, StatisticsAnswer } from '../../src/api/countSchemas.ts';
import { BODY, json, NATO, PARTY, SOURCE, startNode, type TestNode } from './node.ts';

const { citations } = BODY;
const recorded = (at: string) => ({ 'Concordat-Recorded-At': at });
const on = (commitment: string, effectiveAt: string) => ({ commitment, effectiveAt, citations });

interface Opened {
  readonly id: string;
}

/** Three commitments of 2025: one delivered, one with a deadline, one in which KR has no part; recorded as they came about. */
async function severalOf(): Promise<TestNode & { readonly naval: string; readonly body: string }> {
  const node = await startNode();
  const june = recorded('2025-06-01T00:00:00Z');
  await node.command('RegisterParty', PARTY, june);
  await node.command('RegisterParty', NATO, june);
  await node.command('RegisterParty', { party: 'IP4', name: 'Indo-Pacific Four', kind: 'grouping' }, june);
  const joined = { party: 'IP4', member: 'KR', change: 'joined', effectiveAt: '2025-05-01' };
  await node.command('ChangeMembership', joined, june);
  await node.command('CaptureSource', SOURCE, june);
  const open = async (name: string, more: object, at: string) =>
    json<Opened>(node.command(name, { ...BODY, effectiveAt: '2025-06-02', ...more }, recorded(at)));
  const body = await open('AgreeBody', { title: 'A body' }, '2025-06-02T10:00:00Z');
  const naval = await open('AgreeCooperation', { title: 'Naval', deadline: '2025-08' }, '2025-06-02T11:00:00Z');
  const space = { title: 'Space', areas: ['space'], parties: [BODY.parties[1]], effectiveAt: '2025-07-01' };
  await open('PledgeProject', space, '2025-07-01T00:00:00Z');
  const delivery = { ...on(body.id, '2025-07-10'), reporter: 'NATO', level: 'delivered' };
  await node.command('ReportDelivery', delivery, recorded('2025-07-20T00:00:00Z'));
  const evidence = await json<{ events: { id: string }[] }>(
    node.command(
      'SubmitEvidence',
      { ...on(body.id, '2025-07-10'), about: '2025-07', summary: 'Minutes' },
      recorded('2025-07-21T00:00:00Z'),
    ),
  );
  const [{ id = '' } = {}] = evidence.events;
  const review = { ...on(body.id, '2025-07-11'), evidence: id, outcome: 'accepted', reason: 'signed' };
  await node.command('ReviewEvidence', review, recorded('2025-07-22T00:00:00Z'));
  const verdict = { assessor: 'Desk', party: 'KR', window: '2025-07', stage: 'final', verdict: 'kept', reason: 'met' };
  const assessment = { ...on(body.id, '2025-07-12'), ...verdict, evidence: [id] };
  const assessed = await node.command('IssueAssessment', assessment, recorded('2025-07-23T00:00:00Z'));
  expect(assessed.status, await assessed.clone().text()).toBe(200);
  return { ...node, body: body.id, naval: naval.id };
}

const countsOf = (counts: Record<string, number>) =>
  Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));

describe('statistics', () => {
  it('count by everything, as of a date and as known at a date', async () => {
    const { get } = await severalOf();
    const at = async (query: string) => StatisticsAnswer.parse(await json(get(`/v1/statistics?${query}`)));
    const now = await at('asOf=2025-09-15');
    expect(now.commitments).toBe(3);
    expect(countsOf(now.status)).toEqual({ delivered: 1, overdue: 1, agreed: 1 });
    expect(countsOf(now.delivery)).toEqual({ delivered: 1, nothing_on_record: 2 });
    expect(countsOf(now.timeliness)).toEqual({ none: 2, overdue: 1 });
    expect(countsOf(now.kind ?? {})).toEqual({ body: 1, cooperation: 1, project: 1 });
    expect(now.party).toEqual([
      { value: 'NATO', count: 3 },
      { value: 'KR', count: 2 },
    ]);
    expect(now.area).toEqual([
      { value: 'defence-industry', count: 2 },
      { value: 'space', count: 1 },
    ]);
    expect(now.verdict.final.kept).toBe(1);
    const mean = { assessor: 'Desk', scale: null, stage: 'final', score: 1, kept: 1, coverage: { rated: 1, of: 5 } };
    expect(now.collective).toMatchObject({ coverage: { rated: 1, of: 5 }, means: [mean] });
    expect(now.months).toEqual([
      { month: '2025-06', opened: 2, agreed: 2, delivered: 0, ended: 0 },
      { month: '2025-07', opened: 1, agreed: 1, delivered: 1, ended: 0 },
    ]);
    expect(countsOf((await at('asOf=2025-08-15')).timeliness)).toEqual({ none: 2, due: 1 });
    expect(countsOf((await at('asOf=2025-07-15')).status)).toEqual({ delivered: 1, agreed: 2 });
    expect(countsOf((await at('asOf=2025-07-15&knownAt=2025-07-19')).status)).toEqual({ agreed: 3 });
    expect(countsOf((await at('knownAt=2025-06-30')).status)).toEqual({ agreed: 2 });
    expect(countsOf((await at('asOf=2025-09-15&knownAt=2025-06-30')).status)).toEqual({ agreed: 1, overdue: 1 });
    expect((await at('knownAt=2025-05-01')).commitments).toBe(0);
    expect((await at('atSequence=5')).commitments).toBe(1);
  });

  it('are of one kind, party or area, and refuse two of them', async () => {
    const { get } = await severalOf();
    const of = async (query: string) => StatisticsAnswer.parse(await json(get(`/v1/statistics?${query}`)));
    expect(await of('kind=body')).toMatchObject({ commitments: 1, party: [{ count: 1 }, { count: 1 }] });
    expect(await of('party=KR')).toMatchObject({ commitments: 2, kind: { body: 1, cooperation: 1, project: 0 } });
    expect(await of('area=space')).toMatchObject({ commitments: 1, status: { agreed: 1 } });
    expect(await of('party=NOBODY')).toMatchObject({ commitments: 0, months: [] });
    const refused = await get('/v1/statistics?kind=body&party=KR');
    expect(refused.status).toBe(400);
    expect(await json(refused)).toMatchObject({ errors: [{ pointer: '/party' }] });
  });

  it('say where the clocks stood, and are kept for good where they can never change', async () => {
    const { get } = await severalOf();
    const past = await get('/v1/statistics?knownAt=2025-06-30');
    expect(past.headers.get('Cache-Control')).toContain('immutable');
    expect(past.headers.get('Concordat-Known-At')).toBe('2025-06-30T23:59:59.999Z');
    const now = await get('/v1/statistics');
    expect(now.headers.get('Cache-Control')).toBe('private, no-cache');
    const tag = now.headers.get('ETag') ?? '';
    expect((await get('/v1/statistics', { 'If-None-Match': tag })).status).toBe(304);
    const then = await get('/v1/statistics', { 'Accept-Datetime': 'Mon, 30 Jun 2025 12:00:00 GMT' });
    expect(await json(then)).toMatchObject({ commitments: 2 });
    expect((await get('/v1/statistics?minSequence=99999')).status).toBe(503);
  });

  it('see what was recorded a moment ago', async () => {
    const { get, command } = await severalOf();
    const { sequence } = await json<{ sequence: string }>(command('AgreeBody', { ...BODY, title: 'Another' }));
    expect(await json(get(`/v1/statistics?minSequence=${sequence}`))).toMatchObject({ commitments: 4 });
  });
});

describe('facets', () => {
  it('count what a list with the same filters holds', async () => {
    const { get } = await severalOf();
    const of = async (query: string) => FacetsAnswer.parse(await json(get(`/v1/commitments/facets?${query}`)));
    const all = await of('asOf=2025-09-15');
    expect(all).toMatchObject({ matches: 3, complete: true });
    expect(all.facets.status).toEqual([
      { value: 'agreed', count: 1 },
      { value: 'delivered', count: 1 },
      { value: 'overdue', count: 1 },
    ]);
    expect((await of('kind=body&facets=party,kind')).facets).toEqual({
      party: [
        { value: 'KR', count: 1 },
        { value: 'NATO', count: 1 },
      ],
      kind: [{ value: 'body', count: 1 }],
    });
    expect(await of('party=KR&facets=area')).toEqual({
      matches: 2,
      complete: true,
      facets: { area: [{ value: 'defence-industry', count: 2 }] },
    });
    expect(await of('party=KR&facets=kind&asOf=2025-06-15')).toMatchObject({ matches: 2 });
    expect(await of('q=naval&facets=timeliness&asOf=2025-07-02')).toEqual({
      matches: 1,
      complete: true,
      facets: { timeliness: [{ value: 'upcoming', count: 1 }] },
    });
    expect(await of('grouping=IP4&knownAt=2025-06-30&facets=status')).toMatchObject({ matches: 2 });
    expect(await of('grouping=IP4&asOf=2025-04-30')).toMatchObject({ matches: 0 });
    expect((await get('/v1/commitments/facets?facets=title')).status).toBe(400);
  });

  it('and lists take what is due between two dates, by its last day', async () => {
    const { get } = await severalOf();
    const due = async (query: string) =>
      (await json<{ items: { title: string }[] }>(get(`/v1/commitments?sort=deadline&${query}`))).items.length;
    expect(await due('dueAfter=2025-08-01&dueBefore=2025-09-01')).toBe(1);
    expect(await due('dueAfter=2025-08-31')).toBe(1);
    expect(await due('dueAfter=2025-09-01')).toBe(0);
    expect(await due('dueBefore=2025-08-31')).toBe(0);
    const facets = await json(get('/v1/commitments/facets?dueAfter=2025-08-01&dueBefore=2025-09-01&facets=kind'));
    expect(facets).toMatchObject({ matches: 1, facets: { kind: [{ value: 'cooperation', count: 1 }] } });
  });
});

describe('a scorecard', () => {
  it('counts a party’s commitments, its own verdicts, and the collective score with its coverage', async () => {
    const { get } = await severalOf();
    const card = ScorecardAnswer.parse(await json(get('/v1/parties/KR/scorecard?asOf=2025-09-15')));
    expect(card).toMatchObject({
      commitments: 2,
      own: {
        verdicts: { final: { kept: 1 } },
        means: [{ assessor: 'Desk', stage: 'final', score: 1, coverage: { rated: 1, of: 2 } }],
      },
      collective: { coverage: { rated: 1, of: 4 }, means: [{ score: 1, coverage: { rated: 1, of: 4 } }] },
    });
    expect(card).not.toHaveProperty('members');
    const other = await json(get('/v1/parties/NATO/scorecard'));
    expect(other).toMatchObject({ commitments: 3, own: { means: [] }, collective: { means: [{ score: 1 }] } });
    expect(await json(get('/v1/parties/KR/scorecard?asOf=2025-07-11'))).toMatchObject({ own: { means: [] } });
    expect(await json(get('/v1/parties/KR/scorecard?knownAt=2025-07-22'))).toMatchObject({ own: { means: [] } });
  });

  it('of a grouping has a row for each member it had then, and never sums them', async () => {
    const { get } = await severalOf();
    const card = ScorecardAnswer.parse(await json(get('/v1/parties/IP4/scorecard')));
    expect(card).toMatchObject({ commitments: 0, members: [{ party: 'KR', commitments: 2 }] });
    expect(await json(get('/v1/parties/IP4/scorecard?asOf=2025-04-30'))).not.toHaveProperty('members');
  });

  it('is not there for a party that is not on record, or was not yet', async () => {
    const { get } = await severalOf();
    expect((await get('/v1/parties/XX/scorecard')).status).toBe(404);
    expect((await get('/v1/parties/KR/scorecard?knownAt=2025-05-01')).status).toBe(404);
  });

  it('is listed for every party with a part, page by page, by its code', async () => {
    const { get } = await severalOf();
    const List = z.strictObject({ items: z.array(ScorecardItem) });
    const first = await get('/v1/scorecards?limit=1&asOf=2025-06-15');
    expect(List.parse(await json(first.clone())).items).toMatchObject([{ party: 'KR', commitments: 2 }]);
    const next = /<([^>]+)>; rel="next"/.exec(first.headers.get('Link') ?? '')?.[1] ?? '';
    expect(await json(get(next))).toMatchObject({ items: [{ party: 'NATO', commitments: 2 }] });
    expect((await get('/v1/scorecards?cursor=x')).status).toBe(400);
  });
});

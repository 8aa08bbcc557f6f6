// Links both ways, what an answer names, and retracted sources, read through HTTP as of both clocks.
import { describe, expect, it } from 'vitest';
import { CommitmentInFull } from '../../src/api/inFullAnswer.ts';
import { BODY, COMMITMENT, json, NATO, PARTY, type Recorded, SOURCE, startNode, type TestNode } from './node.ts';

const PROGRAMME = COMMITMENT;
const [PART, OTHER] = ['1f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01', '2f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01'] as const;
const at = (recordedAt: string) => ({ 'Concordat-Recorded-At': `${recordedAt}T00:00:00Z` });
const { citations } = BODY;
const EARLY = at('2025-06-26');

/** A programme and a commitment, not linked; known on 26 June. */
async function withTwo(): Promise<TestNode> {
  const node = await startNode();
  for (const [name, payload] of [
    ['RegisterParty', PARTY],
    ['RegisterParty', NATO],
    ['CaptureSource', SOURCE],
    ['AgreeCooperation', { ...BODY, commitment: PROGRAMME, title: 'A training programme' }],
    ['PledgeProject', { ...BODY, commitment: PART, title: 'Twenty "instructors" [of all]', effectiveAt: '2025-06-20' }],
  ] as const) {
    const answer = await node.command(name, payload, EARLY);
    if (answer.status !== 201) throw new Error(`${name}: ${await answer.text()}`);
  }
  return node;
}

const link = (commitment: string, target: string, more: object = {}) => ({
  commitment,
  target,
  relation: 'part_of',
  effectiveAt: '2025-07-01',
  citations,
  ...more,
});

async function sent(answering: Promise<Response>): Promise<Recorded> {
  const answer = await answering;
  if (answer.status > 201) throw new Error(await answer.text());
  return json<Recorded>(answer);
}

/** As the API describes it. */
const read = async ({ get }: TestNode, id: string, query = '') =>
  CommitmentInFull.parse(await json(get(`/v1/commitments/${id}${query}`)));
const idsIn = async ({ get }: TestNode, query: string): Promise<string[]> =>
  (await json<{ items: { id: string }[] }>(get(`/v1/commitments?${query}`))).items.map(({ id }) => id);

describe('a link', () => {
  it('is told at both its ends, each with title, kind and status of the other', async () => {
    const node = await withTwo();
    const before = await read(node, PROGRAMME);
    expect(before).toMatchObject({ links: [], linkedFrom: [], linkedFromCount: 0 });
    const { events } = await sent(node.command('LinkCommitments', link(PART, PROGRAMME), at('2025-07-02')));
    const said = { event: events[0]?.id, relation: 'part_of', effectiveAt: '2025-07-01', citations };
    const programme = { title: 'A training programme', kind: 'cooperation', status: 'agreed' };
    const part = { title: 'Twenty "instructors" [of all]', kind: 'project', status: 'agreed' };
    expect((await read(node, PART)).links).toEqual([{ ...said, target: PROGRAMME, ...programme }]);
    expect(await read(node, PROGRAMME)).toMatchObject({
      linkedFrom: [{ ...said, from: PART, ...part }],
      linkedFromCount: 1,
      links: [],
    });
  });

  it('counts from its effective date, is known from its recording, and is gone once it is voided', async () => {
    const node = await withTwo();
    const { events } = await sent(node.command('LinkCommitments', link(PART, PROGRAMME), at('2025-07-05')));
    const ends = async (query = '') => [
      (await read(node, PART, query)).links.length,
      (await read(node, PROGRAMME, query)).linkedFrom.length,
      (await idsIn(node, `linkedTo=${PROGRAMME}&${query.slice(1)}`)).length,
    ];
    expect(await ends()).toEqual([1, 1, 1]);
    expect(await ends('?asOf=2025-06-30')).toEqual([0, 0, 0]);
    expect(await ends('?asOf=2025-07-01')).toEqual([1, 1, 1]);
    expect(await ends('?asOf=2025-07-01&knownAt=2025-07-04')).toEqual([0, 0, 0]);
    const voiding = { commitment: PART, event: events[0]?.id, cause: 'recorder', reason: 'of another', void: true };
    await sent(node.command('CorrectRecord', { ...voiding, citations }, at('2025-07-10')));
    expect(await ends()).toEqual([0, 0, 0]);
    expect(await ends('?knownAt=2025-07-09')).toEqual([1, 1, 1]);
  });

  it('shows the title of the other as it was known, and its status as it was', async () => {
    const node = await withTwo();
    const opening = (await json<{ items: { id: string; data: object }[] }>(node.get(`/v1/commitments/${PART}/history`)))
      .items[0];
    await sent(node.command('LinkCommitments', link(PART, PROGRAMME), at('2025-07-02')));
    const replacement = { ...opening?.data, title: 'Twenty-one instructors' };
    const correction = { commitment: PART, event: opening?.id, cause: 'source', reason: 'misread', replacement };
    await sent(node.command('CorrectRecord', { ...correction, citations }, at('2025-07-06')));
    const report = { commitment: PART, reporter: 'KR', level: 'delivered', effectiveAt: '2025-07-07', citations };
    await sent(node.command('ReportDelivery', report, at('2025-07-08')));
    const from = async (query: string) => {
      const [first] = (await read(node, PROGRAMME, query)).linkedFrom;
      return [first?.title, first?.status];
    };
    expect(await from('')).toEqual(['Twenty-one instructors', 'delivered']);
    expect(await from('?asOf=2025-07-03')).toEqual(['Twenty-one instructors', 'agreed']);
    expect(await from('?knownAt=2025-07-05')).toEqual(['Twenty "instructors" [of all]', 'agreed']);
  });

  it('names what was not in effect yet by its title, without a status', async () => {
    const node = await withTwo();
    const late = { ...BODY, commitment: OTHER, title: 'Of autumn', effectiveAt: '2025-09-01' };
    await sent(node.command('AgreeBody', late, at('2025-09-01')));
    await sent(node.command('LinkCommitments', link(PROGRAMME, OTHER, { relation: 'implements' }), at('2025-09-02')));
    const [told] = (await read(node, PROGRAMME, '?asOf=2025-08-01')).links;
    expect(told).toMatchObject({ target: OTHER, title: 'Of autumn', status: null });
    expect((await read(node, PROGRAMME)).links[0]).toMatchObject({ status: 'agreed' });
  });

  it('changes the tag of the answer at its other end', async () => {
    const node = await withTwo();
    const tag = async () => (await node.get(`/v1/commitments/${PROGRAMME}`)).headers.get('ETag');
    const tags = [await tag(), await tag()];
    const { events } = await sent(node.command('LinkCommitments', link(PART, PROGRAMME)));
    tags.push(await tag());
    const voiding = { commitment: PART, event: events[0]?.id, cause: 'recorder', reason: 'of another', void: true };
    await sent(node.command('CorrectRecord', { ...voiding, citations }));
    tags.push(await tag());
    expect(tags[1]).toBe(tags[0]);
    expect(tags[2]).not.toBe(tags[0]);
    expect(tags[3]).toBe(tags[0]);
  });
});

describe('a list of what is linked', () => {
  it('tells what belongs to a programme in one request, with the other filters, in counts and as CSV', async () => {
    const node = await withTwo();
    await sent(node.command('AgreeBody', { ...BODY, commitment: OTHER, title: 'Another part' }));
    await sent(node.command('LinkCommitments', link(PART, PROGRAMME)));
    await sent(node.command('LinkCommitments', link(OTHER, PROGRAMME)));
    await sent(node.command('LinkCommitments', link(PROGRAMME, OTHER, { relation: 'implements' })));
    const belongs = `linkedTo=${PROGRAMME}&relation=part_of`;
    expect((await idsIn(node, belongs)).toSorted()).toEqual([PART, OTHER]);
    expect(await idsIn(node, `${belongs}&kind=body`)).toEqual([OTHER]);
    expect(await idsIn(node, `${belongs}&party=KR&q=instruct*`)).toEqual([PART]);
    expect(await idsIn(node, `linkedTo=${PROGRAMME}&relation=implements`)).toEqual([]);
    expect(await idsIn(node, `linkedTo=${OTHER}`)).toEqual([PROGRAMME]);
    expect(await idsIn(node, 'relation=implements')).toEqual([PROGRAMME]);
    expect(await idsIn(node, `linkedTo=${PART}`)).toEqual([]);
    const counted = await json(node.get(`/v1/commitments/facets?${belongs}&facets=kind`));
    expect(counted).toMatchObject({ matches: 2 });
    const csv = await (await node.get(`/v1/commitments?${belongs}`, { Accept: 'text/csv' })).text();
    expect(csv.trim().split('\n')).toHaveLength(3);
  });

  it('is paged, there and back', async () => {
    const node = await withTwo();
    await sent(node.command('AgreeBody', { ...BODY, commitment: OTHER }));
    for (const part of [PART, OTHER]) await sent(node.command('LinkCommitments', link(part, PROGRAMME)));
    const linkOf = (answer: Response, rel: string) =>
      new RegExp(`<([^>]+)>; rel="${rel}"`).exec(answer.headers.get('Link') ?? '')?.[1] ?? '';
    const first = await node.get(`/v1/commitments?linkedTo=${PROGRAMME}&limit=1&sort=recorded`);
    expect(await json(first)).toMatchObject({ items: [{ id: PART }] });
    const second = await node.get(linkOf(first, 'next'));
    expect(await json(second)).toMatchObject({ items: [{ id: OTHER }] });
    expect(linkOf(second, 'next')).toBe('');
    expect(await json(node.get(linkOf(second, 'prev')))).toMatchObject({ items: [{ id: PART }] });
  });

  it('refuses a relation there is none of, naming those there are, and what is no id', async () => {
    const { get } = await startNode();
    const answer = await get('/v1/commitments?relation=belongs_to');
    expect(answer.status).toBe(400);
    const { code, detail } = await json(answer);
    expect(code).toBe('INVALID_PARAMETER');
    expect(detail).toMatch(/relation.*part_of.*protocol_to/);
    expect((await get('/v1/commitments?linkedTo=PROGRAMME')).status).toBe(400);
  });
});

describe('what an answer names', () => {
  it('is there with titles and names: sources of acts as well, occasions, and parties as they were called', async () => {
    const node = await withTwo();
    const occasion = { occasion: 'summit', title: 'The summit', kind: 'summit', date: '2025-06-24/2025-06-25' };
    await sent(node.command('RecordOccasion', occasion, EARLY));
    const further = { ...BODY, title: undefined, commitment: PROGRAMME, parties: ['KR'], occasion: 'summit' };
    await sent(node.command('ReaffirmCooperation', { ...further, effectiveAt: '2025-06-26' }, at('2025-06-27')));
    const renamed = { party: 'KR', change: 'renamed', name: 'Korea', effectiveAt: '2025-08-01' };
    await sent(node.command('ChangeParty', renamed, at('2025-08-02')));
    const { references } = await read(node, PROGRAMME);
    const { publisher, title, published } = SOURCE;
    expect(references).toEqual({
      sources: [{ id: 'joint-statement', publisher, title, published, address: null, retracted: null }],
      occasions: [{ id: 'summit', title: 'The summit', kind: 'summit', date: '2025-06-24/2025-06-25' }],
      parties: [
        { code: 'KR', name: 'Korea' },
        { code: 'NATO', name: NATO.name },
      ],
    });
    const nameAt = async (query: string) => (await read(node, PROGRAMME, query)).references.parties[0]?.name;
    expect(await nameAt('?asOf=2025-07-31')).toBe(PARTY.name);
    expect(await nameAt('?asOf=2025-08-01')).toBe('Korea');
    expect(await nameAt('?asOf=2025-08-01&knownAt=2025-08-01')).toBe(PARTY.name);
    expect((await read(node, PROGRAMME, '?asOf=2025-06-25')).references.occasions).toEqual([]);
  });

  it('lists a source from when it is cited, and no later than the answer', async () => {
    const node = await withTwo();
    await sent(node.command('CaptureSource', { ...SOURCE, source: 'later', title: 'A later one' }, at('2025-07-01')));
    const further = { ...BODY, title: undefined, commitment: PROGRAMME, parties: ['KR'] };
    const again = { ...further, effectiveAt: '2025-07-01', citations: [{ source: 'later', as: 'own' }] };
    await sent(node.command('ReaffirmCooperation', again, at('2025-07-02')));
    const sourcesAt = async (query: string) =>
      (await read(node, PROGRAMME, query)).references.sources.map(({ id }) => id);
    expect(await sourcesAt('')).toEqual(['joint-statement', 'later']);
    expect(await sourcesAt('?asOf=2025-06-30')).toEqual(['joint-statement']);
    expect(await sourcesAt('?knownAt=2025-06-30')).toEqual(['joint-statement']);
  });

  it('marks a retracted source wherever it is cited, as was known then', async () => {
    const node = await withTwo();
    await sent(node.command('LinkCommitments', link(PART, PROGRAMME), at('2025-07-02')));
    const evidence = { commitment: PROGRAMME, about: '2025-07', summary: 'Says "source":"joint-statement"', citations };
    await sent(node.command('SubmitEvidence', { ...evidence, effectiveAt: '2025-07-03' }, at('2025-07-03')));
    const marksAt = async (query: string) => {
      const { evidence: given, linkedFrom, references } = await read(node, PROGRAMME, query);
      const cited = [...given, ...linkedFrom].flatMap((one) =>
        one.citations.map(({ retracted }) => retracted ?? false),
      );
      return [...cited, references.sources[0]?.retracted?.reason ?? null];
    };
    expect(await marksAt('')).toEqual([false, false, null]);
    const retraction = { source: 'joint-statement', effectiveAt: '2025-07-20', reason: 'withdrawn by its publisher' };
    await sent(node.command('RetractSource', retraction, at('2025-07-25')));
    expect(await marksAt('')).toEqual([true, true, 'withdrawn by its publisher']);
    expect(await marksAt('?asOf=2025-07-19')).toEqual([false, false, null]);
    expect(await marksAt('?asOf=2025-07-20')).toEqual([true, true, 'withdrawn by its publisher']);
    expect(await marksAt('?asOf=2025-07-20&knownAt=2025-07-24')).toEqual([false, false, null]);
    expect((await read(node, PROGRAMME)).evidence[0]?.summary).toBe('Says "source":"joint-statement"');
    const listed = async (query: string) =>
      (
        await json<{ items: { id: string; evidence: { citations: { retracted?: true }[] }[] }[] }>(
          node.get(`/v1/commitments${query}`),
        )
      ).items.find(({ id }) => id === PROGRAMME)?.evidence[0]?.citations[0]?.retracted;
    expect([await listed(''), await listed('?asOf=2025-07-19')]).toEqual([true, undefined]);
    expect(await listed('?asOf=2025-07-20&knownAt=2025-07-24')).toBeUndefined();
  });

  it('says nothing of a source whose capture was voided, and keeps its place', async () => {
    const node = await withTwo();
    const [captured] = (await json<{ items: { id: string }[] }>(node.get('/v1/sources/joint-statement/history'))).items;
    const voiding = { source: 'joint-statement', event: captured?.id, cause: 'recorder', reason: 'twice', void: true };
    await sent(node.command('CorrectRecord', voiding));
    expect((await read(node, PROGRAMME)).references.sources).toEqual([
      { id: 'joint-statement', title: null, publisher: null, published: null, address: null, retracted: null },
    ]);
  });

  it('is answered alike by the long way and after a restart', async () => {
    const node = await withTwo();
    await sent(node.command('LinkCommitments', link(PART, PROGRAMME)));
    for (const id of [PART, PROGRAMME]) {
      const short = await (await node.get(`/v1/commitments/${id}`)).text();
      expect(await (await node.get(`/v1/commitments/${id}?`)).text()).toBe(short);
      const { sequence } = node.parts.journal.head();
      expect(node.parts.readModels.queries.commitment(id, { asOf: Date.now(), sequence })?.body).toBe(short);
    }
    await node.parts.readModels.rebuild();
    expect((await read(node, PROGRAMME)).linkedFrom).toHaveLength(1);
  });
});

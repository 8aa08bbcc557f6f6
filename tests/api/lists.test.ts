// Lists of commitments over HTTP: what they are filtered by, the orders they come in, and cursors that hold.
import { describe, expect, it } from 'vitest';
import { BODY, json, startNode, type TestNode, withCommitment } from './node.ts';

const { citations } = BODY;
const titlesOf = async (answer: Promise<Response>): Promise<string[]> =>
  (await json<{ items: { title: string }[] }>(answer)).items.map(({ title }) => title);
const nextOf = (answer: Response): string => /<([^>]+)>; rel="next"/.exec(answer.headers.get('Link') ?? '')?.[1] ?? '';

/** Three commitments besides the first: recorded in one order, in effect in another, with deadlines in a third. */
async function severalOf(): Promise<TestNode> {
  const node = await withCommitment();
  await node.command('RecordOccasion', {
    occasion: 'summit-2025',
    title: 'Summit',
    kind: 'summit',
    date: '2025-06-24/2025-06-25',
  });
  await node.command('RegisterParty', { party: 'IP4', name: 'Indo-Pacific Four', kind: 'grouping' });
  await node.command('ChangeMembership', { party: 'IP4', member: 'KR', change: 'joined', effectiveAt: '2025-07-01' });
  const open = (title: string, more: object) => node.command('AgreeCooperation', { ...BODY, title, ...more });
  await open('Défense industry', { effectiveAt: '2025-03-01', deadline: '2025-09', condition: 'if funded' });
  await open('Naval exercises', { effectiveAt: '2025-05-01', deadline: '2025-06', occasion: 'summit-2025' });
  await open('Outer space', { effectiveAt: '2025-01-01', parties: [BODY.parties[1]], areas: ['space'], citations });
  return node;
}

describe('a list of commitments', () => {
  it('comes in the order asked for', async () => {
    const { get } = await severalOf();
    const sorted = (sort: string) => titlesOf(get(`/v1/commitments?sort=${sort}`));
    // the deadlines of the first two have passed since, of the first in September
    const effective = ['Défense industry', 'Naval exercises', 'A consultative body', 'Outer space'];
    expect(await sorted('-effective')).toEqual(effective);
    expect(await titlesOf(get('/v1/commitments'))).toEqual(effective);
    expect(await sorted('effective')).toEqual(effective.toReversed());
    const recorded = ['A consultative body', 'Défense industry', 'Naval exercises', 'Outer space'];
    expect(await sorted('recorded')).toEqual(recorded);
    expect(await sorted('-recorded')).toEqual(recorded.toReversed());
    expect(await sorted('deadline')).toEqual(['Naval exercises', 'Défense industry']);
  });

  it('is filtered by occasion, timeliness, last day, the beginning of what is the case, and members there and then', async () => {
    const { get } = await severalOf();
    const found = (query: string) => titlesOf(get(`/v1/commitments?${query}`));
    expect(await found('occasion=summit-2025')).toEqual(['Naval exercises']);
    expect(await found('occasion=summit-2025&asOf=2025-04-01')).toEqual([]);
    expect(await found('timeliness=overdue&asOf=2025-07-01')).toEqual(['Naval exercises']);
    expect(await found('timeliness=due&asOf=2025-06-01')).toEqual(['Naval exercises']);
    expect(await found('timeliness=upcoming&asOf=2025-07-01')).toEqual(['Défense industry']);
    expect(await found('dueBefore=2025-07-01')).toEqual(['Naval exercises']);
    expect(await found('dueBefore=2025-06-30')).toEqual([]);
    expect(await found('changedFrom=2025-03-02&changedTo=2025-05-01&asOf=2025-05-20')).toEqual(['Naval exercises']);
    expect(await found('grouping=IP4&area=space')).toEqual([]);
    expect(await found('grouping=IP4&sort=recorded&asOf=2025-07-15')).toHaveLength(3);
    expect(await found('grouping=IP4&asOf=2025-06-29')).toEqual([]);
  });

  it('is filtered by who owes, by the level of delivery and by whose account that is', async () => {
    const { get, command } = await severalOf();
    const { items } = await json<{ items: { id: string }[] }>(get('/v1/commitments?q=naval'));
    const report = { commitment: items[0]?.id, effectiveAt: '2025-07-01', citations };
    await command('ReportDelivery', { ...report, reporter: 'an observatory', level: 'in_progress' });
    const found = (query: string) => titlesOf(get(`/v1/commitments?${query}`));
    expect(await found('delivery=in_progress')).toEqual(['Naval exercises']);
    expect(await found('basis=independent')).toEqual(['Naval exercises']);
    expect(await found('basis=own')).toEqual([]);
    expect(await found('delivery=nothing_on_record&basis=none')).toHaveLength(3);
    expect(await found('delivery=in_progress&asOf=2025-06-30')).toEqual([]);
    expect(await found('owedBy=KR')).toHaveLength(3);
    expect((await get('/v1/commitments?basis=hearsay')).status).toBe(400);
    const facets = await json<{ matches: number }>(get('/v1/commitments/facets?delivery=in_progress'));
    expect(facets).toMatchObject({ matches: 1 });
  });

  it('is searched for words, accents and case aside, by their beginnings, whatever is typed', async () => {
    const { get } = await severalOf();
    const found = (q: string, more = '') => titlesOf(get(`/v1/commitments?q=${encodeURIComponent(q)}${more}`));
    expect(await found('defense')).toEqual(['Défense industry']);
    expect(await found('DÉFENS*')).toEqual(['Défense industry']);
    expect(await found('industry', '&sort=recorded')).toEqual([
      'A consultative body',
      'Défense industry',
      'Naval exercises',
    ]);
    expect(await found('industry', '&sort=effective')).toEqual(
      (await titlesOf(get('/v1/commitments?sort=effective'))).filter((title) => title !== 'Outer space'),
    );
    expect(await found('industry', '&limit=1')).toEqual(['Naval exercises']);
    expect(await found('industry exerc*')).toEqual(['Naval exercises']);
    expect(await found('funded', '&kind=cooperation')).toEqual(['Défense industry']);
    expect(await found('funded', '&asOf=2025-02-01')).toEqual([]);
    expect(await found('NATO space')).toEqual(['Outer space']);
    for (const odd of ['a"b', 'NEAR(', 'x AND', '-y', 'title:space', "'; DROP TABLE words; --", '*z', '^w'])
      expect((await get(`/v1/commitments?q=${encodeURIComponent(odd)}`)).status, odd).toBe(200);
    expect((await get('/v1/commitments?q=%22*%22')).status).toBe(400);
  });

  it('goes on where a page ended, in any order, while more is recorded', async () => {
    const { get, command } = await severalOf();
    for (const sort of ['-effective', 'effective', '-recorded', 'recorded', 'deadline']) {
      const whole = await titlesOf(get(`/v1/commitments?sort=${sort}`));
      let page = await get(`/v1/commitments?sort=${sort}&limit=1`);
      const pages = [await titlesOf(Promise.resolve(page.clone()))];
      await command('AgreeBody', { ...BODY, title: `While ${sort} is read`, effectiveAt: '2025-02-01' });
      while (nextOf(page) !== '') {
        page = await get(nextOf(page));
        pages.push(await titlesOf(Promise.resolve(page.clone())));
      }
      expect(pages.flat(), sort).toEqual(whole);
    }
  });

  it('refuses a cursor of another order, and an order there is not', async () => {
    const { get } = await severalOf();
    const next = nextOf(await get('/v1/commitments?limit=1'));
    expect((await get(`${next}&sort=recorded`)).status).toBe(400);
    expect((await get('/v1/commitments?sort=title')).status).toBe(400);
    expect((await get('/v1/commitments?timeliness=soon')).status).toBe(400);
  });

  it('of an empty ledger is empty, whatever is asked', async () => {
    const { get } = await startNode();
    expect(await titlesOf(get('/v1/commitments?grouping=EU&sort=deadline'))).toEqual([]);
  });
});

// The formats beside JSON: the same answers, at the same clocks, each with a tag of its own.
import { describe, expect, it } from 'vitest';
import { BODY, COMMITMENT, json, type TestNode, withCommitment } from './node.ts';

const BODY_REPORT = { commitment: COMMITMENT, effectiveAt: '2025-06-25', citations: BODY.citations };
const path = `/v1/commitments/${COMMITMENT}`;
const accepting = (Accept: string) => ({ Accept });
const FORMATS = ['application/json', 'text/csv', 'application/jsonl', 'application/ld+json'];
const ADDRESSES = [path, '/v1/commitments', `${path}/history`];

type Node = Readonly<Record<string, unknown>>;
const graphOf = async ({ get }: TestNode, address: string): Promise<Node[]> =>
  (await json<{ '@graph': Node[] }>(get(address, accepting('application/ld+json'))))['@graph'];

describe('an answer', () => {
  it.each(ADDRESSES)(
    'has a tag of its own in each format, which holds, and says that it varies: %s',
    async (address) => {
      const { get } = await withCommitment();
      const tags = new Set<string | null>();
      for (const format of FORMATS) {
        const { headers } = await get(address, accepting(format));
        expect(headers.get('Content-Type')?.split(';')[0]).toBe(format);
        expect(headers.get('Vary')).toBe('Accept, Accept-Datetime');
        const tag = headers.get('ETag') ?? '';
        tags.add(tag);
        const again = await get(address, { ...accepting(format), 'If-None-Match': tag });
        expect(again.status).toBe(304);
      }
      expect(tags.size).toBe(FORMATS.length);
    },
  );

  it('is refused with 406 where none is acceptable, and stays JSON for a browser', async () => {
    const { get } = await withCommitment();
    for (const address of ADDRESSES) {
      const answer = await get(address, accepting('image/png'));
      expect([answer.status, await json(answer)]).toMatchObject([406, { code: 'NOT_ACCEPTABLE' }]);
    }
    const browser = await get(path, accepting('text/html,application/xhtml+xml,*/*;q=0.8'));
    expect(browser.headers.get('Content-Type')).toBe('application/json');
    expect(await browser.text()).toBe(await (await get(path)).text());
  });

  it('in CSV has a header, a line for each item, and no cell that a spreadsheet takes for a formula', async () => {
    const { get, command } = await withCommitment();
    const title = '=HYPERLINK("http://example.com"), "quoted"';
    expect((await command('AgreeBody', { ...BODY, title })).status).toBe(201);
    const lines = (await (await get('/v1/commitments', accepting('text/csv'))).text()).split('\r\n');
    expect(lines[0]).toMatch(/^id,kind,title,status,parties,/);
    expect(lines).toHaveLength(4);
    expect(lines.join()).toContain('"\'=HYPERLINK(""http://example.com""), ""quoted"""');
    const history = (await (await get(`${path}/history`, accepting('text/csv'))).text()).split('\r\n');
    expect(history).toEqual([
      'sequence,type,effective_at,recorded_at,actor,sources,event,revision,data,corrects,corrected_by,voided_by',
      expect.stringMatching(/^3,BodyAgreed,2025-06-25,20[^,]+Z,anonymous,joint-statement,/),
      '',
    ]);
  });

  it('in CSV begins with a byte-order mark where one is asked for, has a tag of its own then, and JSON never does', async () => {
    const { get } = await withCommitment();
    for (const address of ['/v1/commitments', `${path}/history`]) {
      const bytes = async (query: string, format: string) =>
        Buffer.from(await (await get(`${address}${query}`, accepting(format))).arrayBuffer());
      const [plain, marked] = [await bytes('', 'text/csv'), await bytes('?bom=true', 'text/csv')];
      expect(marked).toEqual(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), plain]));
      expect(await bytes('?bom=true', 'application/json')).toEqual(await bytes('', 'application/json'));
      const tag = async (query: string) => (await get(`${address}${query}`, accepting('text/csv'))).headers.get('ETag');
      expect(await tag('?bom=true')).not.toBe(await tag(''));
    }
    expect((await get('/v1/commitments?bom=yes')).status).toBe(400);
  });

  it('in CSV says whose account delivery rests on, and keeps full-width signs of formulas text', async () => {
    const { get, command } = await withCommitment();
    await command('ReportDelivery', { ...BODY_REPORT, reporter: 'KR', level: 'in_progress' });
    await command('AgreeBody', { ...BODY, title: '＝1+1' });
    const [head = '', ...rows] = (await (await get('/v1/commitments', accepting('text/csv'))).text()).split('\r\n');
    const at = (name: string) => head.split(',').indexOf(name);
    expect(rows.flatMap((row) => row.split(',')[at('basis')] ?? []).sort()).toEqual(['none', 'own']);
    expect(rows.join()).toContain("'＝1+1");
  });

  it('in JSON Lines is its items, one a line', async () => {
    const { get } = await withCommitment();
    const { items } = await json<{ items: unknown[] }>(get(`${path}/history`));
    const text = await (await get(`${path}/history`, accepting('application/jsonl'))).text();
    expect(text).toBe(items.map((item) => `${JSON.stringify(item)}\n`).join(''));
    expect(await (await get(path, accepting('application/jsonl'))).text()).toBe(`${await (await get(path)).text()}\n`);
  });
});

describe('JSON-LD with PROV-O', () => {
  it('says who said it, where, who recorded it and when', async () => {
    const node = await withCommitment();
    const [commitment, statement, recording] = await graphOf(node, path);
    const { events } = await json<{ events: { id: string }[] }>(node.opened);
    const event = `urn:uuid:${events[0]?.id}`;
    expect(commitment).toMatchObject({
      '@id': `urn:uuid:${COMMITMENT}`,
      '@type': ['prov:Entity', 'Commitment'],
      wasAttributedTo: ['urn:concordat:party:KR', 'urn:concordat:party:NATO'],
      wasDerivedFrom: [event],
    });
    expect(statement).toMatchObject({
      '@id': event,
      '@type': ['prov:Entity', 'BodyAgreed'],
      wasAttributedTo: ['urn:concordat:party:KR', 'urn:concordat:party:NATO'],
      wasDerivedFrom: ['urn:concordat:source:joint-statement'],
      generatedAtTime: expect.stringMatching(/Z$/),
      wasGeneratedBy: recording?.['@id'],
    });
    expect(recording).toMatchObject({
      '@type': 'prov:Activity',
      wasAssociatedWith: { '@id': 'urn:concordat:actor:anonymous', '@type': 'prov:Agent' },
    });
    const { linkedFrom, linkedFromCount, references, ...listed } = (commitment?.state ?? {}) as Record<string, unknown>;
    expect(references).toMatchObject({ sources: [{ id: 'joint-statement' }] });
    expect(await graphOf(node, '/v1/commitments')).toEqual([{ ...commitment, state: listed }, statement, recording]);
    expect(await graphOf(node, `${path}/history`)).toEqual([statement, recording]);
  });

  it('says from when a corrected statement no longer counted, and by what; before, it did', async () => {
    const node = await withCommitment();
    const { events } = await json<{ events: { id: string }[] }>(node.opened);
    const event = events[0]?.id;
    const replacement = { commitment: COMMITMENT, ...BODY, effectiveAt: '2025-06-24' };
    const corrected = await node.command('CorrectRecord', {
      commitment: COMMITMENT,
      event,
      cause: 'recorder',
      reason: 'a day early',
      replacement,
      citations: BODY.citations,
      effectiveAt: '2025-06-25',
    });
    expect([corrected.status, await json(corrected)]).toMatchObject([200, {}]);
    const nodes = await graphOf(node, `${path}/history`);
    const [first, , correction] = nodes;
    expect(first).toMatchObject({ invalidatedAtTime: correction?.generatedAtTime });
    expect(first?.wasInvalidatedBy).toBe(correction?.wasGeneratedBy);
    expect(correction).toMatchObject({ wasRevisionOf: `urn:uuid:${event}` });
    const [before] = await graphOf(node, `${path}/history?atSequence=3`);
    expect(before).not.toHaveProperty('invalidatedAtTime');
  });
});

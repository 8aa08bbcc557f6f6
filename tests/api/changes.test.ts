// What changed between two dates: the worked example's story, in the order in which it happened and was learnt.
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { json, startNode, type TestNode } from './node.ts';

interface Item {
  readonly at: string;
  readonly sequence: string | null;
  readonly commitment: string;
  readonly type: string | null;
  readonly before: { readonly status: string } | null;
  readonly after: { readonly status: string; readonly position: unknown[] } | null;
  readonly citations: readonly unknown[];
}

const EXAMPLE = 'examples/rok-nato-2025/ledger.yaml';
const SUMMER = 'from=2025-06-01&to=2025-10-01';

async function example(): Promise<TestNode> {
  const node = await startNode();
  expect(await run(['import', '--url', node.url, EXAMPLE])).toMatchObject({ code: 0, err: '' });
  return node;
}

const itemsAt = async ({ get }: TestNode, address: string): Promise<readonly Item[]> =>
  (await json<{ items: Item[] }>(get(address))).items;
const linkOf = ({ headers }: Response, rel: string): string | undefined =>
  new RegExp(`<([^>]+)>; rel="${rel}"`).exec(headers.get('Link') ?? '')?.[1];

async function everyPage({ get }: TestNode, first: string, rel = 'next'): Promise<{ items: Item[]; last: string }> {
  const items: Item[] = [];
  let last = first;
  for (let next: string | undefined = first; next !== undefined; ) {
    last = next;
    const answer = await get(next);
    const page = await json<{ items: Item[] }>(answer.clone());
    if (rel === 'next') items.push(...page.items);
    else items.unshift(...page.items);
    next = linkOf(answer, rel);
  }
  return { items, last };
}

const bodyIn = async (node: TestNode): Promise<string> =>
  (await json<{ items: { id: string }[] }>(node.get('/v1/commitments?kind=body'))).items[0]?.id ?? '';

describe('what changed on the worked example in the summer of 2025', () => {
  it('is told in effective order: first the agreement, then what was made of it', async () => {
    const node = await example();
    const items = await itemsAt(node, `/v1/changes-between?${SUMMER}&limit=500`);
    expect(items.map(({ at }) => at)).toEqual(items.map(({ at }) => at).toSorted());
    expect(items.length).toBeGreaterThan(5);
    for (const { at, type, citations } of items) {
      expect(at >= '2025-06-01' && at <= '2025-10-02').toBe(true);
      expect(type === null || citations.length > 0).toBe(true);
    }
    const id = await bodyIn(node);
    const [agreed] = items.filter(({ commitment }) => commitment === id);
    expect(agreed).toMatchObject({ at: '2025-06-25T00:00:00.000Z', type: 'BodyAgreed' });
    expect(agreed).toMatchObject({ before: { status: 'proposed' }, after: { status: 'agreed' } });
    expect(agreed?.after?.position).not.toEqual([]);
    const own = await itemsAt(node, `/v1/commitments/${id}/changes?${SUMMER}`);
    // between all commitments a day is told where it changes what an answer says, and every event
    const told = items.filter(({ commitment }) => commitment === id);
    expect(own.filter(({ sequence, at }) => sequence !== null || at !== '2025-09-01T00:00:00.000Z')).toEqual(told);
    expect(own.filter(({ sequence }) => sequence === null)).toMatchObject([
      { at: '2025-09-01T00:00:00.000Z', after: { timeliness: 'due' } },
      { at: '2025-10-01T00:00:00.000Z', after: { timeliness: 'overdue' } },
    ]);
    const whole = await itemsAt(node, `/v1/commitments/${id}/changes`);
    expect(whole[0]).toMatchObject({ type: 'BodyProposed', before: null, after: { status: 'proposed' } });
  });

  it('is told in recorded order as well: what happened in April was learnt in July', async () => {
    const node = await example();
    const items = await itemsAt(node, `/v1/changes-between?${SUMMER}&by=recorded&limit=500`);
    const sequences = items.map(({ sequence }) => Number(sequence));
    expect(sequences).toEqual(sequences.toSorted((a, b) => a - b));
    const id = await bodyIn(node);
    const own = items.filter(({ commitment }) => commitment === id);
    expect(own[0]).toMatchObject({ type: 'BodyAgreed', before: null, after: { status: 'agreed' } });
    expect(own.findIndex(({ type }) => type === 'BodyProposed')).toBeGreaterThan(0);
    expect(await itemsAt(node, `/v1/commitments/${id}/changes?by=recorded&limit=500`)).toEqual(own);
  });

  it('as it was known in June has no trace of April', async () => {
    const node = await example();
    const id = await bodyIn(node);
    const known = await itemsAt(node, `/v1/commitments/${id}/changes?knownAt=2025-06-27`);
    expect(known.map(({ type }) => type)).not.toContain('BodyProposed');
    expect(known[0]).toMatchObject({ type: 'BodyAgreed', before: null });
    const all = await itemsAt(node, '/v1/changes-between?knownAt=2025-06-27&limit=500');
    expect(all.filter(({ commitment }) => commitment === id)).toEqual(
      known.filter(({ sequence }) => sequence !== null),
    );
  });

  it('is the same story in pages, forwards and back, while others write', async () => {
    const node = await example();
    const id = await bodyIn(node);
    for (const address of [
      `/v1/changes-between?${SUMMER}`,
      `/v1/changes-between?${SUMMER}&by=recorded`,
      '/v1/changes-between?knownAt=2025-07-20',
      `/v1/commitments/${id}/changes?by=recorded`,
    ]) {
      const whole = await itemsAt(node, `${address}&limit=500`);
      const paged = await everyPage(node, `${address}&limit=2`);
      expect(paged.items).toEqual(whole);
      expect((await everyPage(node, paged.last, 'prev')).items).toEqual(whole);
    }
  });
});

describe('a source that was retracted', () => {
  it('is told of every commitment that rests on it, in pages of any size, forwards and back', async () => {
    const node = await startNode();
    expect(await run(['import', '--url', node.url, 'tests/cli/storyWords.yaml'])).toMatchObject({ code: 0, err: '' });
    for (const by of ['effective', 'recorded']) {
      const address = `/v1/changes-between?by=${by}`;
      const whole = await itemsAt(node, `${address}&limit=500`);
      const retracted = whole.filter(({ type }) => type === 'SourceRetracted');
      expect(retracted).toHaveLength(2);
      expect(new Set(retracted.map(({ commitment }) => commitment)).size).toBe(2);
      for (const limit of [1, 2, 3]) {
        const paged = await everyPage(node, `${address}&limit=${limit}`);
        expect(paged.items).toEqual(whole);
        expect((await everyPage(node, paged.last, 'prev')).items).toEqual(whole);
      }
      for (const { commitment } of retracted) {
        const own = await itemsAt(node, `/v1/commitments/${commitment}/changes?by=${by}&limit=500`);
        expect(own.filter(({ type }) => type === 'SourceRetracted')).toEqual(
          retracted.filter((one) => one.commitment === commitment),
        );
      }
    }
  });
});

describe('a question about changes', () => {
  it.each([
    ['/v1/changes-between?from=soon', 400],
    ['/v1/changes-between?from=2025-07-01&to=2025-06-01', 400],
    ['/v1/changes-between?by=name', 400],
    ['/v1/changes-between?cursor=none', 400],
    ['/v1/changes-between', 200],
    ['/v1/commitments/none/changes', 404],
  ])('%s is answered %i', async (address, status) => {
    const node = await startNode();
    expect((await node.get(address)).status).toBe(status);
  });
});

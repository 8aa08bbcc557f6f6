// What the parts of a commitment come to, through HTTP as of both clocks.
import { describe, expect, it } from 'vitest';
import { PartsAnswer } from '../../src/api/partsAnswer.ts';
import { BODY, COMMITMENT, json, NATO, PARTY, SOURCE, startNode, type TestNode } from './node.ts';

const PROGRAMME = COMMITMENT;
const { citations } = BODY;
const idOf = (n: number): string => `${n}f0a3c52-9d1e-4b52-8a77-3f6d1f2e9c01`;
const at = (recordedAt: string) => ({ 'Concordat-Recorded-At': `${recordedAt}T00:00:00Z` });
const [EARLY, LATER] = ['2025-06-26', '2025-07-02'];

async function sent(node: TestNode, name: string, payload: object, recordedAt = LATER): Promise<void> {
  const answer = await node.command(name, payload, at(recordedAt));
  if (answer.status > 201) throw new Error(`${name}: ${await answer.text()}`);
}

/** A programme, and so many commitments that are part of it, owed by different parties. */
async function withParts(owing: readonly string[]): Promise<TestNode> {
  const node = await startNode();
  for (const [name, payload] of [
    ['RegisterParty', PARTY],
    ['RegisterParty', NATO],
    ['CaptureSource', SOURCE],
  ] as const) {
    await sent(node, name, payload, EARLY);
  }
  for (const code of new Set(owing.filter((one) => one !== 'KR' && one !== 'NATO'))) {
    await sent(node, 'RegisterParty', { ...PARTY, party: code, name: `The state of ${code}` }, EARLY);
  }
  await sent(node, 'AgreeCooperation', { ...BODY, commitment: PROGRAMME, title: 'A programme' }, EARLY);
  for (const [index, code] of owing.entries()) {
    const commitment = idOf(index + 1);
    const parties = [{ code, role: 'committer' }];
    await sent(node, 'PledgeProject', { ...BODY, commitment, parties, title: `Part ${index + 1}` }, EARLY);
  }
  for (const index of owing.keys()) await sent(node, 'LinkCommitments', linked(idOf(index + 1), PROGRAMME));
  return node;
}

const linked = (commitment: string, target: string, relation = 'part_of') => ({
  commitment,
  target,
  relation,
  effectiveAt: '2025-07-01',
  citations,
});

const report = (part: number, amount: object, more: object = {}) => ({
  commitment: idOf(part),
  reporter: 'NATO',
  amount,
  effectiveAt: '2025-07-05',
  citations,
  ...more,
});
const reported = (node: TestNode, ...said: Parameters<typeof report>) =>
  sent(node, 'ReportDelivery', report(...said), '2025-07-06');

/** As the API describes it. */
const partsOf = async (node: TestNode, query = '', id = PROGRAMME) =>
  PartsAnswer.parse(await json(node.get(`/v1/commitments/${id}/parts${query}`)));

describe('the parts of a commitment', () => {
  it('add up, each named with what it adds, and those without a count as missing', async () => {
    const node = await withParts(['KR', 'NATO', 'JP']);
    await reported(node, 1, { min: 10, max: 12, unit: 'instructors' });
    await reported(node, 2, { min: 5, unit: 'Instructors' });
    const told = await partsOf(node);
    expect(told).toMatchObject({
      commitment: { id: PROGRAMME, title: 'A programme', status: 'agreed', quantity: null },
      read: 3,
      total: 3,
      complete: true,
      missing: [{ id: idOf(3), title: 'Part 3', status: 'agreed', hasParts: false }],
    });
    expect(told.counts).toEqual([
      {
        measure: 'sum',
        subject: null,
        unit: 'instructors',
        window: null,
        amount: { min: 15, unit: 'instructors' },
        contested: false,
        parts: [
          expect.objectContaining({ id: idOf(1), title: 'Part 1', amount: { min: 10, max: 12, unit: 'instructors' } }),
          expect.objectContaining({ id: idOf(2), title: 'Part 2', amount: { min: 5, unit: 'Instructors' } }),
        ],
        overlaps: [],
      },
    ]);
  });

  it('are never converted, nor is one window added to another', async () => {
    const node = await withParts(['KR', 'NATO']);
    await reported(node, 1, { min: 10, max: 10, unit: 'USD' }, { window: '2024' });
    await reported(node, 1, { min: 2, max: 2, unit: 'USD' }, { window: '2023' });
    await reported(node, 2, { min: 7, max: 7, unit: 'USD' }, { window: '2024-01-01/2024-12-31' });
    await reported(node, 2, { min: 9, max: 9, unit: 'EUR' }, { window: '2024' });
    const { counts } = await partsOf(node);
    expect(counts.map(({ unit, window, amount }) => [unit, window, amount?.min, amount?.max])).toEqual([
      ['EUR', '2024', 9, 9],
      ['USD', '2023', 2, 2],
      ['USD', '2024', 17, 17],
    ]);
  });

  it('have their rates and stocks side by side, each with its own window', async () => {
    const node = await withParts(['KR', 'NATO']);
    const rate = { measure: 'rate', window: '2023' };
    await reported(node, 1, { min: 2, max: 2, unit: '% of GDP' }, rate);
    await reported(node, 1, { min: 3, max: 3, unit: '% of GDP' }, { ...rate, window: '2024' });
    await reported(node, 2, { min: 4, max: 4, unit: '% of GDP' }, rate);
    const { counts } = await partsOf(node);
    expect(counts).toHaveLength(1);
    expect(counts[0]).toMatchObject({ measure: 'rate', amount: null, window: null });
    expect(counts[0]?.parts.map(({ id, window, amount }) => [id, window, amount.min])).toEqual([
      [idOf(1), '2023', 2],
      [idOf(1), '2024', 3],
      [idOf(2), '2023', 4],
    ]);
  });

  it('say where a party owes in several of them, and where one is part of another, as possible overlaps', async () => {
    const node = await withParts(['KR', 'KR', 'NATO']);
    await sent(node, 'LinkCommitments', linked(idOf(3), idOf(1)));
    for (const part of [1, 2, 3]) await reported(node, part, { min: part, max: part, unit: 'ships' });
    const { counts } = await partsOf(node);
    expect(counts[0]).toMatchObject({
      amount: { min: 6, max: 6 },
      overlaps: [
        { parts: [idOf(1), idOf(2)], party: 'KR', relation: null },
        { parts: [idOf(3), idOf(1)], party: null, relation: 'part_of' },
      ],
    });
    expect(counts[0]?.parts.map(({ hasParts }) => hasParts)).toEqual([true, false, false]);
    expect(await partsOf(node, '', idOf(1))).toMatchObject({ total: 1, counts: [{ amount: { min: 3, max: 3 } }] });
  });

  it('say that a count is contested, and add the lowest', async () => {
    const node = await withParts(['KR', 'NATO']);
    await reported(node, 1, { min: 10, max: 10, unit: 'ships' });
    await reported(node, 2, { min: 1, max: 1, unit: 'ships' });
    await sent(
      node,
      'ReportDelivery',
      report(1, { min: 8, max: 8, unit: 'ships' }, { reporter: 'Desk', effectiveAt: '2025-07-07' }),
      '2025-07-08',
    );
    const { counts } = await partsOf(node);
    expect(counts[0]).toMatchObject({ contested: true, amount: { min: 9, max: 9 } });
    expect(counts[0]?.parts.map(({ contested }) => contested)).toEqual([true, false]);
  });

  it('are those of both clocks', async () => {
    const node = await withParts(['KR', 'NATO']);
    await reported(node, 1, { min: 10, max: 10, unit: 'ships' });
    await reported(node, 2, { min: 5, max: 5, unit: 'ships' });
    const sums = async (query: string) => {
      const { counts, total, missing } = await partsOf(node, query);
      return [total, missing.length, counts[0]?.amount?.min ?? null];
    };
    expect(await sums('')).toEqual([2, 0, 15]);
    expect(await sums('?asOf=2025-06-30')).toEqual([0, 0, null]);
    expect(await sums('?asOf=2025-07-03')).toEqual([2, 2, null]);
    expect(await sums('?knownAt=2025-07-01')).toEqual([0, 0, null]);
    expect(await sums('?knownAt=2025-07-04')).toEqual([2, 2, null]);
    const { sequence } = node.parts.journal.head();
    expect(await sums(`?atSequence=${sequence - 1}`)).toEqual([2, 1, 10]);
    const answer = await node.get(`/v1/commitments/${PROGRAMME}/parts?asOf=2025-07-05`);
    expect(answer.headers.get('Concordat-As-Of')).toBe('2025-07-05T23:59:59.999Z');
    expect(answer.headers.get('ETag')).not.toBeNull();
  });

  it('are none where there are none, and a commitment that is not on record there is no such', async () => {
    const node = await withParts([]);
    expect(await partsOf(node)).toMatchObject({ counts: [], missing: [], read: 0, total: 0, complete: true });
    expect((await node.get(`/v1/commitments/${idOf(9)}/parts`)).status).toBe(404);
    expect((await node.get(`/v1/commitments/${PROGRAMME}/parts?knownAt=2025-06-01`)).status).toBe(404);
  });

  it('are read up to a bound, and what was not read is said', async () => {
    const node = await withParts([]);
    const { ledger, readModels } = node.parts;
    const many = Array.from({ length: 501 }, (_, n) => `1f0a3c52-9d1e-4b52-8a77-${String(n).padStart(12, '0')}`);
    const all = (name: string, payloadOf: (id: string) => object) =>
      Promise.all(
        many.map((id) => ledger.execute({ name, payload: payloadOf(id), key: `${name}-${id}`, actor: 'a test' })),
      );
    await all('PledgeProject', (commitment) => ({ ...BODY, commitment, title: 'One of many' }));
    await all('LinkCommitments', (id) => linked(id, PROGRAMME));
    await readModels.reached(node.parts.journal.head().sequence, 60_000);
    const told = await partsOf(node);
    expect(told).toMatchObject({ read: 500, total: 501, complete: false });
    expect(told.missing).toHaveLength(500);
  }, 120_000);
});

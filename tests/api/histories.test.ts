// Histories of records whose events were corrected: each event as it was recorded, marked with what became of it.
import { describe, expect, it } from 'vitest';
import { run } from '../cli/run.ts';
import { BODY, COMMITMENT, json, type TestNode, withCommitment } from './node.ts';

interface Item {
  readonly id: string;
  readonly type: string;
  readonly corrects: object | null;
  readonly correctedBy: object | null;
  readonly voidedBy: object | null;
}
const path = `/v1/commitments/${COMMITMENT}/history`;
const itemsAt = async ({ get }: TestNode, query = '') => (await json<{ items: Item[] }>(get(path + query))).items;

async function recorded(node: TestNode, name: string, payload: object): Promise<string> {
  const answer = await node.command(name, payload);
  const { events } = await json<{ events: { id: string }[] }>(answer.clone());
  expect([answer.status, await answer.text()]).toEqual([200, expect.any(String)]);
  return events[0]?.id ?? '';
}

const { citations } = BODY;
const deadline = {
  commitment: COMMITMENT,
  citations,
  effectiveAt: '2025-07-01',
  deadline: '2025-09',
  firmness: 'firm',
};
const correction = { commitment: COMMITMENT, citations, cause: 'recorder', reason: 'a slip of the pen' };

/** A deadline that was corrected, one that was voided, and a correction that was voided. */
async function corrected(): Promise<{ node: TestNode; ids: readonly string[] }> {
  const node = await withCommitment();
  const ids = [
    await recorded(node, 'SetDeadline', deadline),
    await recorded(node, 'SetDeadline', { ...deadline, deadline: '2026' }),
  ];
  const [first, second] = ids;
  const replacement = { ...deadline, deadline: '2025-10', firmness: 'soft' };
  ids.push(await recorded(node, 'CorrectRecord', { ...correction, event: first, replacement }));
  ids.push(await recorded(node, 'CorrectRecord', { ...correction, event: second, void: true }));
  return { node, ids };
}

describe('a history', () => {
  it('marks what was corrected and what was voided, by which correction', async () => {
    const { node, ids } = await corrected();
    const items = await itemsAt(node);
    expect(items.map(({ correctedBy, voidedBy }) => [correctedBy, voidedBy])).toEqual([
      [null, null],
      [{ event: ids[2], revision: '3', reason: 'a slip of the pen' }, null],
      [null, { event: ids[3], revision: '4', reason: 'a slip of the pen' }],
      [null, null],
      [null, null],
    ]);
    await recorded(node, 'CorrectRecord', { ...correction, event: ids[3], void: true });
    const again = await itemsAt(node);
    expect(again[2]?.voidedBy).toBeNull();
    expect(again[4]?.voidedBy).toMatchObject({ event: again[5]?.id, revision: '5' });
  });

  it('shows a correction as before → after of the data, field by field', async () => {
    const { node, ids } = await corrected();
    const items = await itemsAt(node);
    expect(items[3]?.corrects).toEqual({
      event: ids[0],
      revision: '1',
      type: 'DeadlineSet',
      void: false,
      cause: 'recorder',
      reason: 'a slip of the pen',
      data: [
        { what: 'deadline', before: '2025-09', after: '2025-10' },
        { what: 'firmness', before: 'firm', after: 'soft' },
      ],
    });
    expect(items[4]?.corrects).toMatchObject({ event: ids[1], void: true, data: [] });
    expect(items.slice(0, 3).map(({ corrects }) => corrects)).toEqual([null, null, null]);
  });

  it('marks nothing by what was recorded after it was known', async () => {
    const { node } = await corrected();
    const items = await json<{ items: Item[] }>(node.get(`${path}?atSequence=5`));
    expect(items.items).toHaveLength(3);
    for (const { correctedBy, voidedBy } of items.items) expect([correctedBy, voidedBy]).toEqual([null, null]);
  });

  it('as CSV says in its last columns what corrects what', async () => {
    const { node, ids } = await corrected();
    const text = await (await node.get(path, { Accept: 'text/csv' })).text();
    const lines = text.trimEnd().split('\r\n');
    expect(lines[0]?.endsWith(',corrects,corrected_by,voided_by')).toBe(true);
    expect(lines[2]?.endsWith(`,,${ids[2]},`)).toBe(true);
    expect(lines[3]?.endsWith(`,,,${ids[3]}`)).toBe(true);
    expect(lines[4]?.endsWith(`,${ids[0]},,`)).toBe(true);
  });

  it('in the terminal is marked likewise, with the titles of its sources', async () => {
    const { node } = await corrected();
    const { out } = await run(['history', '--url', node.url, COMMITMENT]);
    expect(out).toMatch(/DeadlineSet, in effect 1 July 2025\n {4}CORRECTED by revision 3: a slip of the pen\n/);
    expect(out).toMatch(/DeadlineSet, in effect 1 July 2025\n {4}VOIDED by revision 4: a slip of the pen\n/);
    expect(out).toContain('    corrects DeadlineSet, revision 1\n    deadline: September 2025 → October 2025\n');
    expect(out).toContain('    firmness: firm → soft\n');
    expect(out).toContain('    voids DeadlineSet, revision 2\n');
    expect(out).toMatch(/^ {4}from .+: “.+” \(joint-statement\)/m);
    expect(out).not.toMatch(/undefined|null|\[object/);
  });
});

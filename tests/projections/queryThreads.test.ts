// Questions answered by threads of their own: the same answers, at one commit each, with an end to each.
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fill } from '../../src/generator/fill.ts';
import type { ReadModelsParts } from '../../src/projections/openReadModels.ts';
import type { Page } from '../../src/projections/readModels.ts';
import { QueryThreads } from '../../src/projections/threads/queryThreads.ts';
import { agreedBody, openNode, PATIENT, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2026-01-01T00:00:00Z');

async function nodeWith(commitments: number, parts: Partial<ReadModelsParts> = {}): Promise<TestNode> {
  const node = openNode(await tempDir(), () => NOW, parts);
  onTestFinished(() => node.close());
  if (commitments > 0) await fill(node.engine.ledger, { commitments, seed: 5 });
  expect(await node.settled()).toBe(true);
  return node;
}

const list = { limit: 50 };
const idsOf = ({ items }: Page): string[] => items.map((item) => JSON.parse(item).id);

describe('a query thread', () => {
  it('answers as the thread that serves would, whatever is asked', async () => {
    const { readModels, journal } = await nodeWith(60);
    const { queries } = readModels;
    const { sequence } = journal.head();
    const then = { asOf: Date.parse('2015-06-01'), sequence: Math.floor(sequence / 2) };
    const at = { asOf: NOW, sequence };
    expect(await readModels.ask('commitments', [{ q: 'co*' }, list])).toEqual(queries.commitments({ q: 'co*' }, list));
    expect(await readModels.ask('commitments', [{}, list, then])).toEqual(queries.commitments({}, list, then));
    expect(await readModels.ask('parties', [list])).toEqual(queries.parties(list));
    expect(await readModels.ask('statistics', [{}, at])).toEqual(await queries.statistics({}, at));
    const asked = { from: 0, to: NOW, by: 'recorded' } as const;
    expect(await readModels.ask('changes', [asked, list])).toEqual(queries.changes(asked, list));
    const [id = ''] = idsOf(queries.commitments({}, list, then));
    expect(await readModels.ask('commitment', [id, then])).toEqual(queries.commitment(id, then));
  });

  it('throws what the query throws', async () => {
    const { readModels } = await nodeWith(0);
    await expect(readModels.ask('commitments', [{}, { limit: 1, cursor: 'none' }])).rejects.toThrow(
      expect.objectContaining({ name: 'InvalidCursor' }),
    );
  });

  it('sees each commit as a whole while others record', async () => {
    const node = await nodeWith(0);
    await registerBasics(node);
    let recording = true;
    const record = async () => {
      for (let n = 0; n < 150; n++) await node.record('AgreeBody', { ...agreedBody, title: `Body ${n}` });
      recording = false;
    };
    const recorded = record();
    let looked = 0;
    while (recording || looked < 5) {
      const page = await node.readModels.ask('commitments', [{}, { limit: 500 }]);
      const opened = node.journal
        .read(-1, Number(page.at?.sequence) + 1)
        .filter(({ text }) => text.includes('"type":"BodyAgreed"'));
      expect(page.items).toHaveLength(opened.length);
      looked++;
    }
    await recorded;
  });

  it('answers from the models that were built anew', async () => {
    const { readModels, ...node } = await nodeWith(20);
    const before = await readModels.ask('commitments', [{}, list]);
    await readModels.rebuild();
    expect(await readModels.ask('commitments', [{}, list])).toEqual(before);
    await registerBasics(node);
    const { id } = await node.record('AgreeBody', agreedBody);
    await node.settled();
    expect(idsOf(await readModels.ask('commitments', [{}, list]))).toContain(id);
  });
});

describe('a thread that cannot start', () => {
  it('refuses what was asked, and is started again for what is asked when the cause is gone', async () => {
    const dataDir = await tempDir();
    const threads = new QueryThreads({ dataDir, journalFile: join(dataDir, 'ledger.db'), clock: () => NOW }, PATIENT);
    onTestFinished(() => threads.close());
    await expect(threads.ask('parties', [list])).rejects.toThrow(/ledger\.db/);
    const node = openNode(dataDir, () => NOW);
    onTestFinished(() => node.close());
    await registerBasics(node);
    await node.settled();
    expect((await threads.ask('parties', [list])).items).toHaveLength(2);
  });
});

describe('a question', () => {
  it('that takes longer than it may is refused', async () => {
    const { readModels } = await nodeWith(20, { queryThreads: { deadline: 1 } });
    await expect(readModels.ask('commitments', [{}, list])).rejects.toMatchObject({
      name: 'QueryRefused',
      why: 'too-long',
    });
  });

  it('is refused where too many wait already, and those that wait are answered', async () => {
    const { readModels } = await nodeWith(20, { queryThreads: { threads: 1, queue: 2 } });
    const asked = Array.from({ length: 8 }, () => readModels.ask('commitments', [{}, list]));
    const ends = await Promise.allSettled(asked);
    const refused = ends.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThanOrEqual(5);
    for (const end of refused) expect(end).toMatchObject({ reason: { name: 'QueryRefused', why: 'too-many' } });
    expect(ends.length - refused.length).toBeGreaterThanOrEqual(2);
  });

  it('whose asker has gone is answered to nobody, and frees its thread', async () => {
    const { readModels } = await nodeWith(20, { queryThreads: { threads: 1 } });
    const gone = new AbortController();
    const left = readModels.ask('commitments', [{}, list], gone.signal);
    gone.abort();
    await expect(left).rejects.toMatchObject({ name: 'NobodyWaits' });
    expect((await readModels.ask('commitments', [{}, list])).items).not.toHaveLength(0);
  });

  it('that is under way when the models are closed ends with them', async () => {
    const node = openNode(await tempDir(), () => NOW);
    await fill(node.engine.ledger, { commitments: 20, seed: 5 });
    const asked = node.readModels.ask('commitments', [{}, list]);
    const ended = expect(asked).rejects.toMatchObject({ name: 'NobodyWaits' });
    await setTimeout(1);
    await node.close();
    await ended;
  });
});

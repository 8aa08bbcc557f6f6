// A rebuild beside the models in use: the same rows as following makes, while answers go on.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fill } from '../../src/generator/fill.ts';
import { buildModels } from '../../src/projections/build/buildModels.ts';
import { openModelsReader } from '../../src/projections/modelsFile.ts';
import { MODELS_SCHEMA } from '../../src/projections/schema.ts';
import { recordManyParties } from '../support/manyParties.ts';
import { contents } from '../support/modelsRows.ts';
import { agreedBody, citations, openNode, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2025-06-26T00:00:00Z');
const clock = () => NOW;

async function withHistory(node: TestNode): Promise<void> {
  await registerBasics(node);
  for (let i = 0; i < 12; i++) {
    const { id, events } = await node.record('AgreeBody', { ...agreedBody, title: `Body ${i}`, deadline: '2025-09' });
    const on = { commitment: id, effectiveAt: '2025-06-25', citations };
    await node.record('AssertTerm', { ...on, term: 'level', value: 'working-level' });
    await node.record('AssertTerm', { ...on, term: 'level', value: `level ${i % 2}` });
    await node.record('ProposeBody', { ...on, effectiveAt: '2025-04', parties: ['KR'], occasion: 'summit-2025' });
    if (i % 3 === 0)
      await node.record('CorrectRecord', {
        ...on,
        event: events[0]?.id,
        cause: 'recorder',
        reason: 'a slip',
        void: true,
      });
    if (i % 2 === 0) await node.record('SubmitEvidence', { ...on, about: '2025-06', summary: `A ${i}th dialogue` });
    await node.record('ReportDelivery', { ...on, reporter: 'KR', level: i % 2 === 0 ? 'delivered' : 'stalled' });
  }
  await node.settled();
}

describe('a build from nothing', () => {
  it('makes the very rows that following the journal makes', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    await buildModels({
      dataDir: dir,
      file: 'next.db',
      journal: node.journal,
      clock,
      signal: new AbortController().signal,
    });
    expect(contents(dir, 'next.db')).toEqual(contents(dir, 'models.db'));
  });

  it('makes those of an agreement whose body is kept in pieces, followed before and after the node was closed', async () => {
    const dir = await tempDir();
    const before = openNode(dir, clock);
    await registerBasics(before);
    const commitment = await recordManyParties(before.record, 'yonhap-2025-06-26');
    await before.settled();
    await before.close();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    const act = { commitment, party: 'S20', position: 'withdrawing', effectiveAt: '2024-02-01', citations };
    await node.record('ChangePosition', act);
    await node.settled();
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'next.db', journal: node.journal, clock, signal });
    const built = contents(dir, 'next.db');
    expect(built.piece?.length).toBeGreaterThan(5);
    expect(built).toEqual(contents(dir, 'models.db'));
  });

  it('makes those of a generated ledger, whose streams are shared out among threads', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await fill(node.engine.ledger, { commitments: 400, seed: 7 });
    expect(node.journal.head().sequence).toBeGreaterThan(2_000);
    expect(await node.settled()).toBe(true);
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'next.db', journal: node.journal, clock, signal });
    expect(contents(dir, 'next.db')).toEqual(contents(dir, 'models.db'));
  });

  it('makes the rows of a ledger that was closed and opened again in the middle', async () => {
    const dir = await tempDir();
    const before = openNode(dir, clock);
    await withHistory(before);
    const { id } = await before.record('AgreeBody', { ...agreedBody, title: 'Before it was closed' });
    await before.settled();
    await before.close();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    const on = { commitment: id, effectiveAt: '2025-06-25', citations };
    await node.record('AssertTerm', { ...on, term: 'level', value: 'ministerial' });
    await node.record('AmendCommitment', { ...on, condition: 'if funded' });
    await node.record('AmendCommitment', { ...on, condition: null });
    await node.settled();
    const signal = new AbortController().signal;
    await buildModels({ dataDir: dir, file: 'next.db', journal: node.journal, clock, signal });
    const built = contents(dir, 'next.db');
    expect(built).toEqual(contents(dir, 'models.db'));
    expect(built.words).toEqual(expect.arrayContaining([expect.stringContaining('"ministerial"')]));
  });

  it('tells how far it is, and ends at once when it is told to', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    const stop = new AbortController();
    const told: number[] = [];
    const onProgress = (projected: number, stored: number) => {
      told.push(projected, stored);
      stop.abort();
    };
    const building = buildModels({
      dataDir: dir,
      file: 'next.db',
      journal: node.journal,
      clock,
      signal: stop.signal,
      onProgress,
    });
    await expect(building).rejects.toThrow('aborted');
    expect(told.slice(0, 2)).toEqual([74, 74]);
  });

  it('ends when it is told to, and leaves the models in use as they are', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    await withHistory(node);
    const rebuilding = expect(node.readModels.rebuild()).rejects.toThrow('aborted');
    await node.close();
    await rebuilding;
    expect(contents(dir, 'models.db').commitment).toHaveLength(12);
  });
});

describe("a models' file of an older schema", () => {
  it('is thrown away and built again, so that no answer is read from a shape this version does not write', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    await withHistory(node);
    await node.close();
    const built = contents(dir, 'models.db');
    const db = new DatabaseSync(join(dir, 'models.db'));
    db.exec(`DELETE FROM facet; DROP INDEX version_late; PRAGMA user_version = ${MODELS_SCHEMA - 1}`);
    db.close();
    expect(() => openModelsReader(dir, node.journal, clock)).toThrow('start the server or run rebuild');
    const again = openNode(dir, clock);
    onTestFinished(() => again.close());
    expect(await again.settled()).toBe(true);
    expect(contents(dir, 'models.db')).toEqual(built);
  });
});

describe('a rebuild', () => {
  it('takes the place of the models in use while commands and queries go on', async () => {
    const dir = await tempDir();
    const node = openNode(dir, clock);
    onTestFinished(() => node.close());
    await withHistory(node);
    const { queries } = node.readModels;
    const before = queries.commitments({}, { limit: 500 }).items;
    const rebuilding = node.readModels.rebuild();
    expect(node.readModels.health()[0]).toMatchObject({ state: 'live', rebuild: { stored: 74 } });
    const { id } = await node.record('AgreeBody', { ...agreedBody, title: 'While it is rebuilt' });
    await node.settled();
    expect(node.readModels.queries.commitment(id)).toBeDefined();
    await rebuilding;
    expect(queries.commitment(id)).toBeDefined();
    expect(queries.commitments({}, { limit: 500 }).items).toEqual(expect.arrayContaining([...before]));
    const late = await node.record('AgreeBody', { ...agreedBody, title: 'After it' });
    await node.settled();
    expect(node.readModels.queries.commitment(late.id)).toBeDefined();
    expect(node.readModels.health()[0]).not.toHaveProperty('rebuild');
  });
});

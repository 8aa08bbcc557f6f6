// The projection engine: exactly once in effect, resumable anywhere, and stopped by what it cannot read.
import { describe, expect, it, onTestFinished } from 'vitest';
import type { NewEvent } from '../../src/domain/envelope.ts';
import { removeReadModels } from '../../src/projections/openReadModels.ts';
import { agreedBody, citations, openNode, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2025-06-26T00:00:00Z');
const clock = () => NOW;

const poison = (type: string): NewEvent => ({
  id: '11111111-1111-5111-8111-111111111111',
  type,
  version: 1,
  data: { what: 'nobody knows' },
  metadata: {
    recordedAt: new Date(NOW).toISOString(),
    actor: 'somebody',
    key: 'k',
    payloadHash: '',
    $correlationId: 'c',
    $causationId: 'c',
  },
});

/** Every answer there is, as bytes. */
const answers = ({ readModels: { queries } }: TestNode): string[] =>
  [queries.commitments({}, { limit: 500 }), queries.parties({ limit: 500 }), queries.sources({ limit: 500 })].flatMap(
    ({ items }) => [...items],
  );

async function filled(dir: string): Promise<TestNode> {
  const node = openNode(dir, clock);
  await registerBasics(node);
  for (let i = 0; i < 20; i++) {
    const { id } = await node.record('AgreeBody', { ...agreedBody, title: `Body ${i}` });
    await node.record('ProposeBody', { commitment: id, effectiveAt: '2025-04', citations, parties: ['KR'] });
  }
  await node.settled();
  return node;
}

describe('the projection engine', () => {
  it('goes on from its cursor after a restart, and projects nothing twice', async () => {
    const dir = await tempDir();
    const first = await filled(dir);
    const before = answers(first);
    await first.close();
    const second = openNode(dir, clock);
    onTestFinished(() => second.close());
    expect(second.readModels.health().map(({ cursor }) => cursor)).toEqual([43, 43]);
    expect(answers(second)).toEqual(before);
    await second.record('RegisterParty', { party: 'JP', name: 'Japan', kind: 'state' });
    await second.settled();
    expect(second.readModels.health().map(({ projected, stored }) => [projected, stored])).toEqual([
      [45, 45],
      [45, 45],
    ]);
  });

  it('gives the same answers, byte for byte, when the models are deleted and built again', async () => {
    const dir = await tempDir();
    const first = await filled(dir);
    const before = answers(first);
    await first.close();
    removeReadModels(dir);
    const second = openNode(dir, clock);
    onTestFinished(() => second.close());
    await second.settled();
    expect(answers(second)).toEqual(before);
  });

  it('announces each batch once, after its commit, in order', async () => {
    const node = openNode(await tempDir(), clock);
    onTestFinished(() => node.close());
    const seen: number[] = [];
    node.readModels.committed.subscribe(({ from, to }) => {
      seen.push(from, to);
      expect(node.readModels.health().every(({ cursor }) => cursor >= to)).toBe(true);
    });
    await registerBasics(node);
    await node.settled();
    expect(seen[0]).toBe(0);
    expect(seen.at(-1)).toBe(3);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it.each(['NobodyKnows', 'BodyAgreed'])(
    'stops a projection before a poison event %s, says why, and lets the others go on',
    async (type) => {
      const dir = await tempDir();
      const node = openNode(dir, clock);
      onTestFinished(() => node.close());
      await registerBasics(node);
      const { id } = await node.record('AgreeBody', agreedBody);
      await node.engine.ledger.append('commitment-22222222-2222-5222-8222-222222222222', [poison(type)], 'no_stream');
      await node.record('RegisterParty', { party: 'JP', name: 'Japan', kind: 'state' });
      expect(await node.readModels.reached(node.journal.head().sequence, 2_000)).toBe(false);
      await expect
        .poll(() => node.readModels.health())
        .toMatchObject([
          { name: 'commitments', state: 'failed', cursor: 4, failure: { sequence: 5, event: poison(type).id } },
          { name: 'directory', state: 'live', cursor: 6 },
        ]);
      expect(node.readModels.health()[0]?.failure?.reason).toContain('cannot be read');
      expect(node.readModels.queries.commitment(id)).toBeDefined();
      expect(node.readModels.queries.party('JP')).toBeDefined();
      expect(node.crashes).toEqual([]);
    },
  );

  it('says in time that a sequence has not been reached', async () => {
    const node = openNode(await tempDir(), clock);
    onTestFinished(() => node.close());
    expect(await node.readModels.reached(10, 20)).toBe(false);
  });
});

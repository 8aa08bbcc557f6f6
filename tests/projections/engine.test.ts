// The projection engine: exactly once in effect, and resumable anywhere.
import { describe, expect, it, onTestFinished } from 'vitest';
import { removeReadModels } from '../../src/projections/openReadModels.ts';
import { agreedBody, citations, openNode, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2025-06-26T00:00:00Z');
const clock = () => NOW;

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

  it('says in time that a sequence has not been reached', async () => {
    const node = openNode(await tempDir(), clock);
    onTestFinished(() => node.close());
    expect(await node.readModels.reached(10, 20)).toBe(false);
  });
});

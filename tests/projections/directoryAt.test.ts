// What commitments refer to, on both clocks: a party's name, a source's retraction, an occasion's recording.
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { directoryAt } from '../../src/projections/directory/directoryAt.ts';
import { openNode, registerBasics, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const day = (date: string): number => Date.parse(`${date}T00:00:00Z`);

let now: number;
let node: TestNode;

beforeEach(async () => {
  now = day('2025-06-26');
  node = openNode(await tempDir(), () => now);
  onTestFinished(() => node.close());
  await registerBasics(node);
});

describe('a record of the directory', () => {
  it('has the name that a party had at an instant, by what was known at a sequence', async () => {
    const before = node.journal.head().sequence;
    const renamed = { party: 'KR', change: 'renamed', effectiveAt: '2025-03-01', name: 'Korea' };
    await node.record('ChangeParty', renamed);
    const nameAt = (asOf: number, knownAt?: number) =>
      directoryAt(node.journal, { kind: 'party', id: 'KR' }, { asOf, knownAt })?.name;
    expect(nameAt(day('2025-02-01'))).toBe('Republic of Korea');
    expect(nameAt(day('2025-04-01'))).toBe('Korea');
    expect(nameAt(day('2025-04-01'), before)).toBe('Republic of Korea');
  });

  it('stands retracted from when a source was, by what was known', async () => {
    const before = node.journal.head().sequence;
    const source = 'yonhap-2025-06-26';
    await node.record('RetractSource', { source, effectiveAt: '2025-06-20', reason: 'withdrawn by its publisher' });
    const isRetracted = (asOf: number, knownAt?: number) =>
      directoryAt(node.journal, { kind: 'source', id: source }, { asOf, knownAt })?.retracted !== null;
    expect(isRetracted(day('2025-06-19'))).toBe(false);
    expect(isRetracted(day('2025-06-26'))).toBe(true);
    expect(isRetracted(day('2025-06-26'), before)).toBe(false);
  });

  it('is not there before it was recorded', () => {
    const record = { kind: 'occasion', id: 'summit-2025' } as const;
    expect(directoryAt(node.journal, record, {})?.title).toBe('Summit');
    expect(directoryAt(node.journal, record, { knownAt: 0 })).toBeUndefined();
  });
});

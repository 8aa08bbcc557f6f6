// What is named twice in a command counts once, in the fold: the command was accepted, and stays so.
import { describe, expect, it, onTestFinished } from 'vitest';
import { citations, openNode, registerBasics } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const NOW = Date.parse('2025-06-26T00:00:00Z');
const KR = { code: 'KR', role: 'committer' };

async function pledged() {
  const node = openNode(await tempDir(), () => NOW);
  onTestFinished(() => node.close());
  await registerBasics(node);
  const act = { effectiveAt: '2020-01-01', citations, title: 'A pledge', parties: [KR, KR], areas: ['climate'] };
  const { id, events } = await node.record('PledgeContribution', act);
  const on = { commitment: id, effectiveAt: '2021-01-01', citations };
  const shown = async () => {
    expect(await node.settled()).toBe(true);
    return JSON.parse(node.readModels.queries.commitment(id)?.body ?? '{}') as Record<string, unknown>;
  };
  return { node, id, on, opening: events[0]?.id, shown };
}

describe('named twice, it counts once:', () => {
  it('an area of an amendment, and every other commitment stays live', async () => {
    const { node, id, on, shown } = await pledged();
    await node.record('AmendCommitment', { ...on, areas: ['energy', 'energy'] });
    const other = { ...on, commitment: undefined, title: 'Another pledge', parties: [KR], areas: ['energy'] };
    await node.record('PledgeContribution', other);
    expect(await shown()).toMatchObject({ id, areas: ['energy'] });
    const { queries } = node.readModels;
    expect(queries.commitments({ area: 'energy' }, { limit: 9 }).items).toHaveLength(2);
    expect(queries.commitments({ area: 'climate' }, { limit: 9 }).items).toHaveLength(0);
    const at = { asOf: NOW, sequence: node.journal.head().sequence };
    expect(JSON.parse(await queries.statistics({ by: 'area', value: 'energy' }, at))).toMatchObject({ commitments: 2 });
    expect(node.readModels.setAside().records).toBe(0);
  });

  it('a role that an amendment gives', async () => {
    const { node, on, shown } = await pledged();
    await node.record('AmendCommitment', { ...on, roles: [KR, KR] });
    expect(await shown()).toMatchObject({ parties: [KR], status: 'agreed' });
  });

  it('an area of an assertion, which contests nothing', async () => {
    const { node, on, shown } = await pledged();
    await node.record('AssertTerm', { ...on, term: 'area', value: ['energy', 'space'] });
    await node.record('AssertTerm', { ...on, term: 'area', value: ['space', 'energy', 'space'] });
    expect(await shown()).toMatchObject({ contested: [], terms: [{ term: 'area', standing: 'undisputed' }] });
  });

  it('evidence of an assessment, and a party of an entry into force', async () => {
    const { node, on, shown } = await pledged();
    const { events } = await node.record('SubmitEvidence', { ...on, about: '2021', summary: 'It was paid' });
    const evidence = events[0]?.id;
    await node.record('ReviewEvidence', { ...on, evidence, outcome: 'accepted', reason: 'seen' });
    const verdict = { assessor: 'board', party: 'KR', window: '2021', stage: 'final', verdict: 'kept', reason: 'paid' };
    await node.record('IssueAssessment', { ...on, ...verdict, evidence: [evidence, evidence] });
    await node.record('EnterIntoForce', { ...on, parties: ['KR', 'KR'], basis: 'one signature' });
    expect(await shown()).toMatchObject({
      verdict: [{ collective: 1, coverage: { rated: 1, of: 1 }, verdicts: [{ evidence: [evidence] }] }],
      position: [{ party: 'KR', bound: true }],
    });
  });

  it('a participant of an occasion', async () => {
    const { node } = await pledged();
    const meeting = { occasion: 'meeting', title: 'A meeting', kind: 'meeting', date: '2025-06' };
    await node.record('RecordOccasion', { ...meeting, participants: ['KR', 'NATO', 'KR'] });
    await node.settled();
    const { participants } = JSON.parse(node.readModels.queries.occasion('meeting')?.body ?? '{}');
    expect(participants).toEqual(['KR', 'NATO']);
  });
});

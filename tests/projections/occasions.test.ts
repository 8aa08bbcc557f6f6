// An occasion's answer: what was said and done there about any commitment, and who held the offices that took part.
import fc from 'fast-check';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { readEvent } from '../../src/domain/read.ts';
import { askedInstant } from '../../src/domain/time.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { openNode, registerBasics, type TestNode } from '../support/node.ts';
import { idOf, recorded } from '../support/recordedHistories.ts';
import { tempDir } from '../support/tempDir.ts';

const LEE = '7c2c9c2e-1d1f-4b42-9a53-2f0f5d1e7a10';
const WI = '018f3c1e-5f2a-7b1d-8c3e-4d5f6a7b8c9d';
const A = 'a0000000-0000-4000-8000-00000000000a';
const B = 'b0000000-0000-4000-8000-00000000000b';
const report = (speaker?: string) => [{ source: 'yonhap-2025-06-26', as: 'quoted', ...(speaker ? { speaker } : {}) }];

let now: number;
let node: TestNode;
const on = (date: string) => {
  now = Date.parse(`${date}T12:00:00Z`);
};

beforeEach(async () => {
  on('2025-06-26');
  node = openNode(await tempDir(), () => now);
  onTestFinished(() => node.close());
  await registerBasics(node);
  for (const [party, office, title] of [
    ['KR', 'president', 'President'],
    ['KR', 'adviser', 'National Security Adviser'],
    ['NATO', 'secretary-general', 'Secretary General'],
  ])
    await node.record('RecordOffice', { party, office, title });
  await node.record('RecordOccasion', {
    occasion: 'meeting',
    title: 'A meeting',
    kind: 'meeting',
    date: '2025-06-25',
    participants: ['KR/adviser', 'NATO/secretary-general'],
  });
});

const change = (office: string, holder: string, what: 'took' | 'left', effectiveAt: string) =>
  node.record('ChangeOfficeHolder', { party: 'KR', office, holder, change: what, effectiveAt });

interface Whole {
  readonly participants: readonly string[];
  readonly offices: readonly unknown[];
  readonly said: readonly Readonly<Record<'commitment' | 'title' | 'type' | 'event', string>>[];
  readonly complete: boolean;
  readonly revision: string;
}
async function meeting(asOf?: string, sequence = node.journal.head().sequence): Promise<Whole> {
  await node.settled();
  const at = asOf === undefined ? undefined : { asOf: askedInstant(asOf) as number, sequence };
  return JSON.parse(node.readModels.queries.occasion('meeting', at)?.body ?? 'null') as Whole;
}

const letter = (commitment: string, more: object = {}) => ({
  commitment,
  effectiveAt: '2025-06-25',
  title: 'A letter',
  occasion: 'meeting',
  citations: report('KR/president'),
  parties: [
    { code: 'KR', role: 'committer', office: 'president' },
    { code: 'KR', role: 'bearer', office: 'adviser' },
    { code: 'NATO', role: 'addressee', office: 'secretary-general' },
  ],
  ...more,
});

describe('an occasion', () => {
  it('tells what was said there: of which commitment, by whom, borne by whom, and to whom', async () => {
    await node.record('ReaffirmStatement', letter(A));
    await node.record('ReaffirmStatement', letter(B, { occasion: 'summit-2025' }));
    const evidence = { commitment: A, effectiveAt: '2025-06-26', about: '2025', summary: 'It was read.' };
    await node.record('SubmitEvidence', { ...evidence, occasion: 'meeting', citations: report() });
    const { said, complete, participants, revision } = await meeting();
    expect(said).toEqual([
      {
        commitment: A,
        title: 'A letter',
        kind: 'statement',
        event: expect.any(String),
        revision: '0',
        type: 'StatementReaffirmed',
        act: 'reaffirmed',
        effectiveAt: '2025-06-25',
        by: ['KR/president'],
        bearers: ['KR/adviser'],
        addressees: ['NATO/secretary-general'],
        summary: null,
        citations: report('KR/president'),
      },
      expect.objectContaining({
        commitment: A,
        type: 'EvidenceSubmitted',
        act: null,
        by: [],
        summary: 'It was read.',
        effectiveAt: '2025-06-26',
      }),
    ]);
    expect({ complete, participants, revision }).toEqual({
      complete: true,
      participants: ['KR', 'NATO'],
      revision: '0',
    });
  });

  it('obeys both clocks: what was said later is not told, nor what became known later', async () => {
    await node.record('ReaffirmStatement', letter(A));
    const known = node.journal.head().sequence;
    on('2025-07-29');
    const further = { commitment: A, occasion: 'meeting', citations: report() };
    await node.record('SubmitEvidence', { ...further, effectiveAt: '2025-07-01', about: '2025', summary: 'x' });
    await node.record('ReaffirmStatement', letter(B, { title: 'Known late' }));
    const typesAt = async (asOf?: string, sequence?: number) =>
      (await meeting(asOf, sequence)).said.map(({ commitment, type }) => `${commitment[0]} ${type}`);
    expect(await typesAt()).toEqual(['a StatementReaffirmed', 'b StatementReaffirmed', 'a EvidenceSubmitted']);
    expect(await typesAt('2025-06-30')).toEqual(['a StatementReaffirmed', 'b StatementReaffirmed']);
    expect(await typesAt('2025-07-29', known)).toEqual(['a StatementReaffirmed']);
    expect(await typesAt('2025-06-24')).toEqual([]);
    expect(await meeting('2025-06-30', 0)).toBeNull();
  });

  it('tells a corrected event as it was corrected, and none that was voided or moved to another occasion', async () => {
    const { events } = await node.record('ReaffirmStatement', letter(A));
    const moved = await node.record('ReaffirmStatement', letter(B));
    const correcting = { effectiveAt: '2025-06-25', citations: report(), cause: 'recorder', reason: 'x' };
    await node.record('CorrectRecord', {
      ...correcting,
      commitment: A,
      event: events[0]?.id,
      replacement: letter(A, { title: 'Better' }),
    });
    await node.record('CorrectRecord', {
      ...correcting,
      commitment: B,
      event: moved.events[0]?.id,
      replacement: letter(B, { occasion: 'summit-2025' }),
    });
    expect((await meeting()).said).toMatchObject([{ commitment: A, title: 'Better' }]);
    await node.record('CorrectRecord', { ...correcting, commitment: A, event: events[0]?.id, void: true });
    expect((await meeting()).said).toEqual([]);
  });

  it('tells who held the offices that took part on its day, whoever holds them now', async () => {
    await change('adviser', WI, 'took', '2025-06-05');
    await change('adviser', LEE, 'took', '2025-06-26');
    on('2025-12-31');
    await change('adviser', WI, 'left', '2025-12-01');
    expect((await meeting()).offices).toEqual([
      {
        party: 'KR',
        office: 'adviser',
        title: 'National Security Adviser',
        holders: [{ holder: WI, since: '2025-06-05' }],
      },
      { party: 'NATO', office: 'secretary-general', title: 'Secretary General', holders: [] },
    ]);
  });

  it('is the same tag where it is the same, and another where something was said there since', async () => {
    const tag = async () => {
      await node.settled();
      return node.readModels.queries.occasion('meeting')?.etag;
    };
    const before = await tag();
    expect(await tag()).toBe(before);
    await node.record('ReaffirmStatement', letter(A));
    expect(await tag()).not.toBe(before);
  });

  it('says that it is not whole where it is of more commitments than one answer holds', {
    timeout: 60_000,
  }, async () => {
    for (let index = 0; index < 201; index++)
      await node.record('ReaffirmStatement', letter(`a0000000-0000-4000-8000-${String(index).padStart(12, '0')}`));
    const { said, complete } = await meeting();
    expect({ said: said.length, complete }).toEqual({ said: 200, complete: false });
  });
});

/** By the histories alone: what names the occasion and is in effect, of every commitment that an act opened by then. */
function oracle(journal: Journal, ids: readonly string[], occasion: string, at: { asOf: number; sequence: number }) {
  return ids.flatMap((id) => {
    const facts = journal
      .readStream(`commitment-${id}`, at.sequence)
      .map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
    const { record, timeline } = commitmentOf(facts);
    if (segmentAt(segmentsOf(timeline), at.asOf) === undefined) return [];
    const { title } = identityOf(id, record);
    return timeline.effects
      .filter((effect) => effect.at <= at.asOf && !(effect.act !== undefined && effect.voided))
      .filter(({ event }) => event.data.occasion === occasion)
      .map(({ event }) => `${id} ${title} ${event.id}`);
  });
}

/** Recorded before all else, so that what was known of commitments at any sequence can be asked of it. */
async function occasionFirst({ engine }: TestNode): Promise<void> {
  const data = { occasion: 'summit-0', title: 'A summit', kind: 'summit', date: '2024' };
  const metadata = { actor: 'a', key: 'k', payloadHash: '', $correlationId: '', $causationId: '' };
  const event = { id: 'd0000000-0000-4000-8000-000000000000', type: 'OccasionRecorded', version: 1, data };
  const recordedAt = '2023-12-01T00:00:00.000Z';
  await engine.ledger.append('occasion-summit-0', [{ ...event, metadata: { ...metadata, recordedAt } }], 'no_stream');
}

function told({ readModels: { queries } }: TestNode, at: { asOf: number; sequence: number }): string[] {
  const { said } = JSON.parse(queries.occasion('summit-0', at)?.body ?? '{"said":[]}') as Whole;
  return said.map(({ commitment, title, event }) => `${commitment} ${title} ${event}`);
}

describe('what was said at an occasion', () => {
  it('is what the histories say, as of any instant and as known at any sequence', { timeout: 120_000 }, async () => {
    const histories = fc.array(arbitraryHistory, { minLength: 2, maxLength: 4 });
    const share = fc.tuple(fc.nat(1_000), fc.integer({ min: -200, max: 1_200 }));
    const places = fc.array(share, { minLength: 10, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(histories, places, async (drawn, asked) => {
        const other = openNode(await tempDir(), () => Date.parse('2026-01-01T00:00:00Z'));
        onTestFinished(() => other.close());
        await occasionFirst(other);
        await recorded(other, drawn);
        const ids = drawn.map((_, index) => idOf(index));
        const [first, head] = [other.journal.read(0, 1)[0]?.clock ?? 0, other.journal.head()];
        for (const [known, effective] of asked) {
          const asOf = Math.round(first + (effective / 1_000) * (head.clock - first));
          const at = { asOf, sequence: Math.round((known / 1_000) * head.sequence) };
          expect(told(other, at).sort()).toEqual([...new Set(oracle(other.journal, ids, 'summit-0', at))].sort());
        }
      }),
      { numRuns: 20, endOnFailure: true },
    );
  });
});

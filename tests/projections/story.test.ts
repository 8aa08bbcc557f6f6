// The story of a commitment, whatever its history: nothing is told without a word, and nothing that moved is left out.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ChangeItem } from '../../src/cli/text/changes.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { present } from '../../src/domain/commitment/present.ts';
import { segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import type { Known } from '../../src/projections/changes/changeItem.ts';
import {
  type Between,
  type Change,
  inEffectiveOrder,
  inRecordedOrder,
  storyOf,
} from '../../src/projections/changes/story.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { BODY, corrected, eventAt, historyOf, opened, type Said, said } from '../support/history.ts';
import { keptOf, keptOfNothing, putOn } from '../support/puttingOn.ts';
import { agreement, change, force } from '../support/treaty.ts';

const RUNS = { numRuns: 60 };
const ALWAYS: Between = { from: -8.64e15, to: 8.64e15, voided: true };
const NO_SOURCE = () => undefined;

const knownIn = (events: readonly CommitmentFact[]): Known[] =>
  events.map((fact) => ({ fact, sequence: fact.revision * 3, clock: fact.recordedAt }));
const read = (changes: readonly Change[]): ChangeItem[] => changes.map(({ tell }) => JSON.parse(tell()) as ChangeItem);
const effective = (events: readonly CommitmentFact[], between = ALWAYS) =>
  read(inEffectiveOrder(storyOf(BODY, knownIn(events), NO_SOURCE), between));
const recorded = (events: readonly CommitmentFact[], revisions = events.map(({ revision }) => revision)) =>
  read(inRecordedOrder(BODY, knownIn(events), NO_SOURCE, revisions));

const NOTHING = keptOfNothing();

/** Corrections follow the known clock alone: no instant of the effective one moves them. */
const answered = (events: readonly CommitmentFact[], at: number, how?: 'without corrections'): unknown => {
  const { record, timeline } = commitmentOf(events);
  const segment = segmentAt(segmentsOf(timeline), at);
  const known = identityOf(BODY, record);
  const identity = how === undefined ? known : { ...known, corrections: [] };
  return segment ? keptOf({ ...present(identity, segment.state, at), id: undefined }) : NOTHING;
};
const putAll = (items: readonly ChangeItem[]): unknown => items.flatMap(({ moved }) => moved).reduce(putOn, NOTHING);

describe('the sentence of an act', () => {
  const REC = { code: 'REC', role: 'beneficiary' };
  const summaries = (history: readonly Said[]) => effective(factsOf(history)).map(({ summary }) => summary);

  it('names those that commit themselves, each once, and nobody that is told of it, bears it or receives', () => {
    const KR = { code: 'KR', role: 'committer' };
    const parties = [KR, REC, { code: 'KR', role: 'beneficiary' }, { code: 'NATO', role: 'addressee' }];
    const further = said('BodyReaffirmed', { parties: ['NATO', 'KR', 'REC'], effectiveAt: '2025-07-01' });
    expect(summaries([opened({ parties }), further])).toEqual(['KR agreed on it', 'KR reaffirmed it']);
  });

  it('names nobody where a text is open for signature and nobody has signed it yet', () => {
    const history = [opened({ parties: [{ code: 'UN', role: 'bearer' }], openForSignature: true }, 'AgreementAgreed')];
    expect(summaries(history)).toEqual(['it was agreed on']);
  });
});

describe('the story of any history', () => {
  it('has no blank entry: something moved, or it says why nothing did, and in a sentence what was recorded', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        for (const item of [...effective(events), ...recorded(events)]) {
          expect(item.moved.length > 0).toBe(item.unmoved === null);
          expect(item.summary).toMatch(/\S/);
          expect(item.summary).not.toContain('undefined');
          expect(item.type === null).toBe(item.passed.length > 0);
          expect(item.citations).not.toEqual([]);
        }
      }),
      RUNS,
    );
  });

  it('in effective order leads to what is answered at the end of time', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        const told = effective(events);
        expect(putAll(told)).toEqual(answered(events, Number.MAX_VALUE, 'without corrections'));
        for (const { moved } of told) expect(moved.map(({ what }) => what)).not.toContain('corrections');
      }),
      RUNS,
    );
  });

  it('in recorded order leads from one event to the next to what is answered when the last one was recorded', () => {
    fc.assert(
      fc.property(arbitraryHistory, (events) => {
        // all on one day, since what a day between two recordings moved is told of no event
        const at = events.at(-1)?.recordedAt ?? 0;
        const onOneDay = events.map((event) => ({ ...event, recordedAt: at }));
        expect(putAll(recorded(onOneDay))).toEqual(answered(onOneDay, at));
      }),
      RUNS,
    );
  });

  it('is told in parts as it is told at once', () => {
    fc.assert(
      fc.property(arbitraryHistory, fc.integer({ min: 0, max: 40 }), (events, no) => {
        const whole = effective(events);
        const at = Date.parse(whole[no % Math.max(1, whole.length)]?.at ?? '2024-01-01');
        const parts = [
          { from: ALWAYS.from, to: at - 1, voided: true },
          { from: at, to: at, voided: true },
          { from: at + 1, to: ALWAYS.to, voided: true },
        ];
        expect(parts.flatMap((between) => effective(events, between))).toEqual(whole);
        const half = no % events.length;
        expect([...recorded(events, [half])]).toEqual([recorded(events)[half]]);
      }),
      RUNS,
    );
  });
});

const factsOf = (history: readonly Said[]) => historyOf(...history) as readonly CommitmentFact[];
const moves = ({ moved }: ChangeItem) => moved.map(({ what, of, before, after }) => [what, of?.party, before, after]);

describe('a day that came', () => {
  it('says what it brought and which event had set it, and comes before what happened on that day', () => {
    const items = effective(
      factsOf([
        opened({ deadline: '2025-09-30' }),
        said('DeliveryReported', { reporter: 'KR', level: 'delivered', effectiveAt: '2025-10-01' }),
      ]),
    );
    expect(items.map(({ type, passed }) => type ?? passed)).toEqual([
      'BodyAgreed',
      [{ kind: 'deadline_due', parties: null, sequence: '0', revision: '0', event: eventAt(0) }],
      [{ kind: 'deadline_passed', parties: null, sequence: '0', revision: '0', event: eventAt(0) }],
      'DeliveryReported',
    ]);
    expect(moves(items[2] as ChangeItem)).toEqual([
      ['status', undefined, 'agreed', 'overdue'],
      ['timeliness', undefined, 'due', 'overdue'],
      ['deadline.firstOutcome', undefined, 'open', 'missed'],
    ]);
    expect(moves(items[3] as ChangeItem)).toContainEqual(['timeliness', undefined, 'overdue', 'late']);
  });

  it.each([
    ['withdrawal_took_effect', change('KR', 'withdrawing', '2020-01-01', { takesEffect: '2021-01-01' })],
    ['position_took_effect', change('KR', 'ratified', '2020-01-01', { takesEffect: '2021-01-01' })],
    ['entry_into_force_took_effect', force('2020-01-01', { takesEffect: '2021-01-01' })],
    ['suspension_began', suspends({ takesEffect: '2021-01-01' })],
    ['suspension_ended', suspends({ until: '2021-01-01' })],
    [
      'validity_ended',
      said('CommitmentAmended', { validUntil: '2020-12-31', effectiveAt: '2020-01-01' }, '2026-03-01'),
    ],
    ['deadline_passed', said('DeadlineSet', { deadline: '2020', firmness: 'soft', effectiveAt: '2020' }, '2026-03-01')],
  ])('brought: %s', (kind, setting) => {
    const items = effective(factsOf([agreement(['KR', 'NATO', 'JP'], '2019-01-01'), setting]));
    const day = items.find(({ at }) => at === '2021-01-01T00:00:00.000Z');
    expect(day).toMatchObject({ type: null, passed: [{ kind, revision: '1', event: eventAt(1) }] });
    expect(day?.citations).toHaveLength(1);
  });
});

it('of a deadline that was moved before it passed, the first day brings nothing', () => {
  const moved = said('DeadlineSet', { deadline: '2022', firmness: 'firm', effectiveAt: '2020-03-01' }, '2026-03-01');
  const history = factsOf([opened({ deadline: '2020', validUntil: '2020', effectiveAt: '2019-01-01' }), moved]);
  const day = effective(history).find(({ at }) => at === '2021-01-01T00:00:00.000Z');
  expect(day?.passed.map(({ kind }) => kind)).toEqual(['validity_ended']);
});

function suspends(data: Said['data']): Said {
  return said('OperationSuspended', { parties: ['KR'], effectiveAt: '2020-01-01', ...data }, '2026-03-01');
}

describe('what moved of a term', () => {
  it('names what it counts: a stock is not the sum of the same unit', () => {
    const quantity = { term: 'quantity', value: { min: 3, unit: 'ships' }, effectiveAt: '2025-07-01' };
    const items = recorded(
      factsOf([
        opened(),
        said('TermAsserted', { ...quantity, measure: 'stock' }),
        said('TermAsserted', { ...quantity, measure: 'sum' }),
      ]),
    );
    const named = items.flatMap(({ moved }) => moved).filter(({ what }) => what === 'terms');
    expect(named.map(({ of }) => of)).toEqual([
      { term: 'quantity', measure: 'stock', unit: 'ships' },
      { term: 'quantity', measure: 'sum', unit: 'ships' },
    ]);
  });
});

describe('an instant that is known to the year alone', () => {
  const YEAR = { at: '2020-12-31T00:00:00.000Z', stated: '2020' };
  const known = (...more: readonly Said[]) => effective(factsOf([agreement(['KR', 'JP'], '2019-01-01'), ...more]));

  it('is told with the year that was stated, also where another event moves it', () => {
    const notice = change('KR', 'withdrawing', '2019-06-01', { takesEffect: '2020' });
    const revoked = said('WithdrawalRevoked', { notice: eventAt(1), effectiveAt: '2019-07-01' });
    const [, given, back] = known(notice, revoked);
    expect([given?.dates, back?.dates]).toEqual([[YEAR], [YEAR]]);
  });

  it('is told of the event that states it, where another means the same instant to the day', () => {
    const year = known(change('KR', 'ratified', '2020'), change('JP', 'ratified', '2020-12-31'));
    expect(year.map(({ dates }) => dates)).toEqual([[], [YEAR], []]);
  });
});

describe('an event that moved nothing says why', () => {
  const body = opened({ deadline: '2026-01-01' });
  const last = (items: readonly ChangeItem[]) => items.at(-1) as ChangeItem;

  it('it was so before', () => {
    const again = said('WithdrawalAnnounced', { party: 'KR' });
    const revoked = said('WithdrawalRevoked', { notice: eventAt(0), effectiveAt: '2025-06-26' });
    expect(last(recorded(factsOf([body, again, revoked])))).toMatchObject({ moved: [], unmoved: 'as_before' });
  });

  it('it comes true later', () => {
    const ahead = said('OperationSuspended', { effectiveAt: '2025-07-01', takesEffect: '2027-01-01' });
    expect(last(recorded(factsOf([body, ahead])))).toMatchObject({ moved: [], unmoved: 'ahead' });
    expect(effective(factsOf([body, ahead]))[1]).toMatchObject({ type: 'OperationSuspended', unmoved: 'ahead' });
  });

  it('what it moved is past', () => {
    const late = [
      said('DeadlineSet', { deadline: '2027', firmness: 'firm', effectiveAt: '2025-08-01' }),
      said('CommitmentAmended', { validUntil: '2030', effectiveAt: '2025-08-02' }),
      said('CommitmentAmended', { validUntil: '2029', effectiveAt: '2025-07-15' }, '2025-09-01'),
    ];
    expect(last(recorded(factsOf([body, ...late])))).toMatchObject({ moved: [], unmoved: 'past' });
  });

  it('it was voided', () => {
    const further = said('BodyReaffirmed', { parties: ['KR'], effectiveAt: '2025-07-01' });
    const items = effective(factsOf([body, further, corrected(1, { void: true }, '2025-07-03')]));
    expect(items[1]).toMatchObject({ unmoved: 'voided', voidedBy: { event: eventAt(2), revision: '2' } });
  });
});

describe('a correction', () => {
  const report = { reporter: 'KR', amount: { min: 3, unit: 'ships' }, effectiveAt: '2025-07-01' };
  const replacement = {
    commitment: BODY,
    citations: [{ source: 'july-report', as: 'own' }],
    ...report,
    amount: { min: 4, unit: 'ships' },
  };
  const history = factsOf([
    opened(),
    said('DeliveryReported', report),
    corrected(1, { replacement: replacement as Said['data'] }, '2025-08-01'),
  ]);

  it('says which event it corrects, and each field of its data before and after', () => {
    expect(recorded(history)[2]).toMatchObject({
      corrects: {
        event: eventAt(1),
        revision: '1',
        type: 'DeliveryReported',
        void: false,
        data: [{ what: 'amount.min', before: 3, after: 4 }],
      },
    });
  });

  it('is told in effective order with the event it corrects, which says so', () => {
    const items = effective(history);
    expect(items.map(({ type }) => type)).toEqual(['BodyAgreed', 'DeliveryReported']);
    expect(items[1]).toMatchObject({
      correctedBy: { event: eventAt(2), revision: '2', reason: expect.stringMatching(/\S/) },
      voidedBy: null,
    });
    expect(items[1]?.moved).toContainEqual(
      expect.objectContaining({
        what: 'delivery.amounts',
        after: expect.objectContaining({ amount: { min: 4, unit: 'ships' } }),
      }),
    );
  });

  it('that voids is told with what it voids, at its date, where that is no act', () => {
    const voids = factsOf([opened(), said('DeliveryReported', report), corrected(1, { void: true }, '2025-08-01')]);
    const [, gone, ...more] = effective(voids);
    expect(gone).toMatchObject({
      at: '2025-07-01T00:00:00.000Z',
      type: 'DeliveryReported',
      moved: [],
      unmoved: 'voided',
      voidedBy: { event: eventAt(2), revision: '2', reason: expect.stringMatching(/\S/) },
    });
    expect(more).toEqual([]);
  });

  it('in recorded order is dated by when it was recorded, and what it made of the record moves there', () => {
    const items = recorded(history);
    expect(items.map(({ moved }) => moved.some(({ what }) => what === 'corrections'))).toEqual([false, false, true]);
    expect(items[2]?.at).toMatch(/^2025-08-01/);
  });
});

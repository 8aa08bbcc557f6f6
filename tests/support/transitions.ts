// What each event does to each axis, cell by cell: complete at compile time, since every event type and axis is a key.
// A cell is what the axis holds after the event, as far as the event moves it, or that it stays.
import type { Verb } from '../../src/domain/commitment/acts.ts';
import type { FactType } from '../../src/domain/commitment/events.ts';
import type { CommitmentView } from '../../src/domain/commitment/present.ts';
import { eventAt, KR, NATO, OTHER, type Said, said } from './history.ts';

export const AXES = ['act', 'position', 'delivery', 'verdict', 'timeliness'] as const;
export type Axis = (typeof AXES)[number];
export const STAYS = 'stays';
/** What the axis holds, and what it should. */
type Move = (view: CommitmentView) => readonly [unknown, unknown];
export type Cells = Readonly<Record<Axis, typeof STAYS | Move>>;

const onFirstOfJuly = { effectiveAt: '2025-07-01' };
const at = (effectiveAt: string) => ({ effectiveAt });
const verdict = (party: string) => ({
  assessor: 'observatory',
  party,
  window: '2025',
  stage: 'final',
  verdict: 'kept',
  reason: 'as the evidence says',
});

/** A commitment of some kind about which everything is on record: JP has a role and no position yet. */
export const past = (noun: string): readonly Said[] => [
  said(`${noun}Proposed`, { title: 'A commitment', parties: [KR, NATO] }),
  said('CommitmentAmended', { roles: [{ code: 'JP', role: 'committer' }] }),
  said('DeadlineSet', { deadline: '2025-09', firmness: 'firm' }),
  said('DeliveryReported', { reporter: 'KR', amount: { min: 9, max: 9, unit: 'shells' } }),
  said('DeliveryReported', { reporter: 'NATO', amount: { min: 5, max: 5, unit: 'shells' }, ...at('2025-06-26') }),
  said('EvidenceSubmitted', { about: '2025', summary: 'five were counted' }),
  said('AssessmentIssued', verdict('KR')),
  said('ConcernRaised', { by: 'KR-PPP', kind: 'concern', summary: 'it takes too long' }),
  said('TermAsserted', { term: 'level', value: 'working-level' }),
  said('DeliveryReported', { reporter: 'KR', amount: { min: 2, max: 2, unit: 'tanks' } }),
  said('PositionChanged', { party: 'KR', position: 'agreed' }),
  said('PositionChanged', { party: 'NATO', position: 'agreed' }),
  said('PositionChanged', { party: 'NATO', position: 'withdrawing' }),
  said('OperationSuspended', { parties: ['KR'] }),
  said('ProvisionallyApplied', { parties: ['NATO'] }),
  said('ReservationMade', { party: 'KR', summary: 'not as regards article 3' }),
  said('DeclarationMade', { party: 'KR', summary: 'it extends', territories: ['an island'], territorial: 'extends' }),
  said('EnteredIntoForce', { basis: 'as the two agreed', parties: ['KR'] }),
];

const standing = ({ position }: CommitmentView, code: string) => position.find(({ party }) => party === code);
const amounts = ({ delivery }: CommitmentView) => delivery.amounts;

const latest =
  (act: string): Move =>
  ({ act: { latest } }) => [latest?.act, act];
const jp =
  (position: string): Move =>
  (view) => [standing(view, 'JP')?.position, position];
const spoken = (act: string, position: Cells['position']): Cells => ({
  act: latest(act),
  position,
  delivery: STAYS,
  verdict: STAYS,
  timeliness: STAYS,
});

/** A further act by JP. */
export const BY_VERB: Readonly<Record<Verb, Cells>> = {
  Propose: spoken('proposed', jp('announced')),
  Discuss: spoken('discussed', STAYS),
  Explore: spoken('explored', STAYS),
  Pledge: spoken('pledged', jp('agreed')),
  Agree: spoken('agreed', jp('agreed')),
  Declare: spoken('declared', jp('agreed')),
  Reaffirm: spoken('reaffirmed', (view) => [standing(view, 'JP')?.reaffirmed, onFirstOfJuly.effectiveAt]),
};

const NOTHING: Cells = { act: STAYS, position: STAYS, delivery: STAYS, verdict: STAYS, timeliness: STAYS };
const fact = (type: FactType, data: Said['data'], moves: Partial<Cells> = {}) => ({
  event: said(type, { ...onFirstOfJuly, ...data }),
  cells: { ...NOTHING, ...moves },
});
const shells =
  (min: number): Move =>
  (view) => [amounts(view)?.map(({ amount, contested }) => [amount.min, contested])[0], [min, false]];
const level =
  (expected: string): Move =>
  ({ delivery }) => [delivery.level, expected];
const timely =
  (expected: string): Move =>
  ({ timeliness }) => [timeliness, expected];
const coverage =
  (rated: number, of: number): Move =>
  (view) => [view.verdict[0]?.coverage, { rated, of }];

export const BY_FACT: Readonly<
  Record<Exclude<FactType, 'RecordCorrected'>, { readonly event: Said; readonly cells: Cells }>
> = {
  PositionChanged: fact(
    'PositionChanged',
    { party: 'JP', position: 'withdrawing', takesEffect: '2025-07-01' },
    { position: jp('withdrew'), verdict: coverage(1, 2) },
  ),
  EnteredIntoForce: fact(
    'EnteredIntoForce',
    { basis: 'three ratifications' },
    { position: ({ position }) => [position.map(({ bound }) => bound), [false, true, true]] },
  ),
  TermAsserted: fact('TermAsserted', { term: 'level', value: 'director-general level' }),
  TermAdjudicated: fact(
    'TermAdjudicated',
    { term: 'delivery', prefers: eventAt(3), reason: 'it is audited' },
    { delivery: shells(9) },
  ),
  DeadlineSet: fact('DeadlineSet', { deadline: '2025-07', firmness: 'firm' }, { timeliness: timely('due') }),
  DeliveryReported: fact(
    'DeliveryReported',
    { reporter: 'KR', level: 'delivered' },
    { delivery: level('delivered'), timeliness: timely('met') },
  ),
  EvidenceSubmitted: fact('EvidenceSubmitted', { about: '2025', summary: 'six were counted' }),
  EvidenceAccepted: fact('EvidenceAccepted', { evidence: eventAt(5), reason: 'official' }),
  EvidenceRejected: fact('EvidenceRejected', { evidence: eventAt(5), reason: 'hearsay' }),
  AssessmentIssued: fact('AssessmentIssued', verdict('NATO'), { verdict: coverage(2, 3) }),
  ConcernRaised: fact('ConcernRaised', { by: 'KR-PPP', kind: 'review', summary: 'it should be looked at again' }),
  ConcernAnswered: fact('ConcernAnswered', { concern: eventAt(7), by: 'KR', summary: 'a letter explained it' }),
  CommitmentsLinked: fact('CommitmentsLinked', { relation: 'implements', target: OTHER }),
  CommitmentAmended: fact(
    'CommitmentAmended',
    { roles: [{ code: 'AU', role: 'committer' }], quantity: { min: 2, unit: 'tanks' } },
    {
      position: (view) => [standing(view, 'AU')?.position, null],
      delivery: level('delivered'),
      verdict: coverage(1, 4),
      timeliness: timely('met'),
    },
  ),
  ConditionSettled: fact('ConditionSettled', { condition: eventAt(0), outcome: 'met' }),
  CommitmentEnded: fact(
    'CommitmentEnded',
    { how: 'lapsed' },
    { position: (view) => [standing(view, 'KR')?.bound, false], timeliness: timely('none') },
  ),
  WithdrawalAnnounced: fact(
    'WithdrawalAnnounced',
    { party: 'KR' },
    { position: (view) => [standing(view, 'KR')?.announced?.effectiveAt, onFirstOfJuly.effectiveAt] },
  ),
  WithdrawalRevoked: fact(
    'WithdrawalRevoked',
    { notice: eventAt(12) },
    { position: (view) => [standing(view, 'NATO')?.position, 'agreed'] },
  ),
  OperationSuspended: fact(
    'OperationSuspended',
    {},
    { position: (view) => [standing(view, 'NATO')?.suspended?.of, 'whole'] },
  ),
  OperationResumed: fact(
    'OperationResumed',
    { suspension: eventAt(13) },
    { position: (view) => [standing(view, 'KR')?.suspended, undefined] },
  ),
  ProvisionallyApplied: fact(
    'ProvisionallyApplied',
    { parties: ['JP'] },
    { position: (view) => [standing(view, 'JP')?.provisional?.length, 1] },
  ),
  ProvisionalApplicationEnded: fact(
    'ProvisionalApplicationEnded',
    { parties: ['NATO'] },
    { position: (view) => [standing(view, 'NATO')?.provisional?.[0]?.to, '2025-07-01T00:00:00.000Z'] },
  ),
  PositionContested: fact(
    'PositionContested',
    { contests: eventAt(12), by: 'NATO', reason: 'no notice was given' },
    { position: (view) => [standing(view, 'NATO')?.contested?.length, 1] },
  ),
  ReservationMade: fact('ReservationMade', { party: 'NATO', summary: 'not as regards article 4' }),
  ReservationWithdrawn: fact('ReservationWithdrawn', { reservation: eventAt(15) }),
  ReservationObjected: fact('ReservationObjected', { reservation: eventAt(15), party: 'NATO', precludesForce: false }),
  DeclarationMade: fact('DeclarationMade', { party: 'NATO', summary: 'it understands article 2 so' }),
  DeclarationWithdrawn: fact('DeclarationWithdrawn', { declaration: eventAt(16) }),
  TextCorrected: fact('TextCorrected', { by: 'the depositary', reads: 'three', instead: 'tree' }),
};

const voided = (revision: number): Said =>
  said('RecordCorrected', { event: eventAt(revision), cause: 'source', reason: 'it was taken back', void: true });

/** A correction moves what the event it names moves: for each axis one that does. */
export const BY_CORRECTION: Readonly<Record<Axis, { readonly event: Said; readonly cell: Move }>> = {
  act: { event: voided(0), cell: ({ act }) => [act.latest, null] },
  position: { event: voided(10), cell: (view) => [standing(view, 'KR')?.position, 'announced'] },
  delivery: { event: voided(4), cell: shells(9) as Move },
  verdict: { event: voided(6), cell: (view) => [view.verdict, []] },
  timeliness: { event: voided(2), cell: (view) => [view.timeliness, 'none'] },
};

// Histories as they come about: commands, most of them sensible, through parseCommand and decide, with a clock that only
// moves forward. What is refused is left out. Records arrive late, are corrected, and corrections are corrected.
import fc from 'fast-check';
import { AGGREGATES } from '../../src/domain/aggregates.ts';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import { parseCommand } from '../../src/domain/commands.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { DELIVERY_LEVELS } from '../../src/domain/commitment/payloads.ts';
import { type CommitmentRecord, codeOf, enter, isAct, NOTHING_ON_RECORD } from '../../src/domain/commitment/record.ts';
import { readEvent } from '../../src/domain/read.ts';
import { isRefusal } from '../../src/domain/refusal.ts';
import { BODY, CITED, envelopeOf, OTHER } from './history.ts';

const DAY = 86_400_000;
const CODES = ['KR', 'NATO', 'JP', 'AU', 'NZ'];
const VERBS = ['Propose', 'Discuss', 'Explore', 'Pledge', 'Agree', 'Declare', 'Reaffirm'];
const POSITIONS = ['announced', 'agreed', 'signed', 'ratified', 'withdrawing', 'withdrawing'];
const MEANS = ['ratification', 'accession', undefined, undefined];
const SIGNS = ['signature', 'definitive_signature', 'signature_ad_referendum', 'confirmation_of_signature', undefined];
const CONSENTS = ['ratification', 'accession', 'simplified_procedure', 'succession', undefined];
const ROLES = ['committer', 'committer', 'beneficiary'];
const WORDS = ['working-level', 'Working-Level', 'director-general level'];

/** What a step draws from: small numbers, each used as the step sees fit. */
interface Dice {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly now: number;
}
type Step = (dice: Dice, past: readonly CommitmentFact[]) => readonly [string, JsonObject];

const pick = <Item>(items: readonly Item[], at: number): Item => items[at % items.length] as Item;
const day = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** A date around an instant, stated as precisely as `how` says. */
function when(instant: number, how: number): string | JsonObject {
  const date = day(instant);
  const forms = [date, date, date.slice(0, 7), date.slice(0, 4), { from: date.slice(0, 7) }, { to: date }];
  return pick([...forms, new Date(instant).toISOString()], how);
}

const ahead = ({ a, b, c, now }: Dice) => when(now + ((a + b) % 400) * DAY - 100 * DAY, c);
const amount = ({ a, b, c }: Dice): JsonObject => ({
  min: a % 8,
  ...(c % 2 ? { max: (a % 8) + (b % 4) } : {}),
  unit: pick(['x', 'x', 'y'], b),
});
const event = ({ a }: Dice, past: readonly CommitmentFact[], type?: string): string => {
  const fitting = past.filter((one) => type === undefined || one.type === type);
  return pick(fitting.length > 0 ? fitting : past, a)?.id ?? OTHER;
};

const MEASURES = ['sum', 'stock', 'rate', undefined, undefined];
/** A target of any kind, mostly with something of a party's own. */
const target = (dice: Dice, party: string): JsonObject => ({
  ...optional({
    direction: pick(['at_least', 'at_most', 'exactly', 'none_left', undefined], dice.a),
    duty: pick(['maintain', 'attain', undefined], dice.b),
    reachedBy: pick(['each_party', 'all_together', undefined], dice.c),
    measure: pick(MEASURES, dice.a + dice.c),
    subject: dice.c % 5 ? undefined : 'shells',
    steps: dice.a % 2 ? [{ quantity: amount(dice), by: ahead(dice) }] : undefined,
    baseline: dice.b % 4 ? undefined : { value: amount(dice), date: when(dice.now, dice.c), source: 'july-report' },
  }),
  ...(dice.b % 2
    ? {
        shares: [
          { party, quantity: amount({ ...dice, a: dice.b }), deadline: ahead(dice) },
          ...(dice.c % 3 ? [] : [{ party, condition: 'if its parliament assents' }]),
        ],
      }
    : {}),
});

/** Mostly a party of the opening, sometimes another. */
const partyIn = (past: readonly CommitmentFact[], at: number): string => {
  const opening = past[0];
  const own = opening !== undefined && isAct(opening) ? opening.data.parties.map(codeOf) : [];
  return pick(at % 4 === 0 ? CODES : own, at);
};

const act: Step = (dice, past) => {
  const { a, b, c } = dice;
  const parties = CODES.slice(a % 4, (a % 4) + 1 + (b % 3));
  const claim = { term: 'level', value: pick(WORDS, c) };
  const whole = parties.map((code, i) => ({ code, role: i === 0 ? 'committer' : pick(ROLES, c + i) }));
  const opening = {
    title: `Cooperation ${b}`,
    parties: whole,
    ...(a % 2 ? { quantity: amount(dice) } : {}),
    ...(a % 4 === 1 ? { target: target(dice, parties[0] ?? 'KR') } : {}),
    ...(b % 2 ? { deadline: ahead(dice) } : {}),
    ...(c % 3 ? {} : { validUntil: ahead(dice), condition: 'if funded' }),
    ...optional({
      openForSignature: a % 3 ? undefined : true,
      consentBy: pick(['signature', 'ratification', undefined], b),
      binding: pick(['legal', 'political', undefined, undefined], a + c),
    }),
  };
  const further = { parties: c % 2 ? parties : whole };
  return [
    `${pick(VERBS, b)}Cooperation`,
    {
      ...(past.length === 0 ? opening : further),
      areas: [pick(['space', 'land'], c)],
      ...(a % 3 ? {} : { terms: [claim] }),
    },
  ];
};

/** The same data again with another date or none of it: at the depth of the event itself. */
function restated(data: JsonObject, dice: Dice): JsonObject {
  const inner = data.replacement as JsonObject | undefined;
  if (inner !== undefined) return { ...data, replacement: restated(inner, dice) };
  return dice.c % 2
    ? { ...data, effectiveAt: when(dice.now - (dice.b % 300) * DAY, dice.c) }
    : { ...data, citations: CITED };
}

const correct: Step = (dice, past) => {
  const target = past.find(({ id }) => id === event(dice, past));
  const by =
    dice.b % 3 === 0 || target === undefined
      ? { void: true }
      : { replacement: restated(target.data as unknown as JsonObject, dice) };
  return ['CorrectRecord', { event: target?.id ?? OTHER, cause: 'recorder', reason: 'it was wrong', ...by }];
};

const STEPS: readonly Step[] = [
  act,
  act,
  act,
  correct,
  correct,
  (dice, past) => correct({ ...dice, a: past.length - 1 }, past),
  (dice, past) => [
    'ChangePosition',
    {
      party: partyIn(past, dice.a),
      position: pick(POSITIONS, dice.b),
      ...optional({ means: pick(MEANS, dice.c), takesEffect: dice.a % 2 ? ahead(dice) : undefined }),
    },
  ],
  (dice, past) => {
    const position = pick(['signed', 'ratified'], dice.b);
    const by = pick(position === 'signed' ? SIGNS : CONSENTS, dice.c);
    const succeeds =
      by === 'succession'
        ? { party: pick(CODES, dice.a), from: when(dice.now - dice.b * 10 * DAY, dice.a) }
        : undefined;
    const takesEffect = dice.a % 3 ? undefined : ahead(dice);
    return ['ChangePosition', { party: partyIn(past, dice.a), position, ...optional({ by, succeeds, takesEffect }) }];
  },
  (dice, past) => [
    'ChangePosition',
    {
      party: partyIn(past, dice.a),
      position: 'withdrawing',
      ...optional({ takesEffect: dice.b % 4 ? ahead(dice) : undefined }),
    },
  ],
  (dice) => [
    'EnterIntoForce',
    {
      basis: 'as agreed',
      ...optional({
        parties: dice.a % 3 ? undefined : [pick(CODES, dice.b)],
        takesEffect: dice.c % 2 ? ahead(dice) : undefined,
      }),
    },
  ],
  (dice, past) => ['RevokeWithdrawal', { notice: event(dice, past, 'PositionChanged') }],
  (dice, past) => ['AnnounceWithdrawal', { party: partyIn(past, dice.a) }],
  (dice, past) => [
    'SuspendOperation',
    optional({
      parties: dice.a % 3 ? [partyIn(past, dice.b)] : undefined,
      takesEffect: dice.b % 2 ? ahead(dice) : undefined,
      until: dice.c % 2 ? ahead(dice) : undefined,
    }),
  ],
  (dice, past) => ['ResumeOperation', { suspension: event(dice, past, 'OperationSuspended') }],
  (dice, past) => [
    'ApplyProvisionally',
    { parties: [partyIn(past, dice.a)], ...optional({ takesEffect: dice.b % 2 ? ahead(dice) : undefined }) },
  ],
  (dice, past) => ['EndProvisionalApplication', { parties: [partyIn(past, dice.a)] }],
  (dice, past) => [
    'ContestPosition',
    {
      contests: event(dice, past, pick(['PositionChanged', 'OperationSuspended', 'EnteredIntoForce'], dice.b)),
      by: 'KR',
      reason: 'x',
    },
  ],
  (dice, past) => [
    'AdjudicateTerm',
    {
      term: 'position',
      prefers: event(dice, past, pick(['PositionContested', 'PositionChanged'], dice.b)),
      reason: 'x',
    },
  ],
  (dice, past) => [
    'MakeReservation',
    {
      party: partyIn(past, dice.a),
      summary: 'x',
      ...optional({ modifies: dice.b % 2 ? event(dice, past, 'ReservationMade') : undefined }),
    },
  ],
  (dice, past) => ['WithdrawReservation', { reservation: event(dice, past, 'ReservationMade') }],
  (dice, past) => [
    'ObjectToReservation',
    { reservation: event(dice, past, 'ReservationMade'), party: 'KR', precludesForce: dice.a % 2 === 0 },
  ],
  (dice, past) => [
    'MakeDeclaration',
    { party: partyIn(past, dice.a), summary: 'x', territories: ['an island'], territorial: 'extends' },
  ],
  (dice, past) => ['WithdrawDeclaration', { declaration: event(dice, past, 'DeclarationMade') }],
  () => ['CorrectText', { by: 'depositary', reads: 'x' }],
  ({ a, b }) => ['EnterIntoForce', { basis: 'two ratifications', ...(a % 2 ? { parties: [pick(CODES, b)] } : {}) }],
  (dice, past) => [
    'AssertTerm',
    { term: 'level', value: pick(WORDS, dice.b), ...optional({ about: dice.c % 3 ? undefined : event(dice, past) }) },
  ],
  (dice) => [
    'AssertTerm',
    { term: 'quantity', value: amount(dice), ...optional({ at: dice.c % 2 ? when(dice.now, dice.c) : undefined }) },
  ],
  (dice, past) => ['AdjudicateTerm', { term: 'level', prefers: event(dice, past, 'TermAsserted'), reason: 'x' }],
  (dice, past) => ['AdjudicateTerm', { term: 'delivery', prefers: event(dice, past, 'DeliveryReported'), reason: 'x' }],
  (dice, past) => [
    'SetDeadline',
    {
      deadline: ahead(dice),
      firmness: pick(['firm', 'soft'], dice.b),
      ...optional({ party: dice.a % 3 ? undefined : partyIn(past, dice.b) }),
    },
  ],
  (dice, past) => [
    'SettleCondition',
    {
      condition: event({ ...dice, a: dice.a % 3 ? 0 : dice.a }, past),
      outcome: pick(['met', 'dropped'], dice.b),
      ...optional({ party: dice.c % 3 ? undefined : partyIn(past, dice.a) }),
    },
  ],
  (dice, past) => [
    'AmendCommitment',
    { quantity: amount(dice), target: target(dice, partyIn(past, dice.b)), ...(dice.c % 4 ? {} : { condition: null }) },
  ],
  (dice, past) => [
    'ReportDelivery',
    {
      reporter: pick(CODES, dice.a),
      amount: amount(dice),
      ...optional({
        measure: pick(MEASURES, dice.b),
        window: dice.a % 4 ? when(dice.now - (dice.a % 3) * 200 * DAY, dice.c) : undefined,
        parties: dice.b % 3 ? [partyIn(past, dice.c)] : undefined,
        includes: dice.c % 4 ? undefined : [pick(CODES, dice.b)],
        subject: dice.c % 5 ? undefined : 'Shells',
        level: dice.b % 5 ? undefined : pick(DELIVERY_LEVELS, dice.a),
        reporterOf: dice.a % 5 ? undefined : pick(CODES, dice.b),
      }),
    },
  ],
  (dice) => [
    'ReportDelivery',
    {
      reporter: pick(CODES, dice.b),
      amount: amount(dice),
      ...optional({ counts: pick(['delivered', 'forecast', undefined], dice.c) }),
    },
  ],
  ({ a, b }) => ['ReportDelivery', { reporter: pick(CODES, b), level: pick(DELIVERY_LEVELS, a) }],
  (dice) => ['SubmitEvidence', { about: when(dice.now, dice.c), summary: 'a dialogue was held' }],
  (dice, past) => [
    'ReviewEvidence',
    {
      evidence: event(dice, past, 'EvidenceSubmitted'),
      outcome: pick(['accepted', 'accepted', 'rejected'], dice.b),
      reason: 'x',
    },
  ],
  (dice, past) => [
    'IssueAssessment',
    {
      assessor: pick(['observatory', 'board'], dice.c),
      party: partyIn(past, dice.b),
      window: day(dice.now).slice(0, 4),
      stage: pick(['interim', 'final'], dice.a),
      ...(dice.a % 3 ? {} : { scale: pick(['A to F', 'a to  F', '-1 to +1'], dice.c), rating: 'B' }),
      ...(dice.a % 3 || dice.b % 2
        ? { verdict: pick(['kept', 'partly_kept', 'not_kept', 'unverifiable'], dice.b) }
        : {}),
      evidence: [event(dice, past, 'EvidenceSubmitted')],
      reason: 'x',
    },
  ],
  () => ['RaiseConcern', { by: 'KR-PPP', kind: 'concern', summary: 'x' }],
  (dice, past) => ['AnswerConcern', { concern: event(dice, past, 'ConcernRaised'), by: 'KR', summary: 'x' }],
  ({ a }) => ['LinkCommitments', { relation: pick(['implements', 'part_of'], a), target: OTHER }],
  ({ a }) => ['LinkCommitments', { relation: pick(['implements', 'part_of', 'amends'], a), target: OTHER }],
  (dice) => [
    'AmendCommitment',
    optional({
      areas: ['training'],
      quantity: dice.a % 2 ? amount(dice) : undefined,
      validUntil: dice.b % 2 ? ahead(dice) : undefined,
      condition: pick([null, 'if funded', undefined], dice.c),
      roles: dice.b % 3 ? undefined : [{ code: pick(CODES, dice.a), role: pick(ROLES, dice.c) }],
    }),
  ],
  ({ a, b }) => [
    'EndCommitment',
    a % 4 === 3
      ? { how: 'superseded', supersededBy: OTHER, ...optional({ parties: b % 2 ? [pick(CODES, b)] : undefined }) }
      : { how: pick(['lapsed', 'withdrawn', 'dissolved'], a) },
  ],
];

const optional = (members: JsonObject): JsonObject =>
  Object.fromEntries(Object.entries(members).filter(([, member]) => member !== undefined));

const drawn = fc.record({
  step: fc.nat(STEPS.length - 1),
  a: fc.nat(23),
  b: fc.nat(23),
  c: fc.nat(23),
  /** how many days late the event is recorded */
  late: fc.oneof(fc.constant(0), fc.nat(200)),
  /** how many hours the clock moves on before it */
  after: fc.nat(2000),
});

/** The events of a commitment in journal order. */
export const arbitraryHistory: fc.Arbitrary<readonly CommitmentFact[]> = fc
  .array(drawn, { minLength: 1, maxLength: 30, size: 'max' })
  .map((steps) => {
    let now = Date.parse('2024-01-01T08:00:00Z');
    let record: CommitmentRecord = NOTHING_ON_RECORD;
    for (const { step, late, after, ...dice } of steps) {
      now += after * 3_600_000;
      const chosen = record.events.length === 0 ? act : (STEPS[step] as Step);
      const [name, data] = chosen({ ...dice, now }, record.events);
      record = afterCommand(record, name, { ...data, effectiveAt: when(now - late * DAY, dice.c) }, now);
    }
    return record.events;
  });

/** The record after a command; the same where it is refused. */
function afterCommand(record: CommitmentRecord, name: string, data: JsonObject, now: number): CommitmentRecord {
  const order = parseCommand(name, { commitment: BODY, citations: CITED, ...data }, () => BODY);
  if (isRefusal(order)) return record;
  const decided = AGGREGATES.commitment.decide(order, record, { recordedAt: now });
  if (isRefusal(decided)) return record;
  return decided.reduce((soFar: CommitmentRecord, { type, data: said }) => {
    const recorded = new Date(now).toISOString();
    const envelope = envelopeOf(
      { stream: order.stream, type, data: said as JsonObject, recorded },
      soFar.events.length,
    );
    return enter(soFar, readEvent(envelope) as CommitmentFact);
  }, record);
}

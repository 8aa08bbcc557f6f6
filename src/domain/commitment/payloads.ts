// The payloads of a commitment's commands, which are the data of its events.
import { z } from 'zod';
import { beside } from '../beside.ts';
import {
  Amount,
  Areas,
  CommitmentId,
  EventId,
  OfficeName,
  onRecord,
  PartyCode,
  RecordName,
  Role,
  text,
} from '../primitives.ts';
import { When } from '../time.ts';
import { counted, reported, Target } from './targetPayloads.ts';
import { ConsentBy, Succeeds } from './treatyPayloads.ts';

/**
 * `several`: it is a grouping, and counts as several. `office`: the office of that party which acts for it, or bears it.
 * A party with several roles is given once for each.
 */
const Member = z.strictObject({
  code: PartyCode,
  role: Role,
  office: OfficeName.optional(),
  several: z.literal(true).optional(),
});

/** What a source says a term is: of the commitment, or of one of its events. */
const claim = {
  level: z.strictObject({ term: z.literal('level'), value: text(200) }),
  name: z.strictObject({ term: z.literal('name'), value: text(300) }),
  act: z.strictObject({ term: z.literal('act'), value: text(60) }),
  area: z.strictObject({ term: z.literal('area'), value: Areas.min(1) }),
  date: z.strictObject({ term: z.literal('date'), value: When }),
  quantity: z.strictObject({ term: z.literal('quantity'), value: Amount, ...counted }),
};
const claims = [claim.level, claim.name, claim.act, claim.area, claim.date, claim.quantity] as const;
export const TERMS = ['level', 'name', 'act', 'area', 'date', 'quantity'] as const;
/** What can be contested: a term, what reporters say was delivered, where a party stands. */
export const CONTESTABLE = [...TERMS, 'delivery', 'position'] as const;
export const Claim = z.discriminatedUnion('term', claims).meta({ id: 'Claim' });
export type Claim = z.infer<typeof Claim>;

const terms = z.array(Claim).min(1).max(32).optional();

/**
 * A speech act: one payload, one rule. It opens a commitment that is not on record (title and roles are then required)
 * and is a further act, earlier or later in effect, on one that is.
 */
const act = {
  effectiveAt: onRecord.effectiveAt,
  citations: onRecord.citations,
  occasion: onRecord.occasion,
  parties: z
    .array(
      z.union([PartyCode, Member], {
        error: `is no party: give a code, or { code, role } with a role of ${Role.options.join(', ')}`,
      }),
    )
    .min(1, 'is empty: name at least one party')
    .max(250),
  areas: Areas.optional(),
  terms,
  instrument: text(300).optional(),
  title: text(300).optional(),
  quantity: Amount.optional(),
  /** what the quantity is meant as */
  target: Target.optional(),
  deadline: When.optional(),
  validUntil: When.optional(),
  condition: text(500).optional(),
  /** a party joins by signing; where it is known, from when to when */
  openForSignature: z.union([z.literal(true), When]).optional(),
  consentBy: z.enum(['signature', 'ratification', 'unknown']).optional(),
  /** what is political is never in force and binds nobody */
  binding: z.enum(['legal', 'political', 'unknown']).optional(),
};
export const ActPayload = z.strictObject({ commitment: CommitmentId.optional(), ...act }).meta({ id: 'Act' });
export const ActData = z.strictObject({ commitment: CommitmentId, ...act });
export type ActData = z.infer<typeof ActData>;

/** Where a party stands. */
export const Position = z.enum(['announced', 'agreed', 'signed', 'ratified', 'withdrawing', 'withdrew']);
export type Position = z.infer<typeof Position>;

export const ChangePosition = z.strictObject({
  ...onRecord,
  party: PartyCode,
  position: Position.exclude(['withdrew'], {
    error: ({ input }) =>
      input === 'withdrew'
        ? 'is "withdrew": give withdrawing, with takesEffect for the day on which it is out'
        : undefined,
  }),
  means: z.enum(['ratification', 'acceptance', 'approval', 'accession']).optional(),
  /** the act by which it signed or consented */
  by: ConsentBy.optional(),
  /** a succession reaches back: the party takes the place of another from then */
  succeeds: Succeeds.optional(),
  /** a date of its own: notice today, effect in a year */
  takesEffect: When.optional(),
});

export const EnterIntoForce = z.strictObject({
  ...onRecord,
  /** all committers where absent */
  parties: z.array(PartyCode).min(1).max(250).optional(),
  basis: text(500),
  /** where that lies ahead */
  takesEffect: When.optional(),
});

/** `at`: when a count was taken; a later count does not contradict an earlier one. `about`: one event, else the commitment. */
const assertion = { ...onRecord, about: EventId.optional(), at: When.optional() };
export const AssertTerm = z.discriminatedUnion('term', [
  claim.level.extend(assertion),
  claim.name.extend(assertion),
  claim.act.extend(assertion),
  claim.area.extend(assertion),
  claim.date.extend(assertion),
  claim.quantity.extend(assertion),
]);

export const AdjudicateTerm = z.strictObject({
  ...onRecord,
  term: z.enum([...TERMS, 'delivery', 'position']),
  /** the event that made the preferred assertion; of delivery, the report; of a position, what was contested or contests it */
  prefers: EventId,
  /** which of that event's terms, from 0, where it is an act that made several */
  index: z.int().min(0).max(31).optional(),
  reason: text(2000),
});

export const Firmness = z.enum(['firm', 'soft']);
export const SetDeadline = z.strictObject({
  ...onRecord,
  deadline: When,
  firmness: Firmness,
  /** whose own it is; of the commitment where absent */
  party: PartyCode.optional(),
});

export const DELIVERY_LEVELS = [
  'not_started',
  'in_preparation',
  'in_progress',
  'partly_delivered',
  'delivered',
  'stalled',
] as const;
export type DeliveryLevel = (typeof DELIVERY_LEVELS)[number];
/** The axis: what is reported, or that nobody has. Law: that nothing is on record never says that nothing was begun. */
export const DELIVERY = ['nothing_on_record', ...DELIVERY_LEVELS] as const;
export type DeliveryValue = (typeof DELIVERY)[number];

const report = {
  ...onRecord,
  /** a party's code where a party reports; else who did */
  reporter: text(120),
  level: z.enum(DELIVERY_LEVELS).optional(),
  /** of a sum all so far, not what was added; of a stock or a rate what there was in its window */
  amount: Amount.optional(),
  /** what the amount counts; only what was delivered moves delivery */
  counts: z.enum(['delivered', 'contracted', 'forecast']).optional(),
  ...reported,
};
type Report = { level?: unknown; amount?: unknown; measure?: unknown; window?: unknown };
const saysSomething = ({ level, amount }: Report): boolean => level !== undefined || amount !== undefined;
const SAYS_NOTHING = { error: 'reports nothing: give level, amount or both', ...beside('level', 'amount') };
const namesWindow = ({ measure, window }: Report): boolean => measure !== 'rate' || window !== undefined;
const NO_WINDOW = {
  error: 'is missing: a rate is over a window, such as 2024',
  path: ['window'],
  ...beside('measure', 'window'),
};

export const ReportDelivery = z.strictObject(report).refine(saysSomething, SAYS_NOTHING).refine(namesWindow, NO_WINDOW);
/** What the record adds: the parties that the publishers of its sources are or belong to, the groupings its reporter is in. */
export const DeliveryReported = z
  .strictObject({
    ...report,
    memberOf: z.array(PartyCode).min(1).max(250).optional(),
    publishers: z.array(z.strictObject({ source: RecordName, parties: z.array(PartyCode).min(1).max(2) })).optional(),
  })
  .refine(saysSomething, SAYS_NOTHING)
  .refine(namesWindow, NO_WINDOW);

export const SubmitEvidence = z.strictObject({
  ...onRecord,
  /** the period it speaks of */
  about: When,
  summary: text(2000),
});

export const ReviewEvidence = z.strictObject({
  ...onRecord,
  evidence: EventId,
  outcome: z.enum(['accepted', 'rejected']),
  reason: text(2000),
});

export const Verdict = z.enum(['kept', 'partly_kept', 'not_kept', 'unverifiable', 'inconclusive']);
export type Verdict = z.infer<typeof Verdict>;
export const SCORE: Partial<Record<Verdict, number>> = { kept: 1, partly_kept: 0, not_kept: -1 };

export const IssueAssessment = z
  .strictObject({
    ...onRecord,
    assessor: text(120),
    party: PartyCode,
    window: When,
    stage: z.enum(['interim', 'final']),
    /** the assessor's own scale, and its rating there, as written */
    scale: text(200).optional(),
    rating: text(200).optional(),
    /** of a rating: what it means here, as `readBy` reads it, or the assessor itself */
    verdict: Verdict.optional(),
    readBy: text(120).optional(),
    evidence: z.array(EventId).max(64).optional(),
    reason: text(2000),
  })
  .refine(({ verdict, rating }) => verdict !== undefined || rating !== undefined, {
    error: 'assesses nothing: give a verdict, or a rating on the assessor’s own scale, or both',
    ...beside('verdict', 'rating'),
  })
  .refine(({ rating, scale }) => (rating === undefined) === (scale === undefined), {
    error: 'belongs with a rating: give scale and rating together',
    path: ['scale'],
    ...beside('rating', 'scale'),
  })
  .refine(({ readBy, verdict, rating }) => readBy === undefined || (verdict !== undefined && rating !== undefined), {
    error: 'says who reads a rating as a verdict: give rating and verdict with it',
    path: ['readBy'],
    ...beside('readBy', 'verdict', 'rating'),
  });

/** With `commitment` it is raised on that; without, on the occasion it names. */
const concern = {
  by: text(120),
  kind: z.enum(['concern', 'review']),
  summary: text(2000),
};
const answer = { concern: EventId, by: text(120), summary: text(2000) };
export const RaiseConcern = z.strictObject({ ...onRecord, ...concern });
export const AnswerConcern = z.strictObject({ ...onRecord, ...answer });
export const onOccasion = {
  effectiveAt: onRecord.effectiveAt,
  citations: onRecord.citations,
  occasion: onRecord.occasion.unwrap(),
};
export const RaiseConcernOnOccasion = z.strictObject({ ...onOccasion, ...concern });
export const AnswerConcernOnOccasion = z.strictObject({ ...onOccasion, ...answer });

export const RELATIONS = [
  'implements',
  'follows_from',
  'part_of',
  'continues',
  'replaces',
  'duplicate_of',
  'amends',
  'protocol_to',
] as const;
export type Relation = (typeof RELATIONS)[number];
export const LinkCommitments = z.strictObject({ ...onRecord, relation: z.enum(RELATIONS), target: CommitmentId });

export const AmendCommitment = z
  .strictObject({
    ...onRecord,
    areas: Areas.optional(),
    quantity: Amount.optional(),
    /** whole: it replaces the one before */
    target: Target.optional(),
    validUntil: When.optional(),
    /** null drops it */
    condition: text(500).nullable().optional(),
    roles: z.array(Member).min(1).max(250).optional(),
  })
  .refine(
    ({ areas, quantity, target, validUntil, condition, roles }) =>
      [areas, quantity, target, validUntil, condition, roles].some((given) => given !== undefined),
    {
      error: 'amends nothing: give areas, quantity, target, validUntil, condition or roles',
      ...beside('areas', 'quantity', 'target', 'validUntil', 'condition', 'roles'),
    },
  );

export const SettleCondition = z.strictObject({
  ...onRecord,
  /** the act or the amendment that set it */
  condition: EventId,
  /** whose own it is; of the commitment where absent */
  party: PartyCode.optional(),
  outcome: z.enum(['met', 'dropped']),
  reason: text(2000).optional(),
});

export const EndCommitment = z
  .strictObject({
    ...onRecord,
    how: z.enum(['superseded', 'withdrawn', 'lapsed', 'dissolved']),
    /** the commitment that supersedes it */
    supersededBy: CommitmentId.optional(),
    /** the parties to the one that supersedes it; all where absent. It goes on for the others */
    parties: z.array(PartyCode).min(1).max(250).optional(),
  })
  .refine((end) => (end.how === 'superseded') === (end.supersededBy !== undefined), {
    error: ({ input }) =>
      (input as { supersededBy?: unknown } | undefined)?.supersededBy === undefined
        ? 'is missing: name the commitment that supersedes this one, or give another how'
        : 'goes with how: superseded alone: leave it out, or give that',
    path: ['supersededBy'],
    ...beside('how', 'supersededBy'),
  });

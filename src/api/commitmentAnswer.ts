// What a commitment looks like when it is answered, as the OpenAPI document tells it.
// Answers are made by the projections; tests hold the two together.
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { STATUSES, TIMELINESS } from '../domain/commitment/headline.ts';
import { Position, TERMS, Verdict } from '../domain/commitment/payloads.ts';
import { Amount, Citation, CommitmentId, EventId, PartyCode, RecordName, Role } from '../domain/primitives.ts';
import { Instant, When } from '../domain/time.ts';
import { said } from './answerParts.ts';
import { ConditionAnswer, DeadlineAnswer, DeliveryAnswer, TargetAnswer } from './deliveryAnswer.ts';

export const Decimal = z.string().regex(/^(?:0|[1-9]\d*)$/);
export const Revision = Decimal.describe('The record’s last revision, decimal.');

const Act = z.strictObject({ act: z.string(), ...said, occasion: RecordName.optional() }).nullable();

const PartyPosition = z.strictObject({
  party: PartyCode,
  position: Position.nullable(),
  bound: z.boolean().describe('In force for this party.'),
  basis: z.enum(['own', 'attributed']).describe('Its own word, or what others say it said.'),
  reaffirmed: When.optional(),
  pending: z.strictObject({ position: Position, takesEffect: Instant }).optional(),
});

const Stage = z.enum(['final', 'interim']);
const collective = {
  collective: z.number().nullable().describe('The mean of rated parties: +1 kept, 0 partly kept, -1 not kept.'),
  coverage: z.strictObject({ rated: z.int(), of: z.int() }).describe('Of those that owe it, how many are rated.'),
};

const Assessment = z.strictObject({
  assessor: z.string(),
  scale: z.string().nullable().describe('The assessor’s own; null where it gives verdicts alone.'),
  stage: Stage.describe('What the collective score is of: final where there is a final verdict.'),
  ...collective,
  stages: z.array(z.strictObject({ stage: Stage, ...collective })).describe('Means are never over several.'),
  verdicts: z.array(
    z.strictObject({
      event: EventId,
      party: PartyCode,
      window: When,
      stage: Stage,
      verdict: Verdict.nullable().describe('Null where nobody says what the rating means.'),
      rating: z.string().nullable().describe('As the assessor wrote it.'),
      readBy: z.string().nullable().describe('Who says what the rating means.'),
      reason: z.string(),
      evidence: z.array(EventId),
      citations: z.array(Citation),
      revises: EventId.nullable(),
      revised: z.boolean(),
    }),
  ),
});

const TermValue = z.union([z.string(), z.array(z.string()), When, Amount]);
const Term = z
  .strictObject({
    term: z.enum(TERMS),
    about: EventId.optional(),
    at: When.optional(),
    standing: z.enum(['undisputed', 'contested', 'adjudicated']),
    value: TermValue.nullable(),
    adjudication: z.strictObject({ event: EventId, prefers: EventId, reason: z.string() }).optional(),
    assertions: z.array(
      z.strictObject({
        event: EventId,
        index: z.int().optional(),
        value: TermValue,
        effectiveAt: When,
        citations: z.array(Citation),
      }),
    ),
  })
  .meta({ id: 'Term', description: 'What the sources say a term is: every assertion, and whether they agree.' });

const Evidence = z.strictObject({
  ...said,
  about: When,
  summary: z.string(),
  occasion: RecordName.optional(),
  standing: z.enum(['open', 'accepted', 'rejected']),
  reviews: z.array(z.strictObject({ ...said, outcome: z.enum(['accepted', 'rejected']), reason: z.string() })),
  citations: z.array(Citation),
});

const cited = { citations: z.array(Citation) };
export const Reply = z.strictObject({ ...said, by: z.string(), summary: z.string(), ...cited });
export const concern = { ...said, by: z.string(), kind: z.enum(['concern', 'review']), summary: z.string(), ...cited };

/** What few commitments have: what there is nothing of is there and says so. */
const whatElse = {
  quantity: Amount.nullable(),
  validUntil: When.nullable(),
  condition: z.string().nullable().describe('What is pending.'),
  conditions: z.array(ConditionAnswer).describe('Pending, met and dropped.'),
  inForce: z.union([z.literal(false), z.strictObject({ ...said, basis: z.string() })]),
  ended: z.strictObject({ ...said, how: z.string(), supersededBy: CommitmentId.nullable() }).nullable(),
  evidence: z.array(Evidence),
  concerns: z.array(z.strictObject({ ...concern, answers: z.array(Reply) })),
  links: z.array(z.strictObject({ ...said, relation: z.string(), target: CommitmentId, ...cited })),
};

export const CommitmentAnswer = z
  .strictObject({
    revision: Revision,
    id: CommitmentId,
    kind: z.enum(KINDS),
    title: z.string(),
    status: z.enum(STATUSES).describe('The headline, derived from the axes.'),
    parties: z.array(z.strictObject({ code: PartyCode, role: Role })),
    areas: z.array(z.string()),
    act: z.strictObject({ strongest: Act, latest: Act }),
    position: z.array(PartyPosition),
    delivery: DeliveryAnswer,
    verdict: z.array(Assessment),
    timeliness: z.enum(TIMELINESS),
    deadline: DeadlineAnswer.nullable(),
    target: TargetAnswer.nullable(),
    contested: z.array(z.string()).describe('The names of contested terms.'),
    terms: z.array(Term),
    ...whatElse,
  })
  .meta({ id: 'Commitment' });

// What a commitment looks like when it is answered, as the OpenAPI document tells it.
// Answers are made by the projections; tests hold the two together.
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { STATUSES, TIMELINESS } from '../domain/commitment/headline.ts';
import { Position, RELATIONS, TERMS, Verdict } from '../domain/commitment/payloads.ts';
import { ConsentBy } from '../domain/commitment/treatyPayloads.ts';
import { Amount, CommitmentId, EventId, PartyCode, RecordName, Role } from '../domain/primitives.ts';
import { Instant, When } from '../domain/time.ts';
import { Because, Cited, Decimal, said } from './answerParts.ts';
import { Corrections, WhyAnswer } from './becauseAnswer.ts';
import { ConditionAnswer, DeadlineAnswer, DeliveryAnswer, TargetAnswer } from './deliveryAnswer.ts';

export const Revision = Decimal.describe('The record’s last revision, decimal.');

const Act = z.strictObject({ act: z.string(), ...said, occasion: RecordName.optional(), because: Because }).nullable();

const Spell = z
  .strictObject({ from: Instant, to: Instant.nullable(), because: Because })
  .meta({ id: 'Spell', description: 'A stretch of time; `to` is null while nothing has ended it.' });

const PartyPosition = z.strictObject({
  party: PartyCode,
  position: Position.nullable(),
  by: ConsentBy.optional().describe('The act by which it signed or consented.'),
  since: Instant.nullable(),
  because: Because,
  consented: z.boolean().describe('It expressed its consent to be bound. Consented is not bound.'),
  bound: z
    .union([z.boolean(), z.literal('unknown')])
    .describe('In force for this party; unknown where no entry into force is on record.'),
  spells: z.array(Spell).optional().describe('When it was bound.'),
  suspended: z
    .strictObject({
      from: Instant,
      to: Instant.nullable(),
      of: z.enum(['party', 'whole']),
      provisions: z.string().optional(),
      because: Because,
    })
    .optional()
    .describe('It is bound, and what it is bound by is suspended.'),
  provisional: z.array(Spell).optional().describe('When it applied the commitment provisionally.'),
  pending: z
    .array(z.strictObject({ position: Position, takesEffect: Instant, by: ConsentBy.optional(), because: Because }))
    .optional()
    .describe('The changes that lie ahead.'),
  announced: z
    .strictObject({ event: EventId, effectiveAt: When, takesEffect: When.optional(), because: Because })
    .optional()
    .describe('It said that it will withdraw, which is no notice.'),
  contested: z
    .array(z.strictObject({ of: EventId, event: EventId, by: z.string(), reason: z.string() }))
    .optional()
    .describe('Who disputes what an event says of it.'),
  basis: z.enum(['own', 'attributed']).describe('Its own word, or what others say it said.'),
  reaffirmed: When.optional(),
});

const Reservation = z.strictObject({
  ...said,
  party: PartyCode,
  summary: z.string(),
  provisions: z.string().optional(),
  modifies: EventId.optional(),
  standing: z.enum(['stands', 'modified', 'withdrawn']),
  withdrawn: z.strictObject(said).optional(),
  modified: z.strictObject(said).optional(),
  objections: z.array(
    z.strictObject({ ...said, party: PartyCode, precludesForce: z.boolean(), summary: z.string().optional() }),
  ),
});
const Declaration = z.strictObject({
  ...said,
  party: PartyCode,
  summary: z.string(),
  territorial: z.string().optional(),
  territories: z.array(z.string()).optional(),
  takesEffect: When.optional(),
  withdrawn: z.strictObject(said).optional(),
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
      corrected: said.corrected,
      party: PartyCode,
      window: When,
      stage: Stage,
      verdict: Verdict.nullable().describe('Null where nobody says what the rating means.'),
      rating: z.string().nullable().describe('As the assessor wrote it.'),
      readBy: z.string().nullable().describe('Who says what the rating means.'),
      reason: z.string(),
      evidence: z.array(EventId),
      citations: z.array(Cited),
      revises: EventId.nullable(),
      revised: z.boolean(),
    }),
  ),
  because: Because.describe('The assessments that no later one revises.'),
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
        corrected: said.corrected,
        citations: z.array(Cited),
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
  citations: z.array(Cited),
});

const cited = { citations: z.array(Cited) };
/** Of a link: its members. */
export const Link = { ...said, relation: z.enum(RELATIONS), target: CommitmentId, ...cited };
export const Reply = z.strictObject({ ...said, by: z.string(), summary: z.string(), ...cited });
export const concern = { ...said, by: z.string(), kind: z.enum(['concern', 'review']), summary: z.string(), ...cited };

/** What few commitments have: what there is nothing of is there and says so. */
const whatElse = {
  quantity: Amount.nullable(),
  validUntil: When.nullable(),
  condition: z.string().nullable().describe('What is pending.'),
  conditions: z.array(ConditionAnswer).describe('Pending, met and dropped.'),
  ended: z
    .strictObject({
      ...said,
      how: z.string(),
      supersededBy: CommitmentId.nullable(),
      parties: z.array(PartyCode).nullable(),
    })
    .nullable(),
  evidence: z.array(Evidence),
  concerns: z.array(z.strictObject({ ...concern, answers: z.array(Reply) })),
  links: z.array(z.strictObject(Link)),
  openForSignature: z.union([z.literal(true), When]).optional(),
  entering: z
    .array(z.strictObject({ ...said, takesEffect: Instant, parties: z.array(PartyCode).optional(), basis: z.string() }))
    .optional()
    .describe('Entries into force that lie ahead.'),
  reservations: z.array(Reservation).optional(),
  declarations: z.array(Declaration).optional(),
  textCorrections: z
    .array(
      z.strictObject({
        ...said,
        by: z.string(),
        provisions: z.string().optional(),
        reads: z.string(),
        instead: z.string().optional(),
      }),
    )
    .optional()
    .describe('Errors of the text that the depositary put right, from the start.'),
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
    inForce: z
      .union([z.literal(false), z.strictObject({ ...said, since: Instant, basis: z.string(), because: Because })])
      .describe('False where it binds nobody.'),
    consentBy: z.enum(['signature', 'ratification', 'unknown']),
    binding: z.enum(['legal', 'political', 'unknown']),
    ...whatElse,
    because: WhyAnswer,
    corrections: Corrections,
  })
  .meta({ id: 'Commitment' });

// What the parts of a commitment come to, as the OpenAPI document tells it.
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { STATUSES } from '../domain/commitment/headline.ts';
import { Measure } from '../domain/commitment/targetPayloads.ts';
import { Amount, CommitmentId, PartyCode } from '../domain/primitives.ts';
import { When } from '../domain/time.ts';

const named = { id: CommitmentId, title: z.string(), status: z.enum(STATUSES) };
const Part = z.strictObject({
  ...named,
  hasParts: z.boolean().describe('It is made of parts itself. Those are not added: ask for its own.'),
});
const Contested = z.boolean().describe('Reporters of a part contradict each other: of that part the lowest is added.');

const Overlap = z.strictObject({
  parts: z.array(CommitmentId),
  party: PartyCode.nullable().describe('It owes in each of these parts; null where a link says it.'),
  relation: z.enum(['part_of', 'duplicate_of']).nullable().describe('How the first part is linked to the second.'),
});

const Counted = z
  .strictObject({
    measure: Measure,
    subject: z.string().nullable(),
    unit: z.string(),
    window: When.nullable().describe('Of a sum; null where no report says it.'),
    amount: Amount.nullable().describe('What the parts come to. Null of rates and stocks, which are not added.'),
    contested: Contested,
    parts: z.array(
      Part.extend({
        amount: Amount.describe('What this part adds.'),
        window: When.nullable(),
        contested: z.boolean(),
      }),
    ),
    overlaps: z.array(Overlap).describe('Where something may be counted twice. Nothing is taken away for it.'),
  })
  .meta({ id: 'PartsCount' });

export const PartsAnswer = z
  .strictObject({
    commitment: z.strictObject({ ...named, kind: z.enum(KINDS), quantity: Amount.nullable() }),
    counts: z
      .array(Counted)
      .describe('By measure, subject, unit and window, as people read them. Nothing is converted.'),
    missing: z.array(Part).describe('Parts of which nothing is counted.'),
    read: z.int().min(0),
    total: z.int().min(0).describe('How many say that they are part of it.'),
    complete: z.boolean().describe('Whether all were read. Beyond 500 the first 500 in the order of opening are.'),
  })
  .meta({ id: 'PartsSum', description: 'What the commitments linked part_of add up to.' });

// Why an answer says what it says, and what of its record was corrected, as the OpenAPI document tells it.
import { z } from 'zod';
import { STATUSES } from '../domain/commitment/headline.ts';
import { EventId } from '../domain/primitives.ts';
import { Because, Decimal } from './answerParts.ts';

export const WhyAnswer = z
  .strictObject({
    status: z.strictObject({
      row: z.int().min(1).max(STATUSES.length).describe('The row of the headline’s table that matched.'),
      events: Because.describe('The revisions of the events that make the row match.'),
    }),
    timeliness: Because.describe('What set the deadline that it tells, and what met that. Empty where it is none.'),
    quantity: Because,
    validUntil: Because,
    areas: Because.describe('The acts that brought one, or the amendment that gave them all.'),
    consentBy: Because,
    binding: Because,
  })
  .meta({
    id: 'Because',
    description:
      'Of the status and of each bare value of the answer: the revisions of the events that made it so, empty where ' +
      'none did. What is an object tells its own `because`. The history gives each event with its sources.',
  });

export const Corrections = z
  .array(
    z.strictObject({
      event: EventId,
      revision: Decimal,
      type: z.string(),
      standing: z.enum(['corrected', 'voided']),
      by: z.strictObject({ event: EventId, revision: Decimal }).describe('The correction that rules it.'),
      reason: z.string(),
    }),
  )
  .describe('Every event of the record that was corrected or voided, as far as was known.');

// What a change looks like when it is answered, as the OpenAPI document tells it.
import { z } from 'zod';
import { STATUSES, TIMELINESS } from '../domain/commitment/headline.ts';
import { Position } from '../domain/commitment/payloads.ts';
import { Citation, CommitmentId, PartyCode } from '../domain/primitives.ts';
import { Instant } from '../domain/time.ts';
import { Decimal } from './answerParts.ts';

const Headline = z
  .strictObject({
    status: z.enum(STATUSES),
    timeliness: z.enum(TIMELINESS),
    position: z
      .array(z.strictObject({ party: PartyCode, position: Position.nullable() }))
      .describe('Of the parties whose position changed.'),
  })
  .nullable();

export const ChangeItem = z
  .strictObject({
    at: Instant.describe('When it counts from, or when it was recorded, as was asked.'),
    sequence: Decimal.nullable().describe('Of the event. Null where a day came and no event was needed.'),
    commitment: CommitmentId,
    type: z.string().nullable(),
    before: Headline.describe('Null where it was not on record.'),
    after: Headline,
    citations: z.array(Citation),
  })
  .meta({ id: 'Change' });

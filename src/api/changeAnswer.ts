// What a change looks like when it is answered, as the OpenAPI document tells it.
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { STATUSES, TIMELINESS } from '../domain/commitment/headline.ts';
import { PASSINGS } from '../domain/commitment/passings.ts';
import { Position } from '../domain/commitment/payloads.ts';
import { Citation, CommitmentId, EventId, PartyCode, RecordName } from '../domain/primitives.ts';
import { Instant, When } from '../domain/time.ts';
import { UNMOVED } from '../projections/changes/changeItem.ts';
import { Decimal } from './answerParts.ts';
import { Corrected, Corrects } from './correctionAnswer.ts';

const Headline = z
  .strictObject({
    status: z.enum(STATUSES),
    timeliness: z.enum(TIMELINESS),
    position: z
      .array(z.strictObject({ party: PartyCode, position: Position.nullable() }))
      .describe('Of the parties whose position changed.'),
  })
  .nullable();

const Move = z
  .strictObject({
    what: z
      .string()
      .describe(
        'The part of the commitment’s answer, by its names: `status`, `position.bound`, `delivery.amounts.amount`.',
      ),
    of: z
      .record(z.string(), z.json())
      .optional()
      .describe('Of an entry of a list: which one, such as `{"party":"US"}` or `{"concern":"…","answer":"…"}`.'),
    before: z.json().describe('Null where there was nothing.'),
    after: z.json().describe('Null where there is nothing any longer.'),
  })
  .meta({ id: 'Move' });

const Passed = z.strictObject({
  kind: z.enum(PASSINGS),
  parties: z.array(PartyCode).nullable().describe('Of whom alone; null: of the commitment.'),
  sequence: Decimal.describe('Of the event that had set the day.'),
  revision: Decimal,
  event: EventId,
});

export const ChangeItem = z
  .strictObject({
    at: Instant.describe('When it counts from, or when it was recorded, as was asked.'),
    sequence: Decimal.nullable().describe('Of the event. Null where a day came and no event was needed.'),
    commitment: CommitmentId,
    type: z.string().nullable(),
    before: Headline.describe('Null where it was not on record.'),
    after: Headline,
    citations: z.array(Citation).describe('Of the event; of a day that came, those of what had set it.'),
    title: z.string(),
    kind: z.enum(KINDS),
    event: EventId.nullable(),
    revision: Decimal.nullable().describe(
      'In the commitment’s history: null of a day that came and of a source that was retracted.',
    ),
    effectiveAt: When.nullable(),
    recordedAt: Instant.nullable().describe('The journal’s clock.'),
    summary: z.string().describe('What was recorded, or what the day brought, in one sentence.'),
    corrects: Corrects,
    ...Corrected.shape,
    passed: z.array(Passed).describe('What came true because the day came; empty where an event is told.'),
    unmoved: z
      .enum(UNMOVED)
      .nullable()
      .describe(
        'Why nothing moved: it was so before (as_before), it comes true later (ahead), what it moved is past (past), the event was voided, or a source was retracted, and what rests on it stays on record until that is corrected (source_retracted). Null where something moved.',
      ),
    dates: z
      .array(z.strictObject({ at: Instant, stated: When }))
      .describe('Of the instants told here, those that are known less precisely than to the day, as they were stated.'),
    moved: z
      .array(Move)
      .describe('Each part that moved. Put on what was answered before, they give what is answered after.'),
    sources: z
      .array(z.strictObject({ id: RecordName, title: z.string(), publisher: z.string(), retracted: z.boolean() }))
      .describe('What its citations cite, or the source that was retracted.'),
  })
  .meta({ id: 'Change' });

// How answers tell of corrections: what one did to which event, and which one rules an event.
import { z } from 'zod';
import { EventId } from '../domain/primitives.ts';
import { Decimal } from './answerParts.ts';

const DataMove = z.strictObject({
  what: z.string().describe('The field of the data by its names: `quantity.min`.'),
  before: z.json().optional().describe('Absent where it was not given.'),
  after: z.json().optional().describe('Absent where it is not given any longer.'),
});

export const Corrects = z
  .strictObject({
    event: EventId.describe('The event it corrects.'),
    revision: Decimal.nullable(),
    type: z.string().nullable(),
    void: z.boolean(),
    cause: z.string().describe('Whose error it was: the recorder’s or the source’s.'),
    reason: z.string(),
    data: z.array(DataMove).describe('What it changed, field by field; empty where it voids the event.'),
  })
  .nullable()
  .describe('Of a correction: what it did. Null for every other event.');

const By = z.strictObject({ event: EventId, revision: Decimal, reason: z.string() }).nullable();
export const Corrected = z.strictObject({
  correctedBy: By.describe('The correction that rules it.'),
  voidedBy: By.describe('The correction that voids it.'),
});

// What many answers have in common, as the OpenAPI document tells it.
import { z } from 'zod';
import { Citation, EventId } from '../domain/primitives.ts';
import { When } from '../domain/time.ts';

export const Decimal = z.string().regex(/^(?:0|[1-9]\d*)$/);

/** The event behind what is told, and when it was so. */
export const said = {
  event: EventId,
  effectiveAt: When.nullable(),
  corrected: Decimal.optional().describe('The revision of the correction that says what it says here.'),
};

export const Because = z.array(Decimal).describe('The revisions of the events that made it so.');

/** A citation as it is answered: it says so where its source stands retracted at the clocks of the answer. */
export const Cited = Citation.extend({ retracted: z.literal(true).optional() }).meta({ id: 'Cited' });

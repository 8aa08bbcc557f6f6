// What many answers have in common, as the OpenAPI document tells it.
import { z } from 'zod';
import { Citation, EventId } from '../domain/primitives.ts';
import { When } from '../domain/time.ts';

/** The event behind what is told, and when it was so. */
export const said = { event: EventId, effectiveAt: When.nullable() };

/** A citation as it is answered: it says so where its source stands retracted at the clocks of the answer. */
export const Cited = Citation.extend({ retracted: z.literal(true).optional() }).meta({ id: 'Cited' });

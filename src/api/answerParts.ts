// What many answers have in common, as the OpenAPI document tells it.
import { EventId } from '../domain/primitives.ts';
import { When } from '../domain/time.ts';

/** The event behind what is told, and when it was so. */
export const said = { event: EventId, effectiveAt: When.nullable() };

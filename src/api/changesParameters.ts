// Between which dates, in which order, as known when: what the addresses of changes take.
import { z } from 'zod';
import { askedInstant, bounds } from '../domain/time.ts';
import { HistoryParameters } from './parameters.ts';

/** The last instant a date can hold. */
const NO_END = 8_640_000_000_000_000;

const date = z
  .string()
  .max(40)
  .refine((text) => askedInstant(text) !== undefined, {
    error: 'is not a date: give a day 2025-06-01, a month, a year or an instant 2025-06-01T12:00:00Z',
  })
  .meta({ examples: ['2025-06-01'] });

export const ChangesParameters = z.strictObject({
  from: date
    .transform((text) => bounds(text).start ?? 0)
    .optional()
    .describe('From the start of this date on; from the beginning where absent.'),
  to: date
    .transform((text) => askedInstant(text) ?? NO_END)
    .optional()
    .describe('Up to the end of this date; up to where the clocks stand where absent.'),
  by: z
    .enum(['effective', 'recorded'])
    .optional()
    .describe('In the order in which it happened (effective, the default), or in which it became known.'),
  ...HistoryParameters.omit({ asOf: true, bom: true }).shape,
});

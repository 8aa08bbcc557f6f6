// The small values that payloads are made of. Every schema here is also what the API documents.
import { z } from 'zod';
import { When } from './time.ts';

const slug = /^[a-z0-9]+(?:-[a-z0-9]+)*$/;

export const PartyCode = z
  .string()
  .regex(/^[A-Z0-9](?:[A-Z0-9-]{0,30}[A-Z0-9])?$/, 'is not a party code: 1 to 32 of A-Z, 0-9 and inner hyphens')
  .meta({ id: 'PartyCode', examples: ['KR', 'NATO'] });

/** Of an occasion or a source: a readable name, or a uuid made by the ledger. */
export const RecordName = z
  .string()
  .max(64)
  .regex(slug, 'is not a name: up to 64 of a-z, 0-9 and inner hyphens')
  .meta({ id: 'RecordName', examples: ['nato-summit-2025'] });

const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const Uuid = z.string().regex(uuid, 'is not a uuid in lower case');
export const CommitmentId = Uuid.meta({ id: 'CommitmentId' });
export const EventId = Uuid.meta({ id: 'EventId' });

export const Area = z
  .string()
  .max(64)
  .regex(slug, 'is not an area: up to 64 of a-z, 0-9 and inner hyphens')
  .meta({ examples: ['space', 'supply-chains'] });
export const Areas = z.array(Area).max(64);

/** Free text without white space at its ends. */
export const text = (max: number) =>
  z
    .string()
    .max(max)
    .regex(/^\S(?:[\s\S]*\S)?$/, 'is empty, or has white space at its ends: trim it');

export const Role = z.enum(['committer', 'beneficiary', 'addressee', 'bearer']);
export type Role = z.infer<typeof Role>;

/** No more than a double counts exactly (RFC 7493): what is larger is told in a larger unit. */
const Quantity = z.number().nonnegative().max(Number.MAX_SAFE_INTEGER);

export const Amount = z
  .strictObject({
    min: Quantity.optional(),
    max: Quantity.optional(),
    approx: z.boolean().optional(),
    unit: text(40),
  })
  .refine((amount) => amount.min !== undefined || amount.max !== undefined, {
    error: 'has no bound: give min, max or both (the same twice for an exact amount)',
  })
  .refine((amount) => (amount.min ?? 0) <= (amount.max ?? Infinity), { error: 'has a min above its max' })
  .meta({ id: 'Amount' });
export type Amount = z.infer<typeof Amount>;

/** Where something is said: `as` tells the source's own text from what it quotes or paraphrases. */
export const Citation = z
  .strictObject({
    source: RecordName,
    locator: text(200).optional(),
    quote: text(500).optional(),
    lang: text(35).optional(),
    as: z.enum(['own', 'quoted', 'paraphrased']),
    /** a party's code where a party speaks; else who was quoted */
    speaker: text(120).optional(),
  })
  .meta({ id: 'Citation' });
export type Citation = z.infer<typeof Citation>;

export const Citations = z
  .array(Citation)
  .min(1, 'is empty: an event of a commitment cites at least one source on record')
  .max(32);

/** What every event of a commitment carries. */
export const onRecord = {
  commitment: CommitmentId,
  effectiveAt: When,
  citations: Citations,
  occasion: RecordName.optional(),
};

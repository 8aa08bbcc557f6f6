// The small values that payloads are made of. Every schema here is also what the API documents.
import { z } from 'zod';
import { beside } from './beside.ts';
import { When } from './time.ts';
import { told } from './wording.ts';

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

const OFFICE_NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** Of an office, within the party that it is of. */
export const OfficeName = z
  .string()
  .max(64)
  .regex(OFFICE_NAME, 'is not the name of an office: up to 64 of a-z, 0-9 and inner hyphens, beginning with a letter')
  .meta({ id: 'OfficeName', examples: ['president'] });

const OFFICE = /^(?<party>[A-Z0-9](?:[A-Z0-9-]{0,30}[A-Z0-9])?)\/(?<office>[a-z][a-z0-9]*(?:-[a-z0-9]+)*)$/;
/** An office and the party that it is of, in one word. */
export const OfficeReference = z
  .string()
  .max(97)
  .regex(OFFICE, 'is no office of a party: give the party’s code, a slash and the office’s name')
  .meta({ id: 'OfficeReference', examples: ['KR/president'] });

/** The office that a text names; undefined where it names none. */
export function officeNamed(named: string): { readonly party: string; readonly office: string } | undefined {
  const { party, office } = OFFICE.exec(named)?.groups ?? {};
  return party === undefined || office === undefined ? undefined : { party, office };
}

/**
 * Of who holds an office. Law: a uuid that was drawn (version 4 or 7), since one that is made of a name tells it to whoever
 * guesses it, and a word would be a name itself.
 */
export const HolderId = z
  .string()
  .regex(
    /^[0-9a-f]{8}-[0-9a-f]{4}-[47][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    'is not a random uuid in lower case: names of people stay out of the log; draw one with concordat holder add',
  )
  .meta({ id: 'HolderId' });

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

/** How a bare figure, or one with its unit behind it, is written as an amount. */
function asAmount(input: unknown, more = ''): string | undefined {
  const [, figure, unit] = /^\s*(\d+(?:\.\d+)?)\s*(\S.*)?$/.exec(typeof input === 'object' ? '' : String(input)) ?? [];
  return figure && `{ min: ${figure}, max: ${figure}, ${more}unit: ${unit?.trim().slice(0, 40) ?? '…'} }`;
}

const Amounted = z.strictObject(
  {
    min: Quantity.optional(),
    max: Quantity.optional(),
    approx: z
      .boolean({
        error: ({ input }) => {
          const meant = asAmount(input, 'approx: true, ');
          return meant && `is ${told(input)}: give true or false; what is about that is ${meant}`;
        },
      })
      .optional(),
    unit: text(40),
  },
  {
    error: ({ code, input }) => {
      const meant = code === 'invalid_type' ? asAmount(input) : undefined;
      return meant && `is ${told(input)}: give ${meant}`;
    },
  },
);

export const Amount = Amounted.refine((amount) => amount.min !== undefined || amount.max !== undefined, {
  error: 'has no bound: give min, max or both (the same twice for an exact amount)',
  ...beside('min', 'max'),
})
  .refine((amount) => (amount.min ?? 0) <= (amount.max ?? Infinity), {
    error: 'has a min above its max',
    ...beside('min', 'max'),
  })
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
    /** a party's code or an office of one, such as KR/president, where that speaks; else who was quoted */
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

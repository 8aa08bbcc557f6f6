// What a commitment's quantity is meant as: a target, as the payloads of acts and amendments state it.
// Nothing here is filled in: what was left unsaid is read by src/domain/commitment/targets.ts.
import { z } from 'zod';
import { Amount, PartyCode, RecordName, text } from '../primitives.ts';
import { When } from '../time.ts';

/** Only sums accumulate and never fall; a stock is what there is at a time, a rate what there is over a window. */
export const Measure = z.enum(['sum', 'stock', 'rate']);
export type Measure = z.infer<typeof Measure>;

export const Direction = z.enum(['at_least', 'at_most', 'exactly', 'none_left']);
export type Direction = z.infer<typeof Direction>;
/** To be reached by its date, or from its date until validity ends. */
export const Duty = z.enum(['attain', 'maintain']);
export const ReachedBy = z.enum(['all_together', 'each_party']);

const Prices = z
  .string()
  .regex(/^(?:current|\d{4})$/, 'is neither current nor a year')
  .meta({ examples: ['current', '2015'] });
const Baseline = z.strictObject({ value: Amount, date: When, source: RecordName, prices: Prices.optional() });
/** A quantity to be reached on the way, by a date of its own. */
const Step = z.strictObject({ quantity: Amount, by: When });
/** What a party owes apart from the others. */
const Share = z.strictObject({
  party: PartyCode,
  quantity: Amount.optional(),
  deadline: When.optional(),
  condition: text(500).optional(),
});

export const Target = z
  .strictObject({
    direction: Direction.optional(),
    duty: Duty.optional(),
    reachedBy: ReachedBy.optional(),
    measure: Measure.optional(),
    /** what is counted, where the unit alone does not say */
    subject: text(200).optional(),
    prices: Prices.optional(),
    baseline: Baseline.optional(),
    steps: z.array(Step).min(1).max(64).optional(),
    shares: z.array(Share).min(1).max(250).optional(),
  })
  .meta({ id: 'Target' });
export type Target = z.infer<typeof Target>;

/** What is counted: only what is equal in all of this is compared or added. */
export const counted = {
  measure: Measure.optional(),
  subject: text(200).optional(),
  /** over which time it counts; of a forecast, for which */
  window: When.optional(),
};

/** What a report says of its count, and of whose delivery it is. */
export const reported = {
  ...counted,
  /** whose delivery it counts; all of it where absent */
  parties: z.array(PartyCode).min(1).max(250).optional(),
  /** of a grouping's report: the members whose delivery is in it */
  includes: z.array(PartyCode).min(1).max(250).optional(),
  /** when what is contracted or forecast is expected */
  expected: When.optional(),
  /** the party that the reporter belongs to, as its organ or its member */
  reporterOf: PartyCode.optional(),
};

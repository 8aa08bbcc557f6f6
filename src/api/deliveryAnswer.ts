// What is owed and what was delivered, as the OpenAPI document tells it.
import { z } from 'zod';
import { BASES } from '../domain/commitment/basis.ts';
import { OUTCOMES } from '../domain/commitment/deadlines.ts';
import { TIMELINESS } from '../domain/commitment/headline.ts';
import { DELIVERY, DELIVERY_LEVELS, Firmness } from '../domain/commitment/payloads.ts';
import { Direction, Duty, Measure, ReachedBy, Target } from '../domain/commitment/targetPayloads.ts';
import { Amount, EventId, PartyCode } from '../domain/primitives.ts';
import { When } from '../domain/time.ts';
import { Because, Cited, said } from './answerParts.ts';

const Codes = z.array(PartyCode);

const Report = z
  .strictObject({
    ...said,
    reporter: z.string(),
    reporterOf: PartyCode.nullable().describe('The party the reporter belongs to.'),
    level: z.enum(DELIVERY_LEVELS).nullable(),
    amount: Amount.nullable(),
    counts: z.enum(['delivered', 'contracted', 'forecast']),
    measure: Measure.nullable(),
    subject: z.string().nullable(),
    window: When.nullable(),
    parties: Codes.nullable().describe('Whose delivery it counts; of the whole where null.'),
    includes: Codes.nullable().describe('The members whose delivery is in a grouping’s report.'),
    expected: When.nullable(),
    citations: z.array(Cited),
  })
  .meta({ id: 'DeliveryReport' });

const Counted = z.strictObject({
  amount: Amount,
  contested: z.boolean(),
  measure: Measure.describe('Only sums accumulate and never fall.'),
  subject: z.string().nullable(),
  window: When.nullable(),
  reports: z.array(
    z.strictObject({
      event: EventId,
      effectiveAt: When,
      corrected: said.corrected,
      reporter: z.string(),
      amount: Amount,
    }),
  ),
  overlaps: z
    .array(z.strictObject({ parties: Codes.nullable(), within: Codes.nullable() }))
    .describe('What was not added, since it is in another report. Null is the report of the whole.'),
});

const account = {
  level: z.enum(DELIVERY),
  contested: z.boolean().describe('Reporters contradict each other: the lowest stands.'),
  basis: z.enum(BASES).describe('Whose account it is: own is that of those who owe it, and of nobody else.'),
  because: Because.describe('The reports that weigh, and the adjudications that say which do.'),
  amounts: z.array(Counted).describe('By measure, subject, unit and window; of a stock the latest.'),
  windows: z
    .array(
      z.strictObject({
        window: When.nullable(),
        amount: Amount,
        fit: z.enum(['within', 'exceeded', 'short', 'unclear', 'contested']),
      }),
    )
    .describe('Of what is to be maintained, from its date on.'),
};

export const DeliveryAnswer = z
  .strictObject({
    ...account,
    parties: z.array(z.strictObject({ party: PartyCode, ...account })),
    reported: z.array(Report).describe('Every report of what was delivered.'),
    outlook: z.array(Report).describe('Contracted or forecast: it moves nothing.'),
  })
  .meta({ id: 'Delivery' });

const Outcome = z.enum(OUTCOMES);
const DaysLate = z.int().nullable().describe('Days after its last day; null where it is not late, or not delivered.');
const Delivered = z.iso.date().nullable().describe('The day from which it is delivered.');

export const DeadlineAnswer = z.strictObject({
  first: When,
  current: When,
  firmness: Firmness,
  moves: z.int(),
  firstOutcome: Outcome.describe('Of the first deadline, also after it was moved; moved: before it passed.'),
  daysLate: DaysLate,
  delivered: Delivered,
  because: Because.describe('What set it, and the reports that reached it.'),
});

export const ConditionAnswer = z.strictObject({
  text: z.string(),
  standing: z.enum(['pending', 'met', 'dropped']),
  setBy: EventId,
  settledBy: EventId.nullable(),
  because: Because.describe('What set it, and what settled it.'),
});

const { prices, baseline } = Target.shape;
const Baseline = baseline.unwrap().extend({ retracted: z.literal(true).optional() });
export const TargetAnswer = z
  .strictObject({
    direction: Direction.nullable(),
    duty: Duty,
    reachedBy: ReachedBy,
    measure: Measure.nullable(),
    subject: z.string().nullable(),
    prices: prices.unwrap().nullable(),
    baseline: Baseline.nullable(),
    steps: z.array(
      z.strictObject({ quantity: Amount, by: When, outcome: Outcome, daysLate: DaysLate, delivered: Delivered }),
    ),
    parties: z.array(
      z.strictObject({
        party: PartyCode,
        quantity: Amount.nullable(),
        deadline: DeadlineAnswer.nullable(),
        timeliness: z.enum(TIMELINESS).nullable(),
        conditions: z.array(ConditionAnswer),
      }),
    ),
    because: Because.describe('What set the quantity, what it is meant as, and the deadlines of parties.'),
  })
  .meta({ id: 'TargetStanding', description: 'What has to be reached, by whom and when.' });

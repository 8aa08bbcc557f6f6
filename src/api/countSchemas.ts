// What counts look like when they are answered, as the OpenAPI document tells it.
import { z } from 'zod';
import { KINDS } from '../domain/commitment/acts.ts';
import { STATUSES, TIMELINESS } from '../domain/commitment/headline.ts';
import { DELIVERY, Verdict } from '../domain/commitment/payloads.ts';
import { STAGES } from '../domain/commitment/verdicts.ts';
import { PartyCode } from '../domain/primitives.ts';

const Count = z.int().min(0);
const each = <const Values extends readonly string[]>(values: Values) =>
  z.strictObject(Object.fromEntries(values.map((value) => [value, Count])) as Record<Values[number], typeof Count>);
const Listed = z
  .array(z.strictObject({ value: z.string(), count: Count }))
  .meta({ id: 'ValueCounts', description: 'The most frequent first.' });

const Verdicts = z
  .strictObject({ final: each(Verdict.options), interim: each(Verdict.options) })
  .describe(
    'Of each party by each assessor the verdict that rules: the latest final one, else the latest interim one.',
  );
const Score = z
  .number()
  .nullable()
  .describe('The mean of what is rated: kept 1, partly kept 0, not kept -1. Null where nothing is.');
const Coverage = z.strictObject({ rated: Count, of: Count });
const Means = z
  .array(
    z.strictObject({
      assessor: z.string(),
      scale: z.string().nullable().describe('The assessor’s own; null where it gives verdicts alone.'),
      stage: z.enum(STAGES),
      score: Score,
      kept: Count,
      partly_kept: Count,
      not_kept: Count,
      coverage: Coverage.describe('Of the obligations (a party in a commitment), how many are rated.'),
    }),
  )
  .meta({ id: 'Means', description: 'Of one assessor, one scale and one stage each: there is none over several.' });
const Collective = z
  .strictObject({
    coverage: Coverage.describe('Obligations, each of a party in a commitment, however many rate it.'),
    means: Means,
  })
  .meta({ id: 'CollectiveScores', description: 'Of all committers of these commitments, from party scores alone.' });

const Template = z.string().meta({ examples: ['/v1/commitments?status={status}{&asOf,knownAt,atSequence}'] });
const Lists = z
  .strictObject({
    commitments: Template,
    status: Template,
    delivery: Template,
    timeliness: Template,
    verdict: Template,
    assessor: Template,
    kind: Template.optional(),
    party: Template.optional(),
    area: Template.optional(),
    opened: Template.optional(),
    agreed: Template.optional(),
    delivered: Template.optional(),
    ended: Template.optional(),
  })
  .meta({
    id: 'ListsBehind',
    description:
      'The list behind each number, as URI templates (RFC 6570). Give them the clocks of this answer; behind a verdict or a mean lie the commitments that have it.',
  });

const axes = {
  lists: Lists,
  commitments: Count,
  status: each(STATUSES),
  delivery: each(DELIVERY),
  timeliness: each(TIMELINESS),
};

export const StatisticsAnswer = z
  .strictObject({
    ...axes,
    verdict: Verdicts,
    collective: Collective,
    kind: each(KINDS).optional().describe('Not where one kind is asked for.'),
    party: Listed.optional().describe('How many commitments each takes part in. Not of one party or area.'),
    area: Listed.optional().describe('Not of one party or area.'),
    months: z
      .array(
        z.strictObject({
          month: z.string().regex(/^\d{4,}-\d{2}$/),
          opened: Count,
          agreed: Count,
          delivered: Count,
          ended: Count,
        }),
      )
      .describe('How many were first on record as of a month, first agreed, first delivered, first ended in it.'),
  })
  .meta({ id: 'Statistics' });

const scorecard = {
  party: PartyCode,
  ...axes,
  own: z.strictObject({ verdicts: Verdicts, means: Means }).describe('Of the party itself.'),
  collective: Collective,
};
export const ScorecardItem = z.strictObject(scorecard).meta({ id: 'Scorecard' });
export const ScorecardAnswer = z
  .strictObject({
    ...scorecard,
    members: z
      .array(ScorecardItem)
      .optional()
      .describe('Of a grouping: the members it had then, never summed with it.'),
  })
  .meta({ id: 'PartyScorecard' });

export const FacetsAnswer = z
  .strictObject({
    matches: Count.describe('How many are counted.'),
    complete: z.boolean().describe('Whether these are all. Beyond 10,000 matches the first 10,000 found are counted.'),
    facets: z.strictObject({
      status: Listed.optional(),
      kind: Listed.optional(),
      timeliness: Listed.optional(),
      party: Listed.optional(),
      area: Listed.optional(),
    }),
  })
  .meta({ id: 'Facets' });

// Counts on the two clocks: statistics, facets of a list, scorecards of parties, what parts add up to.
import type { z } from 'zod';
import { type AsOf, FACETS, type StatisticsScope } from '../projections/readModels.ts';
import { listEtagOf } from './answers.ts';
import { type LaterQueries, queriesFor } from './asking.ts';
import { clocksFor } from './clocks.ts';
import { askedThen, placed } from './memento.ts';
import {
  type RecordParameters as Clocked,
  FacetsParameters,
  filterOf,
  parametersOf,
  RecordParameters,
  StatisticsParameters,
} from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { idIn, notOnRecord } from './records.ts';
import type { RouteName } from './routes.ts';

export function counting(context: Context) {
  return {
    countCommitments: readCounts(context, FacetsParameters, (queries, asked, at) =>
      queries.facets(filterOf(asked), asked.facets ?? FACETS, at),
    ),
    readStatistics: readCounts(context, StatisticsParameters, (queries, asked, at) =>
      queries.statistics(scopeOf(asked), at),
    ),
    readScorecard: (req, res, actor) => {
      const code = idIn(req, 'code');
      const read = readCounts(context, RecordParameters, (queries, _, at) => scorecardOf(queries, code, at));
      return read(req, res, actor);
    },
    readCommitmentParts: (req, res, actor) => {
      const id = idIn(req, 'id');
      const read = readCounts(context, RecordParameters, (queries, _, at) => partsOf(queries, id, at));
      return read(req, res, actor);
    },
  } satisfies Partial<Record<RouteName, Handler>>;
}

function readCounts<Schema extends z.ZodObject>(
  context: Context,
  parameters: Schema,
  count: (queries: LaterQueries, asked: z.infer<Schema>, at: AsOf) => Promise<string>,
): Handler {
  return async (req, res) => {
    const asked = askedThen(req, parametersOf(req, parameters) as z.infer<Schema> & Clocked, context.clock());
    const clocks = await clocksFor(asked, context);
    const body = await count(queriesFor(context.readModels, res), asked, clocks);
    const { link, headers } = placed(req, { asked, clocks, formats: false });
    context.sendAnswer(req, res, { body, etag: listEtagOf(body), clocks, link, more: headers });
  };
}

function scopeOf({ kind, party, area }: z.infer<typeof StatisticsParameters>): StatisticsScope {
  if (kind !== undefined) return { by: 'kind', value: kind };
  if (party !== undefined) return { by: 'party', value: party };
  return area === undefined ? {} : { by: 'area', value: area };
}

/** @throws Problem where the party was not on record there */
async function scorecardOf(queries: LaterQueries, code: string, at: AsOf): Promise<string> {
  if ((await queries.party(code, at)) === undefined) throw notOnRecord('party', code);
  return queries.scorecard(code, at);
}

/** @throws Problem where the commitment was not on record there */
async function partsOf(queries: LaterQueries, id: string, at: AsOf): Promise<string> {
  const parts = await queries.parts(id, at);
  if (parts === undefined) throw notOnRecord('commitment', id);
  return parts;
}

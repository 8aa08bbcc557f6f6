// What reads: each route of records, lists, histories and changes, with the query that answers it.
import { readChanges } from './changes.ts';
import { commitmentWriters } from './formats.ts';
import { readHistory } from './histories.ts';
import { namedAnswer, namedPage } from './holders.ts';
import { readList } from './lists.ts';
import * as parameters from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { type ReadyRecordRoute, readReadyRecord, readRecord } from './records.ts';
import type { RouteName } from './routes.ts';
import { findIds } from './shortIds.ts';
import { counting } from './statistics.ts';
import { readTimeMap, timemapOf } from './timemap.ts';

/** The record asked for most: the short way to it answers as the route does. */
export const commitmentsOf = ({ readModels: { queries }, journal }: Context): ReadyRecordRoute => ({
  noun: 'commitment',
  param: 'id',
  current: (id) => queries.commitment(id),
  find: (later, id, at) => later.commitment(id, at),
  timemap: timemapOf,
  writers: commitmentWriters(journal),
});

export function readers(context: Context) {
  const directory = (list: 'parties' | 'occasions' | 'sources') =>
    readList(context, {
      parameters: parameters.ListParameters,
      page: async (_, { queries, paging, at }) => namedPage(context, await queries[list](paging, at)),
    });
  return {
    ...counting(context),
    listScorecards: readList(context, {
      parameters: parameters.ListParameters,
      page: (_, { queries, paging, at, clocks }) => queries.scorecards(paging, { ...clocks, ...at }),
    }),
    readCommitment: readReadyRecord(context, commitmentsOf(context)),
    listCommitments: readList(context, {
      parameters: parameters.CommitmentsParameters,
      writers: commitmentWriters(context.journal),
      page: (asked, { queries, paging, at }) =>
        queries.commitments(parameters.filterOf(asked), { ...paging, ...given({ sort: asked.sort }) }, at),
    }),
    findCommitmentIds: findIds(context),
    readParty: readRecord(context, {
      noun: 'party',
      param: 'code',
      find: async (queries, code, at) => namedAnswer(context, await queries.party(code, at)),
    }),
    readOccasion: readRecord(context, {
      noun: 'occasion',
      param: 'id',
      find: async (queries, id, at) => namedAnswer(context, await queries.occasion(id, at)),
    }),
    readSource: readRecord(context, {
      noun: 'source',
      param: 'id',
      find: (queries, id, at) => queries.source(id, at),
    }),
    listParties: directory('parties'),
    listOccasions: directory('occasions'),
    listSources: directory('sources'),
    readCommitmentHistory: readHistory(context, { aggregate: 'commitment', param: 'id' }),
    readTimeMap: readTimeMap(context),
    readCommitmentChanges: readChanges(context, true),
    readChangesBetween: readChanges(context, false),
    readPartyHistory: readHistory(context, { aggregate: 'party', param: 'code' }),
    readOccasionHistory: readHistory(context, { aggregate: 'occasion', param: 'id' }),
    readSourceHistory: readHistory(context, { aggregate: 'source', param: 'id' }),
  } satisfies Partial<Record<RouteName, Handler>>;
}

/** Without the members that are undefined. */
const given = <T extends object>(members: T) =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as {
    [K in keyof T]?: Exclude<T[K], undefined>;
  };

// The questions of whichever file of models is in use: whoever holds them holds them through a rebuild.
import type { Queries } from './readModels.ts';

export interface Forwarding {
  readonly asked: <Result>(ask: (queries: Queries) => Result) => Result;
  /** for what takes turns with others, and may be overtaken by another file */
  readonly lasting: <Result>(ask: (queries: Queries) => Promise<Result>) => Promise<Result>;
}

export const queriesInUse = ({ asked, lasting }: Forwarding): Queries => ({
  statistics: (scope, at) => lasting((queries) => queries.statistics(scope, at)),
  facets: (filter, names, at) => lasting((queries) => queries.facets(filter, names, at)),
  scorecard: (party, at) => lasting((queries) => queries.scorecard(party, at)),
  scorecards: (paging, at) => lasting((queries) => queries.scorecards(paging, at)),
  parts: (id, at) => asked((queries) => queries.parts(id, at)),
  changes: (wanted, paging) => asked((queries) => queries.changes(wanted, paging)),
  commitment: (id, at) => asked((queries) => queries.commitment(id, at)),
  idsBeginning: (starts) => asked((queries) => queries.idsBeginning(starts)),
  commitments: (filter, paging, at) => asked((queries) => queries.commitments(filter, paging, at)),
  party: (code, at) => asked((queries) => queries.party(code, at)),
  parties: (paging, at) => asked((queries) => queries.parties(paging, at)),
  occasion: (id, at) => asked((queries) => queries.occasion(id, at)),
  occasions: (paging, at) => asked((queries) => queries.occasions(paging, at)),
  source: (id, at) => asked((queries) => queries.source(id, at)),
  sources: (paging, at) => asked((queries) => queries.sources(paging, at)),
});

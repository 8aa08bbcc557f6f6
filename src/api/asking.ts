// Questions of a request that query threads answer: they are given up where who asked has gone.
import type { ServerResponse } from 'node:http';
import type { Queries, ReadModels } from '../projections/readModels.ts';

type Later<Name extends keyof Queries> = (
  ...asked: Parameters<Queries[Name]>
) => Promise<Awaited<ReturnType<Queries[Name]>>>;
export type LaterQueries = { readonly [Name in keyof Queries]: Later<Name> };

/** The questions a request may bring, each answered by a thread of its own. */
export function queriesFor({ ask }: ReadModels, res: ServerResponse): LaterQueries {
  const gone = new AbortController();
  res.once('close', () => gone.abort());
  const later =
    <Name extends keyof Queries>(query: Name): Later<Name> =>
    (...asked) =>
      ask(query, asked, gone.signal);
  return {
    statistics: later('statistics'),
    facets: later('facets'),
    idsBeginning: later('idsBeginning'),
    scorecard: later('scorecard'),
    scorecards: later('scorecards'),
    parts: later('parts'),
    changes: later('changes'),
    commitment: later('commitment'),
    commitments: later('commitments'),
    party: later('party'),
    parties: later('parties'),
    occasion: later('occasion'),
    occasions: later('occasions'),
    source: later('source'),
    sources: later('sources'),
  };
}

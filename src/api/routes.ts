// Every address of the API, in one table: what serves it, what describes it and who may ask are found by its name.
// The most asked for come first, since addresses are matched in this order.
import type { z } from 'zod';
import type { Role } from '../config/apiKeys.ts';
import { ChangesParameters } from './changesParameters.ts';
import * as parameters from './parameters.ts';

export interface Route {
  readonly method: 'get' | 'post' | 'put' | 'delete';
  /** as Express writes it: `:id` is a parameter, `*place` one of several segments */
  readonly path: string;
  /** undefined: open to everybody */
  readonly needs: Role | undefined;
  /** answered whatever the history of this node is worth: it says nothing of the ledger, or only what was signed */
  readonly always?: true;
  readonly parameters: z.ZodObject;
}

const read = (path: string, schema: z.ZodObject): Route => ({
  method: 'get',
  path,
  needs: 'reader',
  parameters: schema,
});
const open = (path: string): Route => ({
  method: 'get',
  path,
  needs: undefined,
  parameters: parameters.NoParameters,
});
/** Open to everybody, and answered whatever the history of this node is worth. */
const always = (path: string): Route => ({ ...open(path), always: true });

export const ROUTES = {
  // before a commitment's own, which would take it for an id
  countCommitments: read('/v1/commitments/facets', parameters.FacetsParameters),
  readCommitment: read('/v1/commitments/:id', parameters.RecordParameters),
  listCommitments: read('/v1/commitments', parameters.CommitmentsParameters),
  sendCommand: { method: 'post', path: '/v1/commands/:name', needs: 'recorder', parameters: parameters.NoParameters },
  findCommitmentIds: read('/v1/commitment-ids/:id', parameters.WaitingParameters),
  readCommitmentHistory: read('/v1/commitments/:id/history', parameters.HistoryParameters),
  readTimeMap: read('/v1/commitments/:id/timemap', parameters.WaitingParameters),
  readCommitmentChanges: read('/v1/commitments/:id/changes', ChangesParameters),
  readCommitmentParts: read('/v1/commitments/:id/parts', parameters.RecordParameters),
  readChangesBetween: read('/v1/changes-between', ChangesParameters),
  readStatistics: read('/v1/statistics', parameters.StatisticsParameters),
  listScorecards: read('/v1/scorecards', parameters.ListParameters),
  readScorecard: read('/v1/parties/:code/scorecard', parameters.RecordParameters),
  readParty: read('/v1/parties/:code', parameters.RecordParameters),
  listParties: read('/v1/parties', parameters.ListParameters),
  readPartyHistory: read('/v1/parties/:code/history', parameters.HistoryParameters),
  readOccasion: read('/v1/occasions/:id', parameters.RecordParameters),
  listOccasions: read('/v1/occasions', parameters.ListParameters),
  readOccasionHistory: read('/v1/occasions/:id/history', parameters.HistoryParameters),
  readSource: read('/v1/sources/:id', parameters.RecordParameters),
  listSources: read('/v1/sources', parameters.ListParameters),
  readSourceHistory: read('/v1/sources/:id/history', parameters.HistoryParameters),
  addCapture: { method: 'put', path: '/v1/captures', needs: 'recorder', parameters: parameters.AddCaptureParameters },
  readCapture: read('/v1/captures/:sha256', parameters.NoParameters),
  redactCapture: {
    method: 'delete',
    path: '/v1/captures/:sha256',
    needs: 'administrator',
    parameters: parameters.RedactCaptureParameters,
  },
  keepHolder: { method: 'put', path: '/v1/holders/:id', needs: 'recorder', parameters: parameters.NoParameters },
  readHolder: read('/v1/holders/:id', parameters.NoParameters),
  listHolders: { method: 'get', path: '/v1/holders', needs: 'recorder', parameters: parameters.HoldersParameters },
  eraseHolder: {
    method: 'delete',
    path: '/v1/holders/:id',
    needs: 'administrator',
    parameters: parameters.EraseHolderParameters,
  },
  previewTable: { method: 'post', path: '/v1/tables/preview', needs: 'reader', parameters: parameters.NoParameters },
  recordTable: { method: 'post', path: '/v1/tables', needs: 'recorder', parameters: parameters.NoParameters },
  readBundle: read('/v1/commitments/:id/bundle', parameters.BundleParameters),
  readEvent: read('/v1/events/:id', parameters.NoParameters),
  proveEvent: read('/v1/events/:id/proof', parameters.NoParameters),
  readCheckpoint: always('/tlog/checkpoint'),
  readVerifierKey: always('/tlog/vkey'),
  readEntryBundle: read('/tlog/tile/entries/*place', parameters.NoParameters),
  readTile: always('/tlog/tile/:level/*place'),
  proveConsistency: { ...open('/tlog/consistency'), parameters: parameters.ConsistencyParameters },
  startRebuild: { method: 'put', path: '/v1/rebuild', needs: 'administrator', parameters: parameters.NoParameters },
  readRebuild: read('/v1/rebuild', parameters.NoParameters),
  alive: always('/healthz'),
  ready: always('/readyz'),
  home: open('/'),
  openApi: open('/openapi.json'),
  docs: open('/docs'),
  problems: always('/problems'),
  problem: always('/problems/:name'),
} as const satisfies Record<string, Route>;

export type RouteName = keyof typeof ROUTES;
export const ROUTE_NAMES = Object.keys(ROUTES) as RouteName[];

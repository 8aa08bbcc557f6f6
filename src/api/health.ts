// Whether the process lives, and whether this node should be asked: its read models are live and complete.
// A store that cannot be reached is shown and makes no node unready: reading goes on without it.
import type { Response } from 'express';
import type { LogHealth } from '../audit/log/openLog.ts';
import type { ProjectionHealth } from '../projections/readModels.ts';
import type { Context, Handler } from './parts.ts';

export const alive: Handler = (_req, res) => sendJson(res, 200, { status: 'alive' });

/** Details are for readers; who may not read learns whether, not why. */
export function ready(context: Context): Handler {
  return (req, res) => {
    const projections = context.readModels.health();
    const isReady = context.journal.caughtUp && projections.every(isCurrent);
    const status = isReady ? 'ready' : 'not ready';
    sendJson(res, isReady ? 200 : 503, { status, ...(mayRead(context, req) ? details(context, projections) : {}) });
  };
}

const isCurrent = ({ state, stored, projected }: ProjectionHealth): boolean => state === 'live' && stored === projected;

function mayRead({ identify }: Context, req: Parameters<Handler>[0]): boolean {
  try {
    identify(req, 'reader');
    return true;
  } catch {
    return false;
  }
}

function details({ journal, storeHealth, transparencyLog }: Context, projections: readonly ProjectionHealth[]) {
  const { connected, lastError } = storeHealth();
  return {
    journal: { sequence: String(journal.head().sequence), caughtUp: journal.caughtUp },
    projections: projections.map(({ cursor, failure, ...rest }) => ({
      ...rest,
      cursor: String(cursor),
      ...(failure === undefined ? {} : { failure: { ...failure, sequence: String(failure.sequence) } }),
    })),
    store: { connected, lastError: lastError ?? null },
    ...(transparencyLog === undefined ? {} : { log: logDetails(transparencyLog.health()) }),
  };
}

/** A log that stopped makes no node unready: who reads and records is better off with it than without. */
const logDetails = ({ size, signed, lastError, ...rest }: LogHealth) => ({
  ...rest,
  size: String(size),
  signed: signed === undefined ? null : String(signed),
  lastError: lastError ?? null,
});

function sendJson(res: Response, status: number, answer: object): void {
  const body = Buffer.from(JSON.stringify(answer));
  res.writeHead(status, {
    'Content-Type': 'application/json',
    'Content-Length': body.length,
    'Cache-Control': 'no-store',
    ...(status === 503 ? { 'Retry-After': '1' } : {}),
  });
  res.end(body);
}

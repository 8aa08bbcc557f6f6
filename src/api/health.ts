// Whether the process lives, and whether this node should be asked: its history is the authority's and its file whole, its
// read models are live and complete. A store that cannot be reached is shown and makes no node unready: reading goes on without it.
import type { LogHealth } from '../audit/log/openLog.ts';
import type { AsideSummary, ProjectionHealth } from '../projections/readModels.ts';
import type { Context, Handler } from './parts.ts';
import { sendJson } from './sendJson.ts';

export const alive: Handler = (_req, res) => sendJson(res, 200, { status: 'alive' });

/** Details are for readers; who may not read learns whether, not why. */
export function ready(context: Context): Handler {
  return (req, res) => {
    const projections = context.readModels.health();
    const isWhole = context.journal.damage?.found === undefined;
    const isReady =
      isWhole && context.refusing() === undefined && context.journal.complete && projections.every(isCurrent);
    const status = isReady ? 'ready' : 'not ready';
    const answer = { status, ...(mayRead(context, req) ? details(context, projections) : {}) };
    if (isReady) sendJson(res, 200, answer);
    else sendJson(res, 503, answer, { 'Retry-After': '1' });
  };
}

/** Law: of all events up to the cursor none is missing. What is stored beyond it is on its way, or the model is not live. */
const isCurrent = ({ state, cursor, projected }: ProjectionHealth): boolean =>
  state === 'live' && projected === cursor + 1;

function mayRead({ identify }: Context, req: Parameters<Handler>[0]): boolean {
  try {
    identify(req, 'reader');
    return true;
  } catch {
    return false;
  }
}

function details(context: Context, projections: readonly ProjectionHealth[]) {
  const { journal, readModels, storeHealth, transparencyLog, refusing } = context;
  const { connected, state, lastError, hint } = storeHealth();
  const diverged = refusing();
  return {
    history: { diverged: diverged !== undefined, reason: diverged ?? null },
    recording: recording(context),
    journal: {
      sequence: String(journal.head().sequence),
      caughtUp: journal.caughtUp,
      complete: journal.complete,
      damaged: journal.damage?.found?.message ?? null,
    },
    projections: projections.map(({ cursor, ...rest }) => ({ ...rest, cursor: String(cursor) })),
    setAside: asideDetails(readModels.setAside()),
    store: { connected, state, lastError: lastError ?? null, hint: hint ?? null },
    ...(transparencyLog === undefined ? {} : { log: logDetails(transparencyLog.health()) }),
  };
}

/** A node may be fit to be read while no command would be taken. */
function recording({ journal, storeHealth, refusing }: Context): { ready: boolean; reason: string | null } {
  const { connected, lastError } = storeHealth();
  const diverged = refusing() === undefined ? undefined : 'this node’s history is another one: see history';
  const reason = diverged ?? (connected ? undefined : (lastError ?? 'the event store cannot be reached'));
  const damaged = journal.damage?.found?.message;
  const waiting = journal.complete ? undefined : 'this node has not read to the end of the ledger yet';
  const why = damaged ?? reason ?? waiting;
  return { ready: why === undefined, reason: why ?? null };
}

/** Records set aside make no node unready: every other one is live. */
const asideDetails = ({ records, first }: AsideSummary) => ({
  records,
  first: first.map(({ sequence, ...rest }) => ({ ...rest, sequence: String(sequence) })),
});

/** A log that a witness stopped makes no node unready; where the history is not what was signed, `refusing` says so. */
const logDetails = ({ size, signed, lastError, ...rest }: LogHealth) => ({
  ...rest,
  size: String(size),
  signed: signed === undefined ? null : String(signed),
  lastError: lastError ?? null,
});

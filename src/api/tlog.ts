// The log's public paths, as C2SP tlog-tiles names them: any client of such logs reads this one.
// What shows hashes alone is open to everybody; the entries themselves are for readers.
import type { Request } from 'express';
import { AuditError } from '../audit/auditError.ts';
import type { LogReader, Served } from '../audit/log/logReader.ts';
import { logOf, sendLogAnswer } from './logAnswers.ts';
import { ConsistencyParameters, parametersOf } from './parameters.ts';
import type { Context, Handler } from './parts.ts';
import { Problem } from './problem.ts';
import type { RouteName } from './routes.ts';

export function tlog(context: Context) {
  const open =
    (read: (log: LogReader, req: Request) => Served): Handler =>
    (req, res) =>
      sendLogAnswer(req, res, { served: read(logOf(context).reader, req), shared: true });
  return {
    readCheckpoint: open((log) => log.checkpoint()),
    readVerifierKey: open((log) => log.vkeyFile()),
    readEntryBundle: (req, res) =>
      sendLogAnswer(req, res, { served: tileAt(logOf(context).reader, req), shared: context.apiKeys === undefined }),
    readTile: open(tileAt),
    proveConsistency: open((log, req) => {
      const { from, to } = parametersOf(req, ConsistencyParameters);
      return log.consistencyProof(from, to);
    }),
  } satisfies Partial<Record<RouteName, Handler>>;
}

/** A path that is no tile's is an address at which there is nothing. */
function tileAt(log: LogReader, req: Request): Served {
  try {
    return log.path(req.path.slice('/tlog/'.length));
  } catch (error) {
    if (error instanceof AuditError && error.code === 'MALFORMED') throw new Problem('NOT_IN_THE_LOG', error.message);
    throw error;
  }
}

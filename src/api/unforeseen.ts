// What was thrown below a route, as a problem. What nobody foresaw tells the caller nothing of the inside.
import { type AuditCode, AuditError } from '../audit/auditError.ts';
import { ModelsFailed } from '../projections/damage.ts';
import { RecordSetAside } from '../projections/setAside.ts';
import { QueryRefused } from '../projections/threads/queryThreads.ts';
import { DamagedFile } from '../support/damagedFile.ts';
import { Problem } from './problem.ts';
import type { ProblemCode } from './problems.ts';

/** What the log refuses to a reader. Its other codes are about its own state, and nothing a reader can act on. */
const OF_THE_LOG: Readonly<Partial<Record<AuditCode, ProblemCode>>> = {
  MALFORMED: 'INVALID_PARAMETER',
  NOT_FOUND: 'NOT_IN_THE_LOG',
  NOT_COVERED: 'NOT_YET_COVERED',
  STOPPED: 'LOG_STOPPED',
};

const OF_QUERIES = { 'too-long': 'QUERY_TOO_LONG', 'too-many': 'TOO_MANY_QUERIES' } as const;

export function inspected(error: unknown): Problem {
  if (error instanceof Problem) return error;
  if (error instanceof RecordSetAside) return new Problem('RECORD_SET_ASIDE', error.message);
  if (error instanceof DamagedFile) return Problem.ofDamagedLedger();
  if (error instanceof ModelsFailed) return new Problem('MODELS_DAMAGED', error.message);
  if (error instanceof QueryRefused) return new Problem(OF_QUERIES[error.why], error.message);
  if (error instanceof URIError) {
    return new Problem('MALFORMED_REQUEST', 'the path holds a broken percent escape: encode it as UTF-8');
  }
  const code = error instanceof AuditError ? OF_THE_LOG[error.code] : undefined;
  if (code !== undefined) return new Problem(code, (error as AuditError).message);
  return new Problem(
    'INTERNAL',
    'something went wrong here, and is in the log under the id of instance: a command may be sent again with its key',
  );
}

// Answers of the transparency log as they leave: what can never change is kept for good, the rest for seconds.
// They say nothing of the two clocks: a proof is about an entry's place, not about what it says.
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { AuditError } from '../audit/auditError.ts';
import type { Served } from '../audit/log/logReader.ts';
import type { TransparencyLog } from '../audit/log/openLog.ts';
import { holds } from './answers.ts';
import type { Context } from './parts.ts';

/** @throws AuditError STOPPED where this node keeps none */
export function logOf({ transparencyLog }: Context): Pick<TransparencyLog, 'reader' | 'health' | 'covers'> {
  if (transparencyLog !== undefined) return transparencyLog;
  throw new AuditError('STOPPED', 'this node keeps no transparency log: ask another node');
}

/** Waits, bounded, until a checkpoint covers an entry. @throws AuditError STOPPED, NOT_COVERED */
export async function whenCovered(context: Context, sequence: number): Promise<void> {
  const log = logOf(context);
  if ((log.health().signed ?? 0) > sequence) return;
  await log.covers(sequence, AbortSignal.timeout(Math.max(1, Math.ceil(context.wait))));
  const { size } = log.reader.head();
  if (size > sequence) return;
  throw new AuditError('NOT_COVERED', `entry ${sequence} is on record, and the last checkpoint covers ${size} entries`);
}

export interface LogAnswer {
  readonly served: Served;
  /** whether caches that serve many may keep it: what only readers see they may not */
  readonly shared: boolean;
  readonly headers?: Readonly<Record<string, string>>;
}

export function sendLogAnswer(req: IncomingMessage, res: ServerResponse, answer: LogAnswer): void {
  const { served, shared, headers = {} } = answer;
  const { bytes, type, cache } = served;
  const etag = `"${hash('sha256', bytes, 'hex').slice(0, 16)}"`;
  const age = cache === 'immutable' ? 'max-age=31536000, immutable' : `max-age=${cache}`;
  const about = { ETag: etag, 'Cache-Control': `${shared ? 'public' : 'private'}, ${age}`, ...headers };
  if (holds(req.headers['if-none-match'], etag)) {
    res.writeHead(304, about).end();
    return;
  }
  res.writeHead(200, { ...about, 'Content-Type': type, 'Content-Length': bytes.length });
  res.end(bytes);
}

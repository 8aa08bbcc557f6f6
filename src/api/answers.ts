// Answers as they leave: bytes made before, sent with one write. The hot path of the API: no JSON is made here.
import { hash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Clocks } from './clocks.ts';

export interface Sent {
  readonly body: string;
  /** quotes included */
  readonly etag: string;
  readonly clocks: Clocks;
  /** when a current answer changes without an event, milliseconds since 1970 */
  readonly nextCut?: number | undefined;
  /** RFC 8288 */
  readonly link?: string | undefined;
  /** JSON where absent */
  readonly type?: string | undefined;
  /** names and values, in turn */
  readonly more?: readonly string[] | undefined;
}

/** Sends an answer, or 304 where the caller holds it already. */
export type SendAnswer = (req: IncomingMessage, res: ServerResponse, sent: Sent) => void;

/**
 * Law: a current answer is asked for again before it is used, since any event may change it; `Expires` says when it
 * changes without one. What can never change is kept for good.
 * @param shared whether caches that serve many may keep answers: not where callers are asked who they are
 */
export function answersFor(shared: boolean): SendAnswer {
  const forGood = `${shared ? 'public' : 'private'}, max-age=31536000, immutable`;
  const [asOfText, knownAtText] = [isoClock(), isoClock()];
  return (req, res, sent) => {
    const { body, etag, clocks, type = 'application/json' } = sent;
    const headers: (string | number)[] = [
      'ETag',
      etag,
      'Cache-Control',
      clocks.immutable ? forGood : 'private, no-cache',
      'Concordat-As-Of',
      asOfText(clocks.asOf),
      'Concordat-Known-At',
      knownAtText(clocks.knownAt),
      'Concordat-Sequence',
      clocks.sequence,
    ];
    addOptional(headers, sent);
    if (holds(req.headers['if-none-match'], etag)) {
      res.writeHead(304, headers).end();
      return;
    }
    const length = Buffer.byteLength(body);
    headers.push('Content-Type', type, 'Content-Length', length);
    // ASCII goes out with the headers in one piece; bytes that are more than their characters are made here.
    res.writeHead(200, headers);
    if (length === body.length) res.end(body, 'latin1');
    else res.end(Buffer.from(body));
  };
}

function addOptional(headers: (string | number)[], { clocks, nextCut, link, more }: Sent): void {
  if (nextCut !== undefined && !clocks.immutable) headers.push('Expires', new Date(nextCut).toUTCString());
  if (link !== undefined) headers.push('Link', link);
  if (more !== undefined) headers.push(...more);
}

/** RFC 9110: weak comparison, a list, or any. */
export function holds(ifNoneMatch: string | undefined, etag: string): boolean {
  if (ifNoneMatch === undefined) return false;
  if (ifNoneMatch === etag || ifNoneMatch === '*') return true;
  return ifNoneMatch.split(',').some((one) => one.trim().replace(/^W\//, '') === etag);
}

/** The ETag of a list: it has no revision of its own. */
export const listEtagOf = (body: string): string => `"${hash('sha256', body, 'hex').slice(0, 16)}"`;

/** An instant as text. Most answers of a second differ in their milliseconds alone. */
function isoClock(): (at: number) => string {
  let second = Number.NaN;
  let upToMilliseconds = '';
  return (at) => {
    const milliseconds = at - Math.floor(at / 1000) * 1000;
    if (at - milliseconds !== second) {
      second = at - milliseconds;
      upToMilliseconds = new Date(at).toISOString().slice(0, -4);
    }
    return `${upToMilliseconds}${String(milliseconds).padStart(3, '0')}Z`;
  };
}

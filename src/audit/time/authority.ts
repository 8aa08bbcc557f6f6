// A time-stamping authority over HTTP (RFC 3161, 3.4): asks for a token, and hands on only one that was checked.
// Its address and its CA come from configuration; a redirect is a failure, so that it leads nowhere else.
import { hash, randomBytes, type X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import { bodyOf } from '../boundedBody.ts';
import { parseTrusted } from './certificates.ts';
import { stampRequest, tokenIn } from './exchange.ts';
import { type Stamp, verifyToken } from './verifyToken.ts';

export interface AuthorityOptions {
  /** TSA_URL */
  readonly url: string;
  /** TSA_CA_FILE: PEM, the certificates to which the authority's must lead */
  readonly caFile: string;
  /** TSA_POLICY: dotted; any where absent */
  readonly policy?: string | undefined;
  /** for one request, milliseconds; 10,000 where absent */
  readonly timeout?: number;
  /** milliseconds since 1970 */
  readonly clock?: () => number;
}

export interface Stamped {
  /** DER, as it came */
  readonly token: Uint8Array;
  readonly stamp: Stamp;
}

export interface TimeAuthority {
  readonly url: string;
  readonly trusted: readonly X509Certificate[];
  readonly policy: string | undefined;
  /** @throws AuditError UNREACHABLE, and what a token that is no good throws */
  stamp(bytes: Uint8Array, signal?: AbortSignal): Promise<Stamped>;
}

const TIMEOUT = 10_000;
const MAX_ANSWER = 256 * 1024;
const NONCE_BYTES = 16;
/** How far the authority's clock may be from this node's, milliseconds: more tells of one that is wrong. */
const CLOCKS_APART = 5 * 60_000;

/** @throws AuditError LOG_UNUSABLE where the CA file cannot be read, MALFORMED where it holds no certificate */
export function openAuthority(options: AuthorityOptions): TimeAuthority {
  const { url, caFile, policy, clock = Date.now } = options;
  const trusted = parseTrusted(readCaFile(caFile));
  return {
    url,
    trusted,
    policy,
    async stamp(bytes, signal) {
      const nonce = randomBytes(NONCE_BYTES);
      // Positive, and its first byte is needed: one spelling in DER.
      nonce[0] = ((nonce[0] as number) & 0x3f) | 0x40;
      const request = stampRequest({ imprint: hash('sha256', bytes, 'buffer'), nonce, policy });
      const token = tokenIn(await exchange(options, request, signal));
      const stamp = verifyToken({ token, bytes, trusted, policy });
      expectFresh(stamp, nonce.toString('hex'), clock());
      return { token, stamp };
    },
  };
}

function readCaFile(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    throw new AuditError('LOG_UNUSABLE', `TSA_CA_FILE ${path} cannot be read: ${reason(cause)}`, cause);
  }
}

async function exchange(
  { url, timeout = TIMEOUT }: AuthorityOptions,
  request: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const bounded = AbortSignal.timeout(timeout);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      headers: { 'Content-Type': 'application/timestamp-query', Accept: 'application/timestamp-reply' },
      body: Buffer.from(request),
      redirect: 'error',
      signal: signal === undefined ? bounded : AbortSignal.any([signal, bounded]),
    });
    const type = answer.headers.get('Content-Type')?.split(';')[0]?.trim();
    if (!answer.ok || type !== 'application/timestamp-reply') {
      await answer.body?.cancel();
      throw new AuditError('UNREACHABLE', `it answered ${answer.status} with ${type}, not a timestamp-reply`);
    }
    return await bodyOf(answer, MAX_ANSWER);
  } catch (cause) {
    throw new AuditError('UNREACHABLE', `The time-stamping authority ${url}: ${why(cause)}`, cause);
  }
}

const why = (error: unknown): string =>
  error instanceof Error && error.cause instanceof Error ? `${error.message}: ${error.cause.message}` : reason(error);

/** 2.2: the nonce tells this answer from an older one, the clock a false authority from a good one. */
function expectFresh(stamp: Stamp, nonce: string, now: number): void {
  if (stamp.nonce !== nonce)
    throw new AuditError('UNTRUSTED', 'the token answers another request: its nonce is not ours');
  if (Math.abs(stamp.genTime - now) <= CLOCKS_APART) return;
  const [theirs, ours] = [stamp.genTime, now].map((time) => new Date(time).toISOString());
  throw new AuditError('UNTRUSTED', `the token says it is ${theirs}, here it is ${ours}: one of the clocks is wrong`);
}

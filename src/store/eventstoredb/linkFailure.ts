// Why the way to the server fails, in the words of who runs a node: a cause, what was seen, and what to do.
// It reads errors; diagnose.ts looks for itself where an error says too little.
import { AccessDeniedError, NotLeaderError } from '@eventstore/db-client';
import { reason } from '../../support/reason.ts';
import { NoAnswer } from './failures.ts';

export type LinkCause =
  | 'tls'
  | 'unknown_host'
  | 'refused'
  | 'not_leader'
  | 'timeout'
  | 'access_denied'
  | 'old_server'
  | 'check_failed'
  | 'diverged'
  | 'lost';

export interface LinkFailure {
  readonly cause: LinkCause;
  /** what was seen */
  readonly reason: string;
  /** what to do */
  readonly hint: string;
}

export type TlsMismatch = 'server without' | 'server with' | 'certificate';

/** The server is of a version that this engine cannot follow. */
export class OldServer extends Error {
  constructor(version: string) {
    super(`the server is of version ${version}, the least is 23.10`);
    this.name = 'OldServer';
  }
}

const HINTS: Readonly<Record<Exclude<LinkCause, 'tls'>, string>> = {
  unknown_host: 'check the host names in EVENTSTORE_URL, and the name service of this machine',
  refused: 'start the server, or correct host and port in EVENTSTORE_URL',
  not_leader: 'the cluster has no leader that can be reached: most of its nodes must run and see each other',
  timeout: 'look whether the server hangs or is overloaded, and whether a firewall drops what is sent to it',
  access_denied: 'correct the user in EVENTSTORE_URL: it must be let read $all and append to the ledger’s streams',
  old_server: 'run EventStoreDB 23.10 or later: older ones never say that a subscription has caught up',
  check_failed: 'the server answers, but what is there could not be compared with what this node knows: see the reason',
  diverged: 'nothing is written or read until an operator acts: docs/operations.md says how',
  lost: 'nothing, where it is short: it is connected again by itself; else look at the log of the server',
};
const TLS_HINTS: Readonly<Record<TlsMismatch, string>> = {
  'server without': 'the server speaks without TLS: add tls=false to EVENTSTORE_URL, or give the server a certificate',
  'server with': 'the server speaks TLS: take tls=false out of EVENTSTORE_URL',
  certificate:
    'give the authority of the server’s certificate by tlsCAFile=… in EVENTSTORE_URL, and use a name it holds',
};

export const linkFailure = (cause: Exclude<LinkCause, 'tls'>, seen: string): LinkFailure => ({
  cause,
  reason: seen,
  hint: HINTS[cause],
});

export const tlsFailure = (mismatch: TlsMismatch, seen: string): LinkFailure => ({
  cause: 'tls',
  reason: seen,
  hint: TLS_HINTS[mismatch],
});

/** What an error of the client tells by itself; `lost` where it does not say. */
export function failureOf(error: unknown): LinkFailure {
  const seen = wordsOf(error);
  if (error instanceof OldServer) return linkFailure('old_server', seen);
  if (error instanceof NoAnswer || /DEADLINE_EXCEEDED|ETIMEDOUT/.test(seen)) return linkFailure('timeout', seen);
  if (error instanceof NotLeaderError) return linkFailure('not_leader', seen);
  if (error instanceof AccessDeniedError || /UNAUTHENTICATED|PERMISSION_DENIED/.test(seen)) {
    return linkFailure('access_denied', seen);
  }
  return failureInWords(seen);
}

function failureInWords(seen: string): LinkFailure {
  if (/ECONNREFUSED/.test(seen)) return linkFailure('refused', seen);
  if (/Name resolution failed|ENOTFOUND|EAI_AGAIN/.test(seen)) return linkFailure('unknown_host', seen);
  if (/wrong version number|packet length too long/.test(seen)) return tlsFailure('server without', seen);
  if (/certificate|altname|CERT_/i.test(seen)) return tlsFailure('certificate', seen);
  return linkFailure('lost', seen);
}

/** The client's words on one line, without what it leaves empty. */
function wordsOf(error: unknown): string {
  return reason(error)
    .replace(/Resolution note:\s*$/, '')
    .replace(/\s+/g, ' ')
    .trim();
}

// The headers that go with a command, parsed as their standards write them, or refused.
import { randomUUID } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { Problem } from './problem.ts';

export interface CommandHeaders {
  readonly key: string;
  readonly ifRevision?: number;
  readonly recordedAt?: string;
}

/** @throws Problem */
export function commandHeaders(headers: IncomingHttpHeaders): CommandHeaders {
  const ifMatch = headers['if-match'];
  const recordedAt = headers['concordat-recorded-at'];
  return {
    key: idempotencyKey(headers['idempotency-key']),
    ...(ifMatch === undefined ? {} : { ifRevision: revisionOf(ifMatch) }),
    ...(recordedAt === undefined ? {} : { recordedAt: instantOf(recordedAt) }),
  };
}

/** A structured-field string (RFC 9651), as the IETF draft has it, or bare. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\]){1,255})"$/;
const BARE = /^[\x21\x23-\x2b\x2d-\x3a\x3c-\x7e]{1,255}$/;

function idempotencyKey(sent: string | string[] | undefined): string {
  if (sent === undefined) return randomUUID();
  const text = String(sent).trim();
  const quoted = QUOTED.exec(text)?.[1];
  if (quoted !== undefined) return quoted.replaceAll(/\\(["\\])/g, '$1');
  if (BARE.test(text)) return text;
  throw Problem.at('INVALID_HEADER', 'header', 'Idempotency-Key', 'is not a key: give one quoted string, best a uuid');
}

/** The key as it is sent back: always quoted. */
export const quotedKey = (key: string): string => `"${key.replaceAll(/["\\]/g, '\\$&')}"`;

/** Only the revision is compared, so a weakened tag (some proxies do that) says as much. */
const ETAG = /^(?:W\/)?"(0|[1-9]\d{0,14})(?:-[\x21\x23-\x7e]*)?"$/;

function revisionOf(ifMatch: string): number {
  const revision = ETAG.exec(ifMatch.trim())?.[1];
  if (revision !== undefined) return Number(revision);
  throw Problem.at(
    'INVALID_HEADER',
    'header',
    'If-Match',
    'is not an ETag of a record: send the one you read, as it was',
  );
}

const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{1,3})?Z$/;

function instantOf(sent: string | string[]): string {
  const text = String(sent);
  if (INSTANT.test(text) && !Number.isNaN(Date.parse(text))) return text;
  throw Problem.at(
    'INVALID_HEADER',
    'header',
    'Concordat-Recorded-At',
    'is not an instant: give one in UTC, such as 2025-06-26T00:00:00Z',
  );
}

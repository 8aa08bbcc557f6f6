// Base64 with one spelling for each value (RFC 4648, section 3.5): a changed character never decodes to the same bytes.

import { base64, HASH_BYTES, type Hash } from '../../merkle/hash.ts';
import { malformed } from '../auditError.ts';

/** @param what names the value in the error @throws AuditError MALFORMED */
export function fromBase64(text: string, what: string): Uint8Array {
  const bytes = Buffer.from(text, 'base64');
  if (text === '' || base64(bytes) !== text) throw malformed(`${what} is no base64: '${text}'`);
  return bytes;
}

/** @throws AuditError MALFORMED where it is not 32 bytes */
export function hashFromBase64(text: string, what: string): Hash {
  const bytes = fromBase64(text, what);
  if (bytes.length !== HASH_BYTES) throw malformed(`${what} has ${bytes.length} bytes, not ${HASH_BYTES}`);
  return bytes;
}

const DECIMAL = /^(0|[1-9]\d*)$/;

/** A size or an index: ASCII decimal without leading zeroes, at most 2^53 - 1. @throws AuditError MALFORMED */
export function fromDecimal(text: string, what: string): number {
  const n = DECIMAL.test(text) ? Number(text) : Number.NaN;
  if (!Number.isSafeInteger(n)) throw malformed(`${what} is no decimal number from 0 to 2^53 - 1: '${text}'`);
  return n;
}

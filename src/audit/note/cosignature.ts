// What a witness adds to a checkpoint: C2SP tlog-cosignature, Ed25519 (`cosignature/v1`).
// It says: at that time this was the largest tree I saw of this log, and it continues those I saw before.
import { AuditError, malformed } from '../auditError.ts';
import { hex, type NoteVerifier, SIGNATURE_BYTES } from './keys.ts';

const TIMESTAMP_BYTES = 8;

/** @param timestamp seconds since 1970 @param text the checkpoint's, with its last newline */
export function cosignedMessage(timestamp: number, text: string): Uint8Array {
  return Buffer.from(`cosignature/v1\ntime ${timestamp}\n${text}`);
}

/** The bytes behind the key's id: the timestamp, 64 bits big-endian, and the Ed25519 signature. */
export function cosignatureBytes(timestamp: number, signature: Uint8Array): Uint8Array {
  const time = Buffer.alloc(TIMESTAMP_BYTES);
  time.writeBigUInt64BE(BigInt(timestamp));
  return Buffer.concat([time, signature]);
}

/** When the witness signed, seconds since 1970. @throws AuditError MALFORMED, BAD_SIGNATURE */
export function checkCosignature(text: string, bytes: Uint8Array, witness: NoteVerifier): number {
  const who = `the cosignature of ${witness.name} (key ${hex(witness.keyId)})`;
  if (bytes.length !== TIMESTAMP_BYTES + SIGNATURE_BYTES) {
    throw malformed(`${who} has ${bytes.length} bytes, not ${TIMESTAMP_BYTES + SIGNATURE_BYTES}`);
  }
  const timestamp = Number(Buffer.from(bytes).readBigUInt64BE(0));
  if (!Number.isSafeInteger(timestamp)) throw malformed(`${who} bears an impossible time`);
  if (witness.verify(cosignedMessage(timestamp, text), bytes.subarray(TIMESTAMP_BYTES))) return timestamp;
  throw new AuditError('BAD_SIGNATURE', `${who} does not fit the checkpoint and its time: one of them was changed`);
}

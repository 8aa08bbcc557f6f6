// Keys of signed notes, as C2SP signed-note and Go's sumdb/note write them: one line each, to be copied by hand.
// A signing key is a secret: nothing here prints, logs or keeps one.
import { createPrivateKey, createPublicKey, hash, type KeyObject, randomBytes, sign, verify } from 'node:crypto';
import { base64 } from '../../merkle/hash.ts';
import { malformed } from '../auditError.ts';

/** C2SP signed-note's signature types: the log's own signature, a witness's timestamped cosignature. */
export const ED25519 = 0x01;
export const COSIGNATURE = 0x04;
export type SignatureType = typeof ED25519 | typeof COSIGNATURE;

export interface NoteVerifier {
  readonly name: string;
  /** 32 bits */
  readonly keyId: number;
  readonly type: SignatureType;
  /** `<name>+<key id, 8 hex digits>+<base64 of type and public key>` */
  readonly vkey: string;
  /** Ed25519 (RFC 8032) over these bytes */
  verify(message: Uint8Array, signature: Uint8Array): boolean;
}

export interface NoteSigner {
  readonly verifier: NoteVerifier;
  sign(message: Uint8Array): Uint8Array;
}

const KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

/** RFC 8410: what stands before the 32 bytes in PKCS #8 and in SubjectPublicKeyInfo. */
const PRIVATE_PREFIX = Buffer.from('302e020100300506032b657004220420', 'hex');
const PUBLIC_PREFIX = Buffer.from('302a300506032b6570032100', 'hex');
const SECRET_MARK = 'PRIVATE+KEY+';

/** A new log key's two lines. @param name the log's origin @throws AuditError MALFORMED where it cannot be a key's name */
export function generateKey(name: string): { readonly skey: string; readonly vkey: string } {
  const signer = signerOf(name, randomBytes(KEY_BYTES), ED25519);
  return { skey: signer.skey, vkey: signer.verifier.vkey };
}

/** @param skey `PRIVATE+KEY+<name>+<key id>+<base64>`, a log's or a witness's @throws AuditError MALFORMED, never with the secret */
export function parseSigner(skey: string): NoteSigner {
  const line = skey.trim();
  if (!line.startsWith(SECRET_MARK)) throw malformed(`a signing key starts with ${SECRET_MARK}`);
  const { name, keyId, type, key } = parseKeyLine(line.slice(SECRET_MARK.length), 'the signing key');
  const signer = signerOf(name, key, type);
  if (signer.verifier.keyId !== keyId)
    throw malformed(`the signing key's id is ${hex(signer.verifier.keyId)}, not ${hex(keyId)}`);
  return signer;
}

/** @throws AuditError MALFORMED */
export function parseVerifier(vkey: string): NoteVerifier {
  const line = vkey.trim();
  const { name, keyId, type, key } = parseKeyLine(line, `the verifier key '${line}'`);
  const verifier = verifierOf(name, key, type);
  if (verifier.keyId !== keyId)
    throw malformed(`the verifier key '${line}' has the id ${hex(verifier.keyId)}, not ${hex(keyId)}`);
  return verifier;
}

/** Law: SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4], big-endian. */
export function keyIdOf(name: string, type: SignatureType, publicKey: Uint8Array): number {
  const digest = hash('sha256', Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), publicKey]), 'buffer');
  return digest.readUInt32BE(0);
}

export function hex(keyId: number): string {
  return keyId.toString(16).padStart(8, '0');
}

const KEY_NAME = /^[^\s\p{White_Space}\p{Cc}+]+$/u;

/** @throws AuditError MALFORMED */
export function checkKeyName(name: string): void {
  if (name.isWellFormed() && KEY_NAME.test(name)) return;
  throw malformed(
    `'${name}' cannot name a key: no white space, control characters or '+'; an address without its scheme does`,
  );
}

interface KeyLine {
  readonly name: string;
  readonly keyId: number;
  readonly type: SignatureType;
  readonly key: Uint8Array;
}

function parseKeyLine(line: string, what: string): KeyLine {
  const [name = '', id = '', ...rest] = line.split('+');
  if (rest.length === 0 || !/^[0-9a-f]{8}$/.test(id)) throw malformed(`${what} is not <name>+<8 hex digits>+<base64>`);
  checkKeyName(name);
  const encoded = rest.join('+');
  const bytes = Buffer.from(encoded, 'base64');
  if (base64(bytes) !== encoded || bytes.length !== 1 + KEY_BYTES) {
    throw malformed(`${what} does not end in the base64 of ${1 + KEY_BYTES} bytes`);
  }
  const type = bytes[0];
  if (type !== ED25519 && type !== COSIGNATURE)
    throw malformed(`${what} is of type ${type}: 1 (Ed25519) and 4 (cosignature) are known`);
  return { name, keyId: Number.parseInt(id, 16), type, key: bytes.subarray(1) };
}

function signerOf(name: string, seed: Uint8Array, type: SignatureType): NoteSigner & { readonly skey: string } {
  const key = createPrivateKey({ key: Buffer.concat([PRIVATE_PREFIX, seed]), format: 'der', type: 'pkcs8' });
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(PUBLIC_PREFIX.length);
  const verifier = verifierOf(name, publicKey, type);
  return {
    verifier,
    skey: `${SECRET_MARK}${name}+${hex(verifier.keyId)}+${base64(Buffer.concat([Buffer.of(type), seed]))}`,
    sign: (message) => sign(null, message, key),
  };
}

function verifierOf(name: string, publicKey: Uint8Array, type: SignatureType): NoteVerifier {
  checkKeyName(name);
  const key: KeyObject = createPublicKey({
    key: Buffer.concat([PUBLIC_PREFIX, publicKey]),
    format: 'der',
    type: 'spki',
  });
  const keyId = keyIdOf(name, type, publicKey);
  return {
    name,
    keyId,
    type,
    vkey: `${name}+${hex(keyId)}+${base64(Buffer.concat([Buffer.of(type), publicKey]))}`,
    verify: (message, signature) => signature.length === SIGNATURE_BYTES && verify(null, message, key, signature),
  };
}

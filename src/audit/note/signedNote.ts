// Signed notes: a text, an empty line, signatures (C2SP signed-note). The text is nothing until a known key has signed it.

import { base64 } from '../../merkle/hash.ts';
import { AuditError, malformed } from '../auditError.ts';
import { fromBase64 } from './base64.ts';
import { checkCosignature } from './cosignature.ts';
import { COSIGNATURE, checkKeyName, ED25519, hex, type NoteSigner, type NoteVerifier } from './keys.ts';

export interface NoteSignature {
  readonly name: string;
  readonly keyId: number;
  /** what follows the key's id */
  readonly bytes: Uint8Array;
}

export interface SignedNote {
  /** ends in a newline; the empty line is not part of it */
  readonly text: string;
  readonly signatures: readonly NoteSignature[];
}

/** A signature that was verified; with a cosignature, when it was made. */
export interface VerifiedSignature {
  readonly verifier: NoteVerifier;
  /** seconds since 1970; a cosignature's only */
  readonly timestamp?: number;
}

const MAX_SIGNATURES = 100;
const LINE = /^— (\S+) (\S+)$/;
const SPLIT = '\n\n';

/** Decodes what came from outside. @throws AuditError MALFORMED where it is not UTF-8 */
export function noteText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw malformed('the note is not UTF-8');
  }
}

/** @throws AuditError MALFORMED */
export function parseNote(note: string): SignedNote {
  if (hasControls(note)) throw malformed('the note holds a control character');
  const split = note.lastIndexOf(SPLIT);
  if (split < 1) throw malformed('the note has no text followed by an empty line and signatures');
  if (!note.endsWith('\n')) throw malformed('the note does not end with a newline');
  const lines = note.slice(split + SPLIT.length, -1).split('\n');
  if (lines.length > MAX_SIGNATURES)
    throw malformed(`the note has ${lines.length} signatures, ${MAX_SIGNATURES} are read`);
  return { text: note.slice(0, split + 1), signatures: lines.map(parseSignature) };
}

function hasControls(note: string): boolean {
  for (let i = 0; i < note.length; i++) if (note.charCodeAt(i) < 0x20 && note[i] !== '\n') return true;
  return false;
}

function parseSignature(line: string): NoteSignature {
  const [, name, encoded] = LINE.exec(line) ?? [];
  if (name === undefined || encoded === undefined) throw malformed(`'${line}' is no signature line: — <name> <base64>`);
  checkKeyName(name);
  const bytes = fromBase64(encoded, `the signature of ${name}`);
  if (bytes.length <= 4) throw malformed(`the signature of ${name} is empty`);
  return { name, keyId: Buffer.from(bytes).readUInt32BE(0), bytes: bytes.subarray(4) };
}

/** @param text ends in a newline */
export function signNote(text: string, signers: readonly NoteSigner[]): string {
  const message = Buffer.from(text);
  const lines = signers.map(({ verifier, sign }) => signatureLine(verifier, sign(message)));
  return `${text}\n${lines.join('')}`;
}

/** @param signature without the key's id */
export function signatureLine({ name, keyId }: NoteVerifier, signature: Uint8Array): string {
  const id = Buffer.alloc(4);
  id.writeUInt32BE(keyId);
  return `— ${name} ${base64(Buffer.concat([id, signature]))}\n`;
}

/**
 * The signatures by known keys; those of unknown keys are passed over, as the specification asks.
 * @throws AuditError BAD_SIGNATURE where a known key's does not fit; UNTRUSTED where there is none
 */
export function verifyNote(note: SignedNote, known: readonly NoteVerifier[]): VerifiedSignature[] {
  const verified: VerifiedSignature[] = [];
  for (const signature of note.signatures) {
    const verifier = known.find(({ name, keyId }) => name === signature.name && keyId === signature.keyId);
    if (verifier !== undefined) verified.push(verifySignature(note.text, signature, verifier));
  }
  if (verified.length > 0) return verified;
  throw new AuditError(
    'UNTRUSTED',
    `signed by ${named(note.signatures)}, not by ${named(known)}: is it the right verifier key, the right log?`,
  );
}

function verifySignature(text: string, signature: NoteSignature, verifier: NoteVerifier): VerifiedSignature {
  if (verifier.type === COSIGNATURE) {
    return { verifier, timestamp: checkCosignature(text, signature.bytes, verifier) };
  }
  if (verifier.type === ED25519 && verifier.verify(Buffer.from(text), signature.bytes)) return { verifier };
  throw new AuditError(
    'BAD_SIGNATURE',
    `the signature of ${verifier.name} (key ${hex(verifier.keyId)}) does not fit the text: one of them was changed`,
  );
}

function named(keys: readonly { readonly name: string; readonly keyId: number }[]): string {
  return keys.length === 0 ? 'nobody' : keys.map(({ name, keyId }) => `${name} (key ${hex(keyId)})`).join(', ');
}

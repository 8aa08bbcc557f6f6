// The log's signed head: C2SP tlog-checkpoint. Three lines and no more: an extension line could be audited by nobody.

import { base64, EMPTY_ROOT, type Hash, sameHash } from '../../merkle/hash.ts';
import { AuditError, malformed } from '../auditError.ts';
import { fromDecimal, hashFromBase64 } from './base64.ts';
import type { NoteSigner, NoteVerifier } from './keys.ts';
import { parseNote, type SignedNote, signNote, type VerifiedSignature, verifyNote } from './signedNote.ts';

/** What is signed: the log's name, how many entries it holds, and the root over them. */
export interface TreeHead {
  readonly origin: string;
  readonly size: number;
  readonly root: Hash;
}

export interface Checkpoint extends TreeHead {
  /** the whole signed note, as it is served and kept */
  readonly note: string;
}

export interface VerifiedCheckpoint extends Checkpoint {
  readonly signatures: readonly VerifiedSignature[];
}

function checkpointText({ origin, size, root }: TreeHead): string {
  return `${origin}\n${size}\n${base64(root)}\n`;
}

/** @param signers the log's; the first is the current one */
export function signCheckpoint(head: TreeHead, signers: readonly NoteSigner[]): Checkpoint {
  return { ...head, note: signNote(checkpointText(head), signers) };
}

/** Reads without trusting. @throws AuditError MALFORMED */
export function parseCheckpoint(note: string): Checkpoint & Pick<SignedNote, 'signatures'> {
  const { text, signatures } = parseNote(note);
  return { ...parseTreeHead(text), note, signatures };
}

function parseTreeHead(text: string): TreeHead {
  const lines = text.slice(0, -1).split('\n');
  const [origin = '', size = '', root = ''] = lines;
  if (lines.length !== 3) throw malformed(`the checkpoint has ${lines.length} lines, not origin, size and root`);
  if (origin === '') throw malformed('the checkpoint names no log');
  const head = {
    origin,
    size: fromDecimal(size, "the checkpoint's size"),
    root: hashFromBase64(root, "the checkpoint's root"),
  };
  if (head.size === 0 && !sameHash(head.root, EMPTY_ROOT))
    throw malformed('the checkpoint of an empty tree has another root');
  return head;
}

/**
 * A checkpoint of this log, signed by one of the log's keys.
 * @param witnesses whose cosignatures are verified too, where they are there
 * @throws AuditError MALFORMED, UNTRUSTED, BAD_SIGNATURE, OTHER_LOG
 */
export function openCheckpoint(
  note: string,
  origin: string,
  keys: readonly NoteVerifier[],
  witnesses: readonly NoteVerifier[] = [],
): VerifiedCheckpoint {
  const parsed = parseCheckpoint(note);
  if (parsed.origin !== origin)
    throw new AuditError('OTHER_LOG', `a checkpoint of '${parsed.origin}', not of '${origin}'`);
  verifyNote({ text: checkpointText(parsed), signatures: parsed.signatures }, keys);
  const signatures = verifyNote({ text: checkpointText(parsed), signatures: parsed.signatures }, [
    ...keys,
    ...witnesses,
  ]);
  return { origin, size: parsed.size, root: parsed.root, note, signatures };
}

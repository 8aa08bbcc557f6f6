// One entry's proof in one file: C2SP tlog-proof@v1. Whoever has the entry, the log's key and this needs nobody else.

import { base64, type Hash, leafHash } from '../../merkle/hash.ts';
import { malformed } from '../auditError.ts';
import { checkInclusion } from '../verify/checkProof.ts';
import { fromBase64, fromDecimal, hashFromBase64 } from './base64.ts';
import { openCheckpoint, type VerifiedCheckpoint } from './checkpoint.ts';
import type { NoteVerifier } from './keys.ts';

export interface TlogProof {
  /** the entry's sequence */
  readonly index: number;
  /** from the leaf's sibling upwards */
  readonly path: readonly Hash[];
  /** the signed note, as it was served */
  readonly checkpoint: string;
  /** bytes with a meaning to the application; nothing vouches for them */
  readonly extra?: Uint8Array;
}

const FIRST_LINE = 'c2sp.org/tlog-proof@v1';

export function writeTlogProof({ index, path, checkpoint, extra }: TlogProof): string {
  const extraLine = extra === undefined ? '' : `extra ${base64(extra)}\n`;
  return `${FIRST_LINE}\n${extraLine}index ${index}\n${path.map((hash) => `${base64(hash)}\n`).join('')}\n${checkpoint}`;
}

/** @throws AuditError MALFORMED */
export function parseTlogProof(text: string): TlogProof {
  const split = text.indexOf('\n\n');
  if (split < 0) throw malformed('the proof has no empty line before its checkpoint');
  const [first, ...lines] = text.slice(0, split).split('\n');
  if (first !== FIRST_LINE) throw malformed(`the proof does not start with ${FIRST_LINE}`);
  const extra = lines[0]?.startsWith('extra ')
    ? fromBase64(lines.shift()?.slice(6) ?? '', 'the extra line')
    : undefined;
  const indexLine = lines.shift();
  if (!indexLine?.startsWith('index ')) throw malformed('the proof has no index line');
  return {
    index: fromDecimal(indexLine.slice(6), 'the index'),
    path: lines.map((line, i) => hashFromBase64(line, `hash ${i} of the proof`)),
    checkpoint: text.slice(split + 2),
    ...(extra === undefined ? {} : { extra }),
  };
}

export interface ProofTrust {
  readonly origin: string;
  /** the log's keys */
  readonly keys: readonly NoteVerifier[];
  readonly witnesses?: readonly NoteVerifier[];
}

/**
 * That `leaf`, the entry's bytes, stands in the log at the proof's index, under a checkpoint signed by the log.
 * @throws AuditError MALFORMED, UNTRUSTED, BAD_SIGNATURE, OTHER_LOG, BAD_PROOF
 */
export function checkTlogProof(text: string, leaf: string | Uint8Array, trust: ProofTrust): VerifiedCheckpoint {
  const { index, path, checkpoint } = parseTlogProof(text);
  const head = openCheckpoint(checkpoint, trust.origin, trust.keys, trust.witnesses);
  checkInclusion({ index, size: head.size, leaf: leafHash(leaf), root: head.root, path });
  return head;
}

// C2SP tlog-witness, add-checkpoint: a checkpoint goes to a witness with the proof that it continues what the witness
// cosigned last, and comes back with a cosignature. What comes back is verified before it is used.

import { base64, type Hash } from '../../merkle/hash.ts';
import { reason } from '../../support/reason.ts';
import { AuditError, malformed } from '../auditError.ts';
import { bodyOf } from '../boundedBody.ts';
import { fromDecimal } from '../note/base64.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { parseNote, signatureLine, verifyNote } from '../note/signedNote.ts';
import type { Witness } from './witness.ts';

export interface Submission {
  readonly checkpoint: Checkpoint;
  /** RFC 6962's PROOF from a smaller size to the checkpoint's; empty from 0 */
  readonly prove: (from: number) => readonly Hash[];
}

export type WitnessAnswer =
  /** the signature line, verified */
  | { readonly said: 'cosigned'; readonly line: string }
  /** what it cosigned last has this size, which is not the one that was named */
  | { readonly said: 'conflict'; readonly size: number };

const MAX_ANSWER = 64 * 1024;

/**
 * @param from what the witness is thought to have cosigned last; 0 where that is not known
 * @throws AuditError UNREACHABLE: try again later; FORKED where it knows another history of this log;
 * UNTRUSTED where it does not take this log, or gives no cosignature of its key; MALFORMED, BAD_SIGNATURE
 */
export async function addCheckpoint(
  witness: Witness,
  { checkpoint, prove }: Submission,
  from: number,
  signal: AbortSignal,
): Promise<WitnessAnswer> {
  const proof = from === 0 ? [] : prove(from);
  const lines = [`old ${from}`, ...proof.map(base64)];
  const { status, type, text } = await post(witness, `${lines.join('\n')}\n\n${checkpoint.note}`, signal);
  if (status === 200) return { said: 'cosigned', line: cosignatureIn(text, checkpoint, witness) };
  if (status === 409 && type === 'text/x.tlog.size') {
    const size = fromDecimal(text.trimEnd(), `the size that the witness ${witness.verifier.name} names`);
    if (size !== from) return { said: 'conflict', size };
  }
  throw refusal(witness, status, checkpoint.size, from);
}

interface Answered {
  readonly status: number;
  readonly type: string | undefined;
  readonly text: string;
}

async function post({ url, verifier }: Witness, body: string, signal: AbortSignal): Promise<Answered> {
  try {
    const answer = await fetch(`${url}/add-checkpoint`, { method: 'POST', body, redirect: 'error', signal });
    const bytes = await bodyOf(answer, MAX_ANSWER);
    const type = answer.headers.get('Content-Type')?.split(';')[0]?.trim();
    return { status: answer.status, type, text: Buffer.from(bytes).toString() };
  } catch (cause) {
    const inner = cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause;
    throw new AuditError('UNREACHABLE', `The witness ${verifier.name}: ${reason(inner)}`, cause);
  }
}

/** Law: cosignatures by unknown keys are ignored, the one by the witness's own key must fit. */
function cosignatureIn(text: string, checkpoint: Checkpoint, { verifier }: Witness): string {
  if (!text.endsWith('\n')) throw malformed(`the witness ${verifier.name} gave no signature lines`);
  const note = parseNote(checkpoint.note);
  const { signatures } = parseNote(`${note.text}\n${text}`);
  const own = signatures.find(({ name, keyId }) => name === verifier.name && keyId === verifier.keyId);
  verifyNote({ text: note.text, signatures: own === undefined ? signatures : [own] }, [verifier]);
  return signatureLine(verifier, (own as NonNullable<typeof own>).bytes);
}

const WHY: Readonly<Record<number, string>> = {
  400: 'could not read the request',
  403: "does not trust this log's key: give its operator the verifier key",
  404: "does not know this log's origin: its operator has to add it",
};

function refusal({ verifier }: Witness, status: number, size: number, from: number): AuditError {
  const who = `The witness ${verifier.name}`;
  if (status === 422 || (status === 409 && from === size)) {
    return new AuditError(
      'FORKED',
      `${who} cosigned another history of this log: what it knows at size ${from} is not the beginning of this one ` +
        `(size ${size}). Nothing more is signed. Compare with its checkpoint and with auditors' ` +
        '(docs/audit.md, After a failed check); where the witness is wrong, take it out of WITNESSES.',
    );
  }
  const why = WHY[status];
  return why === undefined
    ? new AuditError('UNREACHABLE', `${who} answered ${status}`)
    : new AuditError('UNTRUSTED', `${who} ${why}`);
}

// What another server answers, read no further than it may be long.
import { AuditError } from './auditError.ts';

/** @throws AuditError UNREACHABLE where it is longer */
export async function bodyOf(answer: Response, most: number): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  // Leaving the loop cancels what is left.
  for await (const chunk of answer.body ?? []) {
    size += chunk.length;
    if (size > most) throw new AuditError('UNREACHABLE', `the answer is over ${most} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

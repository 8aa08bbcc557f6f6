// An auditor at a running node: reads its log through HTTP alone, and trusts the key it was given.
import { verifyBundle } from '../../src/audit/bundle/verifyBundle.ts';
import { openCheckpoint, type VerifiedCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { type NoteVerifier, parseVerifier } from '../../src/audit/note/keys.ts';
import { checkTlogProof } from '../../src/audit/note/tlogProof.ts';
import { type RemoteReport, verifyRemote } from '../../src/audit/verify/verifyRemote.ts';

export interface Auditor {
  readonly key: NoteVerifier;
  checkpoint(): Promise<VerifiedCheckpoint>;
  /** Waits until the log covers so many entries. */
  reached(size: number): Promise<VerifiedCheckpoint>;
  /** Reads the log from a checkpoint kept on, or whole. */
  verify(kept?: string): Promise<RemoteReport>;
  /** An event's own bytes against its proof file. */
  checkEvent(id: string): Promise<VerifiedCheckpoint>;
  checkBundle(commitment: string, kept: VerifiedCheckpoint): Promise<ReturnType<typeof verifyBundle>>;
}

export async function auditorOf(url: string): Promise<Auditor> {
  const bytes = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  };
  const text = async (path: string) => Buffer.from((await bytes(path)) ?? '').toString();
  const key = parseVerifier(await text('/tlog/vkey'));
  const trust = { origin: key.name, keys: [key] };
  const checkpoint = async () => openCheckpoint(await text('/tlog/checkpoint'), key.name, [key]);
  const reached = async (size: number) => {
    for (const until = Date.now() + 30_000; ; ) {
      const head = await checkpoint().catch(() => undefined);
      if (head !== undefined && head.size >= size) return head;
      if (Date.now() > until) throw new Error(`no checkpoint of ${size}: ${await text('/readyz')}`);
      await new Promise((wait) => setTimeout(wait, 50));
    }
  };
  return {
    key,
    checkpoint,
    reached,
    verify: (kept) => verifyRemote({ ...trust, fetch: (path) => bytes(`/tlog/${path}`), ...(kept ? { kept } : {}) }),
    checkEvent: async (id) => {
      const leaf = (await bytes(`/v1/events/${id}`)) ?? new Uint8Array();
      return checkTlogProof(await text(`/v1/events/${id}/proof`), leaf, trust);
    },
    checkBundle: async (commitment, { note, size }) =>
      verifyBundle(await text(`/v1/commitments/${commitment}/bundle?from=${size}`), {
        vkey: key.vkey,
        checkpoint: note,
      }),
  };
}

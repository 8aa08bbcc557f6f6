// A bundle made from the journal and the log: everything under one checkpoint, so that all its proofs lead to one root.
import { streamOf } from '../../domain/aggregates.ts';
import type { Envelope } from '../../domain/envelope.ts';
import { envelopeOf, type Journal, type JournalEntry } from '../../journal/journal.ts';
import { base64 } from '../../merkle/hash.ts';
import type { LogReader } from '../log/logReader.ts';
import { parseTlogProof } from '../note/tlogProof.ts';
import { type Bundle, type BundledEntry, type BundledSource, captureOf, sourcesCited } from './bundle.ts';

export interface BundleParts {
  readonly journal: Pick<Journal, 'readStream'>;
  readonly log: Pick<LogReader, 'head' | 'vkey' | 'proofFile' | 'consistencyProof'>;
}

/**
 * The history under the checkpoint served; undefined where the checkpoint covers nothing of that commitment.
 * @param from the size of a checkpoint that the reader kept: the bundle then shows that its own continues it
 * @throws AuditError STOPPED, NOT_COVERED, MALFORMED where no proof leads from that size
 */
export function makeBundle(parts: BundleParts, id: string, from?: number): Bundle | undefined {
  const { note, size } = parts.log.head();
  const history = parts.journal.readStream(streamOf('commitment', id), size - 1);
  if (history.length === 0) return undefined;
  const cited = new Set(history.flatMap((entry) => sourcesCited(envelopeOf(entry).data)));
  return {
    version: 1,
    vkey: parts.log.vkey,
    checkpoint: note,
    ...(from === undefined ? {} : { consistency: consistencyFrom(parts, from, size) }),
    commitment: { id, entries: history.map((entry) => bundled(parts, entry)) },
    sources: [...cited].sort().map((source) => sourceIn(parts, source, size)),
  };
}

function sourceIn(parts: BundleParts, id: string, size: number): BundledSource {
  const history = parts.journal.readStream(streamOf('source', id), size - 1);
  const envelopes: Envelope[] = history.map(envelopeOf);
  return { id, ...captureOf(envelopes), entries: history.map((entry) => bundled(parts, entry)) };
}

function bundled({ log }: BundleParts, { sequence, text }: JournalEntry): BundledEntry {
  const { path } = parseTlogProof(textOf(log.proofFile(sequence)));
  return { sequence: String(sequence), leaf: text, path: path.map(base64) };
}

function consistencyFrom({ log }: BundleParts, from: number, size: number): Bundle['consistency'] {
  const { consistency } = JSON.parse(textOf(log.consistencyProof(from, size))) as { consistency: string[] };
  return { from: String(from), path: consistency };
}

const textOf = ({ bytes }: { readonly bytes: Uint8Array }): string => Buffer.from(bytes).toString();

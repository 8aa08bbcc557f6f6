// The canonical text of an event where it enters a follower's journal.
// What the authority holds gets its leaf whatever it holds: what cannot be a leaf as it is, is told by its hash.
import { hash } from 'node:crypto';
import { NotIJson } from '../domain/canonicalJson.ts';
import { type Envelope, envelopeText, MAX_LEAF_BYTES } from '../domain/envelope.ts';
import { isDeeperThan } from '../support/depth.ts';

/** What the ledger writes is far from it; what is deeper is not told by its hash either, for that would take a walk as deep. */
const MAX_DEPTH = 200;

/** The same on every node: it depends on nothing but what the authority gave. */
export function entryText(envelope: Envelope): string {
  const { stream, revision, data } = envelope;
  if (isDeeperThan(data, MAX_DEPTH)) return standIn({ ...envelope, data: {} }, `nested deeper than ${MAX_DEPTH}`);
  try {
    const text = envelopeText(envelope, stream, Number(revision));
    if (text.length * 3 <= MAX_LEAF_BYTES || Buffer.byteLength(text) <= MAX_LEAF_BYTES) return text;
    return standIn(envelope, `a leaf of more than ${MAX_LEAF_BYTES} bytes`);
  } catch (error) {
    if (!(error instanceof NotIJson)) throw error;
    return standIn(envelope, `no I-JSON: ${error.message}`);
  }
}

/** Only other software writes such events: the ledger refuses them at the command. */
function standIn({ id, type, version, stream, revision, data, metadata }: Envelope, reason: string): string {
  const sha256 = hash('sha256', JSON.stringify({ data, metadata }));
  const recordedAt = new Date(Date.parse(metadata.recordedAt) || 0).toISOString();
  const nobody = { actor: '', key: '', payloadHash: '', $correlationId: id, $causationId: id };
  const event = {
    id,
    type,
    version: Number.isSafeInteger(version) ? version : 0,
    data: { $unreadable: reason, sha256 },
    metadata: { recordedAt, ...nobody },
  };
  return envelopeText(event, stream, Number(revision));
}

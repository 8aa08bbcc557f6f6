// A record's history as everybody reads it: each event as it was recorded, those that were corrected as well.
import type { JsonObject } from '../domain/canonicalJson.ts';
import type { Envelope } from '../domain/envelope.ts';
import { effectiveInstant, When } from '../domain/time.ts';
import { upcast } from '../domain/upcast.ts';
import { envelopeOf, type JournalEntry } from './journal.ts';

/** The entries of one stream that are in effect at an instant. Law: a correction takes effect with the event it corrects. */
export function inEffect(entries: readonly JournalEntry[], asOf: number): JournalEntry[] {
  const instants = new Map<string, number>();
  return entries.filter((entry) => {
    const envelope = envelopeOf(entry);
    const corrected = envelope.type === 'RecordCorrected' ? instants.get(String(envelope.data.event)) : undefined;
    const at = corrected ?? statedInstant(envelope);
    instants.set(envelope.id, at);
    return at <= asOf;
  });
}

function statedInstant({ data, metadata }: Envelope): number {
  const recordedAt = Date.parse(metadata.recordedAt);
  const effectiveAt = When.safeParse(data.effectiveAt);
  return effectiveAt.success ? effectiveInstant(effectiveAt.data, recordedAt) : recordedAt;
}

/** An entry as an item of a history, JSON. `recordedAt` is the journal's clock. */
export function historyItem(entry: JournalEntry): string {
  const envelope = envelopeOf(entry);
  const data = presentData(envelope);
  return JSON.stringify({
    sequence: String(entry.sequence),
    type: envelope.type,
    id: envelope.id,
    revision: envelope.revision,
    effectiveAt: data.effectiveAt ?? null,
    recordedAt: new Date(entry.clock).toISOString(),
    actor: envelope.metadata.actor,
    data,
    citations: data.citations ?? [],
  });
}

/** Data in its present version; as it was recorded where this program is older than that. */
function presentData({ type, version, data }: Envelope): JsonObject {
  try {
    return upcast(type, version, data);
  } catch {
    return data;
  }
}

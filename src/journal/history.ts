// A record's history as everybody reads it: each event as it was recorded, those that were corrected as well.
import type { JsonObject } from '../domain/canonicalJson.ts';
import type { RecordedEvent } from '../domain/corrections.ts';
import { correctedIn, correctsOf } from '../domain/correctionTold.ts';
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

/**
 * Entries of one stream as items of its history, JSON. `recordedAt` is the journal's clock.
 * Law: what corrections did is told of every event that is shown, by all that is known.
 * @param known the stream's entries, from its first
 */
export function historyItems(shown: readonly JournalEntry[], known: readonly JournalEntry[]): string[] {
  const events = known.map(recordedEvent);
  const places = new Map(events.map(({ id }, place) => [id, place]));
  const corrected = correctedIn(events);
  return shown.map((entry) => {
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
      corrects: correctsOf(events, places.get(envelope.id) ?? -1),
      ...corrected(envelope.id),
    });
  });
}

function recordedEvent(entry: JournalEntry): RecordedEvent {
  const envelope = envelopeOf(entry);
  const { id, type, revision } = envelope;
  return { id, type, data: withPresentReplacement(envelope), revision: Number(revision), recordedAt: entry.clock };
}

/** What a correction puts in place is of the version that its event had then. */
function withPresentReplacement(envelope: Envelope): JsonObject {
  const data = presentData(envelope);
  const { corrects, replacement } = data as { corrects?: { type: string; version: number }; replacement?: JsonObject };
  if (envelope.type !== 'RecordCorrected' || corrects === undefined || replacement === undefined) return data;
  return { ...data, replacement: presentData({ ...corrects, data: replacement }) };
}

/** Data in its present version; as it was recorded where this program is older than that. */
function presentData({ type, version, data }: Pick<Envelope, 'type' | 'version' | 'data'>): JsonObject {
  try {
    return upcast(type, version, data);
  } catch {
    return data;
  }
}

// Events for the store's and the journal's tests: small, and unlike each other.
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import { type Envelope, envelopeText, MAX_LEAF_BYTES, type NewEvent } from '../../src/domain/envelope.ts';
import type { FollowedBatch, FollowedEvent } from '../../src/store/eventStore.ts';

const START = Date.parse('2025-06-24T00:00:00.000Z');
let minutes = 0;

export function newEvent(data: JsonObject = {}, recordedAt?: string): NewEvent {
  const id = randomUUID();
  const at = recordedAt ?? new Date(START + 60_000 * minutes++).toISOString();
  const metadata = { recordedAt: at, actor: 'anonymous', key: id, payloadHash: 'f'.repeat(64) };
  return {
    id,
    type: 'CooperationAgreed',
    version: 1,
    data,
    metadata: { ...metadata, $correlationId: id, $causationId: id },
  };
}

export function newEvents(count: number): NewEvent[] {
  return Array.from({ length: count }, (_, n) => newEvent({ n }));
}

/** An event whose leaf at this place has exactly so many bytes. */
export function eventOfLeaf(bytes: number, stream: string, revision: number): NewEvent {
  const empty = newEvent({ text: '' });
  const text = 'x'.repeat(bytes - Buffer.byteLength(envelopeText(empty, stream, revision)));
  return { ...empty, data: { text } };
}

export const LARGEST = MAX_LEAF_BYTES;

export function freshStream(kind = 'commitment'): string {
  return `${kind}-${randomUUID()}`;
}

export function onRecord(stream: string, events: readonly NewEvent[], first = 0): Envelope[] {
  return events.map((event, i) => ({ ...event, stream, revision: String(first + i) }));
}

/** What a follow gives up to the first batch that is caught up and at least so many events. */
export async function followed(batches: AsyncIterable<FollowedBatch>, count: number): Promise<FollowedEvent[]> {
  const events: FollowedEvent[] = [];
  for await (const batch of batches) {
    events.push(...batch.events);
    if (batch.caughtUp && events.length >= count) break;
  }
  return events;
}

export function ids(events: readonly { envelope: Envelope }[]): string[] {
  return events.map(({ envelope }) => envelope.id);
}

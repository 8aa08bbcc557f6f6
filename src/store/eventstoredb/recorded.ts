// Between the ledger's events and the server's: what goes in comes out the same, so that its canonical text does.
// What others wrote under the prefix, or what is damaged, keeps its place and says so; it is never dropped.
import { type EventData, type JSONEventType, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import type { JsonObject } from '../../domain/canonicalJson.ts';
import type { Envelope, EventMetadata, NewEvent } from '../../domain/envelope.ts';

/** The schema's version rides in the server's metadata: its own fields have no place for it. */
export function proposedEvent({ id, type, version, data, metadata }: NewEvent): EventData<JSONEventType> {
  return jsonEvent({ id, type, data, metadata: { ...metadata, version } });
}

/** @param prefix of the server's stream name, taken off */
export function recordedEnvelope(event: RecordedEvent, prefix: string): Envelope {
  const { id, type, revision, streamId } = event;
  const { version, metadata } = metadataOf(event);
  const stream = streamId.slice(prefix.length);
  return { id, type, version, stream, revision: String(revision), data: dataOf(event), metadata };
}

/** The client gives JSON it cannot parse as a string, and says nothing. */
function dataOf({ data, isJson }: RecordedEvent): JsonObject {
  if (isJson && isObject(data)) return data;
  if (data instanceof Uint8Array) return { $unreadable: 'not JSON', base64: Buffer.from(data).toString('base64') };
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return { $unreadable: 'no JSON object', text };
}

function metadataOf({ id, metadata, created }: RecordedEvent): { version: number; metadata: EventMetadata } {
  if (isObject(metadata)) {
    const { version, ...rest } = metadata;
    if (isEventMetadata(rest)) return { version: typeof version === 'number' ? version : 1, metadata: rest };
  }
  const foreign = { actor: '', key: '', payloadHash: '', $correlationId: id, $causationId: id };
  return { version: 1, metadata: { recordedAt: created.toISOString(), ...foreign } };
}

/** Ours is flat, and has no `id`: the embedded rows' ids are found by that (eventIds.ts). */
function isEventMetadata(value: JsonObject): value is EventMetadata {
  const texts = ['recordedAt', 'actor', 'key', 'payloadHash', '$correlationId', '$causationId'];
  const flat = Object.values(value).every((member) => typeof member !== 'object');
  return flat && !('id' in value) && texts.every((name) => typeof value[name] === 'string');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

// Between the ledger's events and the server's: what goes in comes out the same, so that its canonical text does.
// What others wrote under the prefix, or what is damaged, keeps its place and says so; it is never dropped.
import { type EventData, type JSONEventType, jsonEvent, type RecordedEvent } from '@eventstore/db-client';
import type { JsonObject } from '../../domain/canonicalJson.ts';
import type { Envelope, EventMetadata, NewEvent } from '../../domain/envelope.ts';
import { CLOCK_SLACK } from '../eventStore.ts';

/** The schema's version and a copy's clock bound ride in the server's metadata: its own fields have no place for them. */
export function proposedEvent(event: NewEvent, clockBound?: number): EventData<JSONEventType> {
  const { id, type, version, data, metadata } = event;
  const carried = clockBound === undefined ? {} : { clockBound };
  return jsonEvent({ id, type, data, metadata: { ...metadata, version, ...carried } });
}

/** An event of ours as the server has it. */
export interface Recorded {
  readonly envelope: Envelope;
  readonly clockBound: number;
}

/** @param prefix of the server's stream name, taken off */
export function recordedEnvelope(event: RecordedEvent, prefix: string): Envelope {
  return recorded(event, prefix).envelope;
}

/** @param prefix of the server's stream name, taken off */
export function recorded(event: RecordedEvent, prefix: string): Recorded {
  const { id, type, revision, streamId, created } = event;
  const { version, metadata, clockBound } = metadataOf(event);
  const stream = streamId.slice(prefix.length);
  return {
    envelope: { id, type, version, stream, revision: String(revision), data: dataOf(event), metadata },
    clockBound: Math.min(clockBound, created.getTime() + CLOCK_SLACK),
  };
}

/** The client gives JSON it cannot parse as a string, and says nothing. */
function dataOf({ data, isJson }: RecordedEvent): JsonObject {
  if (isJson && isObject(data)) return data;
  if (data instanceof Uint8Array) return { $unreadable: 'not JSON', base64: Buffer.from(data).toString('base64') };
  const text = typeof data === 'string' ? data : JSON.stringify(data);
  return { $unreadable: 'no JSON object', text };
}

interface RecordedMetadata {
  readonly version: number;
  readonly metadata: EventMetadata;
  /** the one that was carried; infinite where none was */
  readonly clockBound: number;
}

function metadataOf({ id, metadata, created }: RecordedEvent): RecordedMetadata {
  if (isObject(metadata)) {
    const { version, clockBound, ...rest } = metadata;
    const bound = isWhole(clockBound) ? clockBound : Number.POSITIVE_INFINITY;
    if (isEventMetadata(rest)) {
      return { version: isWhole(version) ? version : 1, metadata: rest, clockBound: bound };
    }
  }
  const foreign = { actor: '', key: '', payloadHash: '', $correlationId: id, $causationId: id };
  const recordedAt = created.toISOString();
  return { version: 1, metadata: { recordedAt, ...foreign }, clockBound: Number.POSITIVE_INFINITY };
}

const isWhole = (value: unknown): value is number => Number.isSafeInteger(value);

/** Ours is flat, and has no `id`: the embedded rows' ids are found by that (eventIds.ts). */
function isEventMetadata(value: JsonObject): value is EventMetadata {
  const texts = ['recordedAt', 'actor', 'key', 'payloadHash', '$correlationId', '$causationId'];
  const flat = Object.values(value).every((member) => typeof member !== 'object');
  return flat && !('id' in value) && texts.every((name) => typeof value[name] === 'string');
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

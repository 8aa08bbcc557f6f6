// What an event is once it is on record, whatever engine keeps it.
// The envelope holds no coordinate of any engine, so that moving a ledger changes no leaf.
import { canonicalIJson, type Json, type JsonObject } from './canonicalJson.ts';

/** What is recorded beside an event's data. */
export type EventMetadata = {
  /** ISO 8601, UTC, milliseconds: when the appending node recorded it, or what an import brought */
  readonly recordedAt: string;
  /** an opaque id, never a name */
  readonly actor: string;
  /** the command's idempotency key */
  readonly key: string;
  /** SHA-256 of the command's name and payload in canonical form, hex */
  readonly payloadHash: string;
  /** present where `recordedAt` came with an import */
  readonly imported?: true;
  readonly $correlationId: string;
  readonly $causationId: string;
};

/** An event a decision made, before it has a place in a stream. */
export type NewEvent = {
  /** uuid v5 of (stream, key, index) */
  readonly id: string;
  /** PascalCase */
  readonly type: string;
  /** of the data's schema, from 1 */
  readonly version: number;
  readonly data: JsonObject;
  readonly metadata: EventMetadata;
};

/** An event on record. Its canonical text is the log's leaf. */
export type Envelope = NewEvent & {
  /** for instance `commitment-<uuid>`: without the ledger's prefix */
  readonly stream: string;
  /** decimal, from "0" */
  readonly revision: string;
};

/** C2SP tlog-tiles: an entry's length is a 16-bit number. */
export const MAX_LEAF_BYTES = 65_535;

/** The RFC 8785 text of an envelope. @throws NotIJson where data or metadata have no such form */
export function envelopeText(event: NewEvent, stream: string, revision: number): string {
  const { data, id, metadata, type, version } = event;
  return canonicalIJson({
    data,
    id,
    metadata: metadata as unknown as Json,
    revision: String(revision),
    stream,
    type,
    version,
  });
}

export function parseEnvelope(text: string): Envelope {
  return JSON.parse(text) as Envelope;
}

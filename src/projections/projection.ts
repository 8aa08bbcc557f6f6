// What the engine asks of a projection: fold events into rows. The engine owns order, transaction, cursor and what is set aside.
import type { AggregateName } from '../domain/aggregates.ts';
import { recordOf } from '../domain/aggregates.ts';
import type { Envelope } from '../domain/envelope.ts';
import { envelopeOf, type JournalEntry } from '../journal/journal.ts';

/** A journal entry, parsed once for every projection. */
export interface ProjectedEvent {
  readonly sequence: number;
  /** milliseconds since 1970: the journal's clock */
  readonly clock: number;
  readonly envelope: Envelope;
  /** undefined where the stream is none this program knows */
  readonly record: { readonly aggregate: AggregateName; readonly id: string } | undefined;
}

/** Events of one stream. */
export type Stream = readonly [ProjectedEvent, ...ProjectedEvent[]];

export interface Projection {
  readonly name: string;
  /** Whether it is this projection that must understand the event. */
  handles(event: ProjectedEvent): boolean;
  /** Writes what a batch changes, within the engine's transaction. Whatever it throws, the engine rolls its rows back. */
  apply(events: readonly ProjectedEvent[]): void;
  /** Takes the event's record out of what is known from its sequence on: the event could not be applied, and is rolled back. */
  setAside(event: ProjectedEvent): void;
  /** Forgets what it keeps in memory: its rows were rolled back. */
  reset(): void;
}

export function parsed(entry: JournalEntry): ProjectedEvent {
  const envelope = readable(entry);
  return { sequence: entry.sequence, clock: entry.clock, envelope, record: recordOf(envelope.stream) };
}

/** A text that is no JSON was damaged where it lies: an event of a type that nobody knows stands for it. */
function readable(entry: JournalEntry): Envelope {
  try {
    return envelopeOf(entry);
  } catch {
    const nobody = { actor: '', key: '', payloadHash: '', $correlationId: '', $causationId: '' };
    return {
      id: 'unreadable',
      type: 'not-json',
      version: 1,
      stream: STREAM_IN.exec(entry.text)?.[1] ?? `unreadable-${entry.sequence}`,
      revision: '-1',
      data: {},
      metadata: { recordedAt: new Date(entry.clock).toISOString(), ...nobody },
    };
  }
}

/** As an event's canonical text names its stream: after its data, so the last one there is. */
const STREAM_IN = /.*"stream":"([^"\\]+)"/s;

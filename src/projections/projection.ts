// What the engine asks of a projection: fold a batch into rows. The engine owns order, transaction and cursor.

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

export interface Projection {
  readonly name: string;
  /** Whether it is this projection that must understand the event. Every event is some projection's. */
  handles(event: ProjectedEvent): boolean;
  /** Writes what a batch changes, within the engine's transaction. @throws PoisonEvent; then nothing of it is kept */
  apply(events: readonly ProjectedEvent[]): void;
  /** Forgets what it keeps in memory: its rows were rolled back. */
  reset(): void;
}

/** An event that a projection cannot fold: it stops before it, and never skips it. */
export class PoisonEvent extends Error {
  readonly sequence: number;
  readonly event: string;
  constructor(sequence: number, event: string, cause: unknown) {
    super(cause instanceof Error ? cause.message : String(cause), { cause });
    this.name = 'PoisonEvent';
    this.sequence = sequence;
    this.event = event;
  }
}

/** @throws PoisonEvent where the text is not JSON */
export function parsed(entry: JournalEntry): ProjectedEvent {
  try {
    const envelope = envelopeOf(entry);
    return { sequence: entry.sequence, clock: entry.clock, envelope, record: recordOf(envelope.stream) };
  } catch (error) {
    throw new PoisonEvent(entry.sequence, 'unreadable', error);
  }
}

/** Runs what folds one event, and names the event where that fails. */
export function folding<Result>(event: ProjectedEvent, fold: () => Result): Result {
  try {
    return fold();
  } catch (error) {
    throw new PoisonEvent(event.sequence, event.envelope.id, error);
  }
}

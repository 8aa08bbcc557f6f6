// The events of one record as a fold takes them: read from its own stream, those of older versions upcast.
import { type AggregateName, streamOf } from '../domain/aggregates.ts';
import type { RecordedEvent } from '../domain/corrections.ts';
import { readEvent } from '../domain/read.ts';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import { parsed } from './projection.ts';

/** @throws UnreadableEvent */
export const factOf = <Fact extends RecordedEvent>(entry: JournalEntry): Fact =>
  readEvent(parsed(entry).envelope) as unknown as Fact;

/** As far as they were known at a sequence; all where that is absent. @throws UnreadableEvent */
export const factsOf = <Fact extends RecordedEvent>(
  journal: Pick<Journal, 'readStream'>,
  { kind, id }: { readonly kind: AggregateName; readonly id: string },
  upTo?: number,
): readonly Fact[] => journal.readStream(streamOf(kind, id), upTo).map((entry) => factOf<Fact>(entry));

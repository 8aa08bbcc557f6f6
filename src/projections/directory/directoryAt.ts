// A party, an occasion or a source as it was at an instant, by what was known at a sequence: folded from its own stream.
// Law: streams of these records are short, and no other event is read.
import type { AggregateName } from '../../domain/aggregates.ts';
import type { RecordedEvent } from '../../domain/corrections.ts';
import { type OccasionFact, occasionView } from '../../domain/occasion/occasion.ts';
import { type PartyFact, partyView } from '../../domain/party/party.ts';
import { type SourceFact, sourceView } from '../../domain/source/source.ts';
import type { Journal } from '../../journal/journal.ts';
import { factsOf } from '../facts.ts';

export type DirectoryName = Exclude<AggregateName, 'commitment'>;

export interface DirectoryRecord {
  readonly kind: DirectoryName;
  readonly id: string;
}

/** The two clocks; all that is known, and all that is in effect, where they say nothing. */
export interface DirectoryClocks {
  /** effective: milliseconds since 1970 */
  readonly asOf?: number | undefined;
  /** known: the last sequence that counts */
  readonly knownAt?: number | undefined;
}

/** What a record's events make of it; undefined where its opening was voided. */
const VIEWS = {
  party: (events: readonly RecordedEvent[], asOf?: number) => partyView(events as readonly PartyFact[], asOf),
  occasion: (events: readonly RecordedEvent[], asOf?: number) => occasionView(events as readonly OccasionFact[], asOf),
  source: (events: readonly RecordedEvent[], asOf?: number) => sourceView(events as readonly SourceFact[], asOf),
} as const satisfies Readonly<Record<DirectoryName, unknown>>;

export type DirectoryView<Name extends DirectoryName> = NonNullable<ReturnType<(typeof VIEWS)[Name]>>;

/** @param events the record's history, as far as it is known */
export const directoryView = <Name extends DirectoryName>(
  kind: Name,
  events: readonly RecordedEvent[],
  asOf?: number,
): DirectoryView<Name> | undefined => VIEWS[kind](events, asOf) as DirectoryView<Name> | undefined;

/** Undefined where it was not on record, or its opening was voided. @throws UnreadableEvent */
export const directoryAt = <Name extends DirectoryName>(
  journal: Pick<Journal, 'readStream'>,
  { kind, id }: DirectoryRecord & { readonly kind: Name },
  { asOf, knownAt }: DirectoryClocks,
): DirectoryView<Name> | undefined => directoryView(kind, factsOf(journal, { kind, id }, knownAt), asOf);

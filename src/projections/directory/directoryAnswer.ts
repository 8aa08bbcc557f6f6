// A party, an occasion or a source as its history makes it: what was known at a sequence, as of an instant.
import type { AggregateName } from '../../domain/aggregates.ts';
import type { RecordedEvent } from '../../domain/corrections.ts';
import { type OccasionFact, occasionView } from '../../domain/occasion/occasion.ts';
import { type PartyFact, partyView } from '../../domain/party/party.ts';
import { readEvent } from '../../domain/read.ts';
import { type SourceFact, sourceView } from '../../domain/source/source.ts';
import type { Journal } from '../../journal/journal.ts';
import { etagOf } from '../answer.ts';
import { parsed } from '../projection.ts';
import type { Answer } from '../readModels.ts';

export type DirectoryName = Exclude<AggregateName, 'commitment'>;

type View = (events: readonly RecordedEvent[], asOf?: number) => object | undefined;

/** The views of what is no commitment; undefined where the record's opening was voided. */
const VIEWS: Readonly<Record<DirectoryName, View>> = {
  party: (events, asOf) => partyView(events as readonly PartyFact[], asOf),
  occasion: (events, asOf) => occasionView(events as readonly OccasionFact[], asOf),
  source: (events, asOf) => sourceView(events as readonly SourceFact[], asOf),
};

export interface DirectoryRecord {
  readonly kind: DirectoryName;
  readonly id: string;
}

/** The two clocks; all that is known, and all that is in effect, where they say nothing. */
interface At {
  readonly asOf?: number;
  readonly sequence?: number;
}

/** Folded from the record's own stream: no other event is read. Undefined where it was not on record. */
export function directoryAnswer(
  journal: Pick<Journal, 'readStream'>,
  { kind, id }: DirectoryRecord,
  { asOf, sequence }: At,
): Answer | undefined {
  const entries = journal.readStream(`${kind}-${id}`, sequence);
  return answerOf(
    kind,
    entries.map((entry) => readEvent(parsed(entry).envelope)),
    asOf,
  );
}

/** @param events the record's whole history */
export function answerOf(kind: DirectoryName, events: readonly RecordedEvent[], asOf?: number): Answer | undefined {
  const view = VIEWS[kind](events, asOf);
  if (view === undefined) return undefined;
  const revision = events.length - 1;
  const body = JSON.stringify({ ...view, revision: String(revision) });
  return { revision, etag: etagOf(revision, body), body, nextCut: undefined };
}

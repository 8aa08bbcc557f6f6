// What the history says, folded afresh: by the domain alone, without the projections that are to be checked.
import { recordOf } from '../../domain/aggregates.ts';
import { commitmentOf, identityOf } from '../../domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { present } from '../../domain/commitment/present.ts';
import { segmentsOf } from '../../domain/commitment/timeline.ts';
import type { RecordedEvent } from '../../domain/corrections.ts';
import { type OccasionFact, occasionView } from '../../domain/occasion/occasion.ts';
import { type PartyFact, partyView } from '../../domain/party/party.ts';
import { readEvent } from '../../domain/read.ts';
import { type SourceFact, sourceView } from '../../domain/source/source.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';

/** What an answer must be, and where it is to be asked for. */
export interface Expected {
  readonly kind: 'commitment' | 'party' | 'occasion' | 'source';
  readonly id: string;
  /** of a commitment: an instant of one of its segments, milliseconds */
  readonly asOf: number | undefined;
  /** undefined where there must be no answer */
  readonly view: object | undefined;
}

/** The answers that a record's history up to a sequence makes, one for each stretch of time in which nothing changes. */
export function foldRecord(journal: Journal, stream: string, upTo: number): Expected[] {
  const record = recordOf(stream);
  if (record === undefined) return [];
  const events = journal.readStream(stream, upTo).map((entry) => readEvent(envelopeOf(entry)));
  const revision = String(events.length - 1);
  const { aggregate: kind, id } = record;
  if (kind === 'commitment') return foldCommitment(id, events as CommitmentFact[], revision);
  const view = viewOf(kind, events);
  return [{ kind, id, asOf: undefined, view: view && { revision, ...view } }];
}

function foldCommitment(id: string, events: readonly CommitmentFact[], revision: string): Expected[] {
  const { record, timeline } = commitmentOf(events);
  const identity = identityOf(id, record);
  return segmentsOf(timeline).map(({ from, state }) => ({
    kind: 'commitment',
    id,
    asOf: from,
    view: { revision, ...present(identity, state, from) },
  }));
}

function viewOf(kind: Exclude<Expected['kind'], 'commitment'>, events: readonly RecordedEvent[]): object | undefined {
  switch (kind) {
    case 'party':
      return partyView(events as readonly PartyFact[]);
    case 'occasion':
      return occasionView(events as readonly OccasionFact[]);
    case 'source':
      return sourceView(events as readonly SourceFact[]);
    default:
      return kind satisfies never;
  }
}

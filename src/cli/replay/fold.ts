// What the history says, folded afresh: by the domain alone, without the projections that are to be checked.
import { recordOf, streamOf } from '../../domain/aggregates.ts';
import { commitmentOf, identityOf } from '../../domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { type CommitmentView, present } from '../../domain/commitment/present.ts';
import { segmentAt, segmentsOf } from '../../domain/commitment/timeline.ts';
import type { RecordedEvent } from '../../domain/corrections.ts';
import { type OccasionFact, occasionView } from '../../domain/occasion/occasion.ts';
import { type PartyFact, partyView } from '../../domain/party/party.ts';
import { readEvent } from '../../domain/read.ts';
import { type SourceFact, sourceView } from '../../domain/source/source.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';
import { reason } from '../../support/reason.ts';
import { Failed } from '../failure.ts';
import { oneLine } from '../text/plain.ts';
import type { Point } from './until.ts';

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
  const events = eventsOf(journal, stream, upTo);
  if (events.length === 0) throw notFound(stream);
  const revision = String(events.length - 1);
  const { aggregate: kind, id } = record;
  if (kind === 'commitment') return foldCommitment(id, events as CommitmentFact[], revision);
  const view = viewOf(kind, events);
  return [{ kind, id, asOf: undefined, view: view && { revision, ...view } }];
}

export type Commitment = { readonly revision: string } & CommitmentView;

/** The one answer of a commitment at a point; undefined where it was not yet in effect, or not yet on record. */
export function foldCommitmentAt(journal: Journal, id: string, { sequence, effective }: Point): Commitment | undefined {
  const events = eventsOf(journal, streamOf('commitment', id), sequence) as CommitmentFact[];
  if (events.length === 0) throw notFound(`commitment-${id}`);
  const { record, timeline } = commitmentOf(events);
  const segment = segmentAt(segmentsOf(timeline), effective);
  if (segment === undefined) return undefined;
  const view = present(identityOf(id, record), segment.state, segment.from);
  return { revision: String(events.length - 1), ...view };
}

const notFound = (stream: string) => new Failed(`the journal holds events of ${stream}, and finds none by its name`);

/**
 * Law: a record's history is found whole, and holds nothing else: what each text says of its place is what is believed.
 * @throws Failed at the first entry that is not there, is another record's, or cannot be folded
 */
function eventsOf(journal: Journal, stream: string, upTo: number): RecordedEvent[] {
  return journal.readStream(stream, upTo).map((entry, revision) => {
    const envelope = envelopeOf(entry);
    if (envelope.stream !== stream || envelope.revision !== String(revision)) {
      const place = `revision ${envelope.revision} of ${oneLine(envelope.stream)}`;
      throw new Failed(`the journal gives entry ${entry.sequence}, ${place}, as revision ${revision} of ${stream}`);
    }
    try {
      return readEvent(envelope);
    } catch (error) {
      throw new Failed(`entry ${entry.sequence} of ${stream} cannot be folded: ${oneLine(reason(error))}`);
    }
  });
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

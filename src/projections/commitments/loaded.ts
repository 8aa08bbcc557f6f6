// A commitment as the projection keeps it between batches: the fold of its history, and the version rows still known.
import {
  type Commitment,
  commitmentOf,
  identityOf,
  NO_COMMITMENT,
  withEvent,
} from '../../domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import { type Segment, segmentsOf } from '../../domain/commitment/timeline.ts';
import { type Facets, facetsOf } from './facets.ts';

/** A version row that is still known, and the segment it stands for. */
export interface OpenVersion {
  readonly segment: Segment;
  /** the number of its body */
  readonly body: number;
  /** the body's text, while it is at hand */
  readonly text: string | undefined;
}

export interface Loaded {
  /** its number in the models' file: the sequence of its first event */
  readonly no: number;
  readonly id: string;
  readonly commitment: Commitment;
  /** undefined before its first event */
  readonly identity: Identity | undefined;
  readonly versions: readonly OpenVersion[];
  readonly facets: Facets;
}

export const unloaded = (no: number, id: string): Loaded => ({
  no,
  id,
  commitment: NO_COMMITMENT,
  identity: undefined,
  versions: [],
  facets: new Map(),
});

/** The commitment with one more event, its versions not yet. Title and kind change with the opening and with corrections alone. */
export function take(loaded: Loaded, event: CommitmentFact): Loaded & { readonly identity: Identity } {
  const commitment = withEvent(loaded.commitment, event);
  const known = event.type === 'RecordCorrected' ? undefined : loaded.identity;
  return { ...loaded, commitment, identity: known ?? identityOf(loaded.id, commitment.record) };
}

/**
 * What is on record already, loaded again.
 * Law: the rows still known are the segments of the history so far, one for one.
 * @param bodies the body's number of each version still known, in effective order
 */
export function restored(no: number, id: string, events: readonly CommitmentFact[], bodies: readonly number[]): Loaded {
  const commitment = commitmentOf(events);
  const segments = segmentsOf(commitment.timeline);
  if (segments.length !== bodies.length) {
    throw new Error(
      `the read model holds ${bodies.length} versions of ${id} where its history makes ${segments.length}: rebuild it`,
    );
  }
  const versions = segments.map((segment, index) => ({ segment, body: bodies[index] as number, text: undefined }));
  return { no, id, commitment, identity: identityOf(id, commitment.record), versions, facets: facetsOf(segments) };
}

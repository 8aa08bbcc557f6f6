// Histories for the specifications of the domain: what was said and recorded when, and what follows from it.
// Every event passes through readEvent, so that no specification rests on data that could not be on record.
import { AGGREGATES, recordOf } from '../../src/domain/aggregates.ts';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { type CommitmentView, present } from '../../src/domain/commitment/present.ts';
import { segmentAt, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import type { RecordedEvent } from '../../src/domain/corrections.ts';
import type { Envelope } from '../../src/domain/envelope.ts';
import { readEvent } from '../../src/domain/read.ts';
import { askedInstant } from '../../src/domain/time.ts';

/** The commitment that specifications are about, and another. */
export const BODY = 'c0000000-0000-4000-8000-000000000001';
export const OTHER = 'c0000000-0000-4000-8000-000000000002';

/** The id of the event at a revision of the history under test. */
export const eventAt = (revision: number): string => `e0000000-0000-4000-8000-${String(revision).padStart(12, '0')}`;

export const CITED = [{ source: 'july-report', as: 'own' }] as const;
export const KR = { code: 'KR', role: 'committer' } as const;
export const NATO = { code: 'NATO', role: 'committer' } as const;

export interface Said {
  readonly stream: string;
  readonly type: string;
  readonly data: JsonObject;
  /** a date or an instant */
  readonly recorded: string;
}

const WHEN = '2025-06-25';

/** An event of the commitment, effective and recorded on the same day unless told otherwise. */
export const said = (type: string, data: JsonObject = {}, recorded = String(data.effectiveAt ?? WHEN)): Said => ({
  stream: `commitment-${BODY}`,
  type,
  data: { commitment: BODY, effectiveAt: WHEN, citations: CITED, ...data },
  recorded,
});

/** An event of another kind of record. */
export const saidOf = (stream: string, type: string, data: JsonObject, recorded = WHEN): Said => ({
  stream,
  type,
  data,
  recorded,
});

/** The act that opens the record: two committers agree on a body, unless told otherwise. */
export const opened = (data: JsonObject = {}, type = 'BodyAgreed', recorded?: string): Said =>
  said(type, { title: 'A consultative body', parties: [KR, NATO], ...data }, recorded);

export const corrected = (revision: number, by: JsonObject, recorded: string): Said =>
  said(
    'RecordCorrected',
    { event: eventAt(revision), cause: 'recorder', reason: 'it was written down wrongly', ...by },
    recorded,
  );

const instantOf = (text: string): number => Date.parse(text.length > 10 ? text : `${text}T00:00:00.000Z`);

export function envelopeOf({ stream, type, data, recorded }: Said, revision: number): Envelope {
  const id = eventAt(revision);
  return {
    id,
    type,
    version: 1,
    data,
    stream,
    revision: String(revision),
    metadata: {
      recordedAt: new Date(instantOf(recorded)).toISOString(),
      actor: 'recorder-1',
      key: `key-${revision}`,
      payloadHash: '0'.repeat(64),
      $correlationId: id,
      $causationId: id,
    },
  };
}

/** What was said, as a fold sees it, in the order in which it was recorded. */
export const historyOf = (...all: readonly Said[]): readonly RecordedEvent[] =>
  all.map((one, revision) => readEvent(envelopeOf(one, revision)));

/** A history's record, as a decision sees it. */
export function recordFrom(stream: string, events: readonly RecordedEvent[]): unknown {
  const aggregate = AGGREGATES[recordOf(stream)?.aggregate ?? 'commitment'];
  return events.reduce((record, event) => aggregate.enter(record, event), aggregate.initial);
}

/**
 * What the public reads of the commitment as of a date, knowing all that was recorded by another.
 * Undefined where nothing is on record then.
 */
export function shown(all: readonly Said[], asOf: string, knownAt = '9999'): CommitmentView | undefined {
  const [effective, known] = [askedInstant(asOf), askedInstant(knownAt)];
  if (effective === undefined || known === undefined) throw new RangeError(`no date: ${asOf}, ${knownAt}`);
  const events = historyOf(...all).filter(({ recordedAt }) => recordedAt <= known) as CommitmentFact[];
  const { record, timeline } = commitmentOf(events);
  const segment = segmentAt(segmentsOf(timeline), effective);
  return segment && present(identityOf(BODY, record), segment.state, segment.from);
}

/** The same, where something must be on record. */
export function seen(all: readonly Said[], asOf: string, knownAt?: string): CommitmentView {
  const view = shown(all, asOf, knownAt);
  if (view === undefined) throw new RangeError(`nothing is on record as of ${asOf}`);
  return view;
}

/** Where a party stands as of a date. */
export const standingOf = (all: readonly Said[], party: string, asOf: string) =>
  seen(all, asOf).position.find((standing) => standing.party === party);

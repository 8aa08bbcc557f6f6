// Projects commitments: version rows with two intervals, and beside them the current answer with its next cut.
// A late or corrected event closes and inserts rows; nothing is overwritten.
import type { DatabaseSync } from 'node:sqlite';
import { kindOf } from '../../domain/commitment/acts.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { statusAt } from '../../domain/commitment/headline.ts';
import { type Identity, present } from '../../domain/commitment/present.ts';
import { type Segment, segmentAt, segmentsOf } from '../../domain/commitment/timeline.ts';
import { readEvent } from '../../domain/read.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { etagOf, withRevision } from '../answer.ts';
import { folding, type ProjectedEvent, type Projection } from '../projection.ts';
import { facetChanges, facetsOf } from './facets.ts';
import { type Loaded, type OpenVersion, restored, take, unloaded } from './loaded.ts';
import { CommitmentRows } from './rows.ts';

/** So many commitments are kept folded between batches. */
const KEPT = 5_000;

export interface CommitmentsParts {
  readonly db: DatabaseSync;
  readonly journal: Journal;
  /** milliseconds since 1970 */
  readonly clock: () => number;
}

export class CommitmentsProjection implements Projection {
  readonly name = 'commitments';
  readonly #parts: CommitmentsParts;
  readonly #rows: CommitmentRows;
  #kept = new BoundedMap<string, Loaded>(KEPT);

  constructor(parts: CommitmentsParts) {
    this.#parts = parts;
    this.#rows = new CommitmentRows(parts.db);
  }

  handles({ record }: ProjectedEvent): boolean {
    return record?.aggregate === 'commitment';
  }

  apply(events: readonly ProjectedEvent[]): void {
    const touched = new Map<string, Loaded>();
    for (const event of events) {
      const id = event.record?.id ?? '';
      const before = touched.get(id) ?? folding(event, () => this.#load(id, event));
      touched.set(
        id,
        folding(event, () => this.#project(before, event)),
      );
    }
    const now = this.#parts.clock();
    for (const loaded of touched.values()) this.#current(loaded, now);
  }

  reset(): void {
    this.#kept = new BoundedMap(KEPT);
  }

  /** Makes answers current that changed without an event. Returns how many; call again while that is `limit`. */
  sweep(now: number, limit: number): number {
    const due = this.#rows.due(now, limit);
    for (const { no, id } of due) this.#current(this.#kept.get(id) ?? this.#restore(no, id, Infinity), now);
    return due.length;
  }

  #load(id: string, { sequence }: ProjectedEvent): Loaded {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const no = this.#rows.numberOf(id);
    return no === undefined ? unloaded(sequence, id) : this.#restore(no, id, sequence - 1);
  }

  #restore(no: number, id: string, upTo: number): Loaded {
    const bodies = this.#rows.openBodies(no);
    const entries = this.#parts.journal.readStream(`commitment-${id}`, Math.min(upTo, Number.MAX_SAFE_INTEGER));
    const facts = entries.map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
    return restored(no, id, facts, bodies);
  }

  #project(before: Loaded, { envelope, sequence }: ProjectedEvent): Loaded {
    const taken = take(before, readEvent(envelope) as CommitmentFact);
    const segments = segmentsOf(taken.commitment.timeline);
    const renamed = taken.identity !== before.identity;
    const known = new Map(before.versions.map((version) => [version.segment.from, version]));
    const versions = segments.map((segment) => {
      const old = known.get(segment.from);
      known.delete(segment.from);
      return this.#version(taken, segment, old, { sequence, renamed });
    });
    for (const from of known.keys()) this.#rows.closeVersion(taken.no, sequence, from);
    const facets = facetsOf(segments);
    for (const change of facetChanges(before.facets, facets)) this.#rows.changeFacet(taken.no, sequence, change);
    const loaded = { ...taken, versions, facets };
    this.#kept.set(taken.id, loaded);
    return loaded;
  }

  /** The version of a segment: the one still known where nothing of it changed, else a new row, with its body if that is new. */
  #version(
    { no, identity }: ReturnType<typeof take>,
    segment: Segment,
    old: OpenVersion | undefined,
    { sequence, renamed }: { readonly sequence: number; readonly renamed: boolean },
  ): OpenVersion {
    const same = !renamed && old?.segment.state === segment.state;
    if (same && old.segment.to === segment.to) return old;
    const text = same ? old.text : textOf(identity, segment);
    const body = old !== undefined && (same || old.text === text) ? old.body : this.#rows.addBody(text ?? '');
    if (body === old?.body && old.segment.to === segment.to) return { segment, body, text };
    if (old !== undefined) this.#rows.closeVersion(no, sequence, segment.from);
    const status = statusAt(segment.state, segment.from);
    this.#rows.openVersion(no, sequence, { ...segment, kind: kindOf(identity.noun), status, body });
    return { segment, body, text };
  }

  #current({ no, id, commitment, identity, versions }: Loaded, now: number): void {
    const segment =
      segmentAt(
        versions.map((version) => version.segment),
        now,
      ) ?? versions.at(-1)?.segment;
    if (segment === undefined || identity === undefined) return;
    const revision = commitment.record.events.length - 1;
    const text = versions.find((version) => version.segment === segment)?.text;
    const body = withRevision(text ?? textOf(identity, segment), revision);
    const nextCut = segment.to === Infinity ? undefined : segment.to;
    this.#rows.setCurrent({ no, id, revision, nextCut, etag: etagOf(revision, body), body });
  }
}

const textOf = (identity: Identity, { state, from }: Segment): string => JSON.stringify(present(identity, state, from));

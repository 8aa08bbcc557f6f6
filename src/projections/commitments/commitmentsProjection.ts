// Projects commitments: version rows with two intervals, and beside them the current answer with its next cut.
// A late or corrected event closes and inserts rows; nothing is overwritten.
import type { DatabaseSync } from 'node:sqlite';
import { kindOf } from '../../domain/commitment/acts.ts';
import { bodyText } from '../../domain/commitment/bodyText.ts';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { dueOf, timelinessAt } from '../../domain/commitment/headline.ts';
import type { Identity } from '../../domain/commitment/present.ts';
import { type Phase, phasesOf, segmentsOf } from '../../domain/commitment/timeline.ts';
import { readEvent } from '../../domain/read.ts';
import { envelopeOf, type Journal } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { answerText, etagOf } from '../answer.ts';
import { folding, type ProjectedEvent, type Projection } from '../projection.ts';
import { facetChanges, facetRuns } from './facets.ts';
import { cutsOf, type Loaded, type OpenVersion, restored, take, unloaded } from './loaded.ts';
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
    const entries = this.#parts.journal.readStream(`commitment-${id}`, Math.min(upTo, Number.MAX_SAFE_INTEGER));
    const facts = entries.map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
    return restored(no, id, facts, this.#rows.openVersions(no));
  }

  #project(before: Loaded, { envelope, sequence }: ProjectedEvent): Loaded {
    const taken = take(before, readEvent(envelope) as CommitmentFact);
    const segments = segmentsOf(taken.commitment.timeline);
    const phases = phasesOf(segments);
    const renamed = taken.identity !== before.identity;
    const known = new Map(before.versions.map((version) => [version.phase.from, version]));
    const versions = phases.map((phase) => {
      const old = known.get(phase.from);
      known.delete(phase.from);
      return this.#version(taken, phase, old, { sequence, renamed });
    });
    for (const { row } of known.values()) this.#rows.closeVersion(row, sequence);
    const facets = facetRuns(phases);
    for (const change of facetChanges(before.facets, facets)) this.#rows.changeFacet(taken.no, sequence, change);
    const loaded = { ...taken, versions, facets, cuts: cutsOf(segments) };
    this.#kept.set(taken.id, loaded);
    return loaded;
  }

  /** The version of a phase: the one still known where nothing of it changed, else a new row, with its body if that is new. */
  #version(
    { no, identity }: ReturnType<typeof take>,
    phase: Phase,
    old: OpenVersion | undefined,
    { sequence, renamed }: { readonly sequence: number; readonly renamed: boolean },
  ): OpenVersion {
    const same = !renamed && old?.phase.state === phase.state;
    if (same && old.phase.to === phase.to && old.phase.status === phase.status) return old;
    const text = same ? old.text : textOf(identity, phase);
    const body = old !== undefined && same ? old.body : this.#rows.addBody(text ?? '');
    if (old !== undefined) this.#rows.closeVersion(old.row, sequence);
    const version = { ...phase, kind: kindOf(identity.noun), body, due: dueOf(phase.state) };
    return { phase, row: this.#rows.openVersion(no, sequence, version), body, text };
  }

  /** The answer as of now, and when it changes without an event. */
  #current({ no, id, commitment, versions, cuts }: Loaded, now: number): void {
    const version = versions.findLast(({ phase }) => phase.from <= now) ?? versions[0];
    if (version === undefined) return;
    const { status, state } = version.phase;
    const moment = {
      revision: commitment.record.events.length - 1,
      status,
      timeliness: timelinessAt(dueOf(state), now),
    };
    const answer = answerText(version.text ?? this.#rows.bodyText(version.body), moment);
    const nextCut = cuts.find((cut) => cut > now && cut !== Infinity);
    this.#rows.setCurrent({ no, id, nextCut, ...moment, etag: etagOf(moment.revision, answer), body: version.body });
  }
}

const textOf = (identity: Identity, { state, from }: Phase): string => bodyText(identity, state, from);

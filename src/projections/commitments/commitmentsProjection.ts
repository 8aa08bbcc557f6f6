// Projects commitments: version rows with two intervals, and beside them the current answer with its next cut.
// A late or corrected event closes and inserts rows; nothing is overwritten.
import type { DatabaseSync } from 'node:sqlite';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { readEvent } from '../../domain/read.ts';
import type { Journal } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { factOf } from '../facts.ts';
import type { ProjectedEvent, Projection } from '../projection.ts';
import { MovedRows } from '../statistics/movedRows.ts';
import { movesBetween } from '../statistics/moves.ts';
import { NO_STRETCHES, type Stretches, stretchesOf } from '../statistics/stretches.ts';
import type { CurrentAnswers } from './currentAnswers.ts';
import { type FoldEvent, takeOut, writeCurrent } from './fold.ts';
import { type Loaded, restored, unloaded } from './loaded.ts';
import { CommitmentRows } from './rows.ts';

/** So many commitments are kept folded between batches. */
const KEPT = 5_000;

export interface CommitmentsParts {
  readonly db: DatabaseSync;
  readonly journal: Journal;
  /** milliseconds since 1970 */
  readonly clock: () => number;
  readonly answers: CurrentAnswers;
  readonly fold: FoldEvent;
}

export class CommitmentsProjection implements Projection {
  readonly name = 'commitments';
  readonly #parts: CommitmentsParts;
  readonly #rows: CommitmentRows;
  readonly #moved: MovedRows;
  readonly #counted = new WeakMap<Loaded, Stretches>();
  #kept = new BoundedMap<string, Loaded>(KEPT);

  constructor(parts: CommitmentsParts) {
    this.#parts = parts;
    this.#rows = new CommitmentRows(parts.db);
    this.#moved = new MovedRows(parts.db);
  }

  handles({ record }: ProjectedEvent): boolean {
    return record?.aggregate === 'commitment';
  }

  apply(events: readonly ProjectedEvent[]): void {
    const touched = new Map<string, Loaded>();
    for (const event of events) {
      const id = event.record?.id ?? '';
      touched.set(id, this.#project(touched.get(id) ?? this.#load(id, event), event));
    }
    const now = this.#parts.clock();
    for (const loaded of touched.values()) this.#writeCurrent(loaded, now);
    this.#rows.writeTexts();
  }

  setAside(event: ProjectedEvent): void {
    const id = event.record?.id ?? '';
    this.#kept.delete(id);
    this.#rows.dropTexts();
    this.#parts.answers.forget(id);
    const before = this.#load(id, event);
    takeOut(this.#rows, before, event.sequence);
    this.#moved.add(event.sequence, event.clock, movesBetween(this.#stretchesOf(before).all, []));
  }

  reset(): void {
    this.#kept = new BoundedMap(KEPT);
    this.#rows.dropTexts();
  }

  /** Makes answers current that changed without an event. Returns how many; call again while that is `limit`. */
  sweep(now: number, limit: number): number {
    const due = this.#rows.due(now, limit);
    if (due.length === 0) return 0;
    const cursor = this.#rows.cursor();
    for (const { no, id } of due) this.#writeCurrent(this.#kept.get(id) ?? this.#restore(no, id, cursor), now);
    return due.length;
  }

  #writeCurrent(loaded: Loaded, now: number): void {
    const { answers } = this.#parts;
    writeCurrent(this.#rows, loaded, now);
    answers.forget(loaded.id);
    for (const { event } of loaded.versions.at(-1)?.phase.state.kept.CommitmentsLinked ?? []) {
      answers.forget(event.data.target);
    }
  }

  #load(id: string, { sequence, clock }: ProjectedEvent): Loaded {
    const kept = this.#kept.get(id);
    if (kept !== undefined) return kept;
    const no = this.#rows.numberOf(id);
    return no === undefined ? unloaded({ no: sequence, id, openedAt: clock }) : this.#restore(no, id, sequence - 1);
  }

  #restore(no: number, id: string, upTo: number): Loaded {
    const entries = this.#parts.journal.readStream(`commitment-${id}`, upTo);
    const facts = entries.map((entry) => factOf<CommitmentFact>(entry));
    const openedAt = entries[0]?.clock ?? 0;
    return restored({ no, id, openedAt }, facts, {
      versions: this.#rows.openVersions(no),
      texts: this.#rows.marks(no),
      pieces: this.#rows.pieces(no),
    });
  }

  #stretchesOf(loaded: Loaded): Stretches {
    return this.#counted.get(loaded) ?? stretchesOf(loaded, NO_STRETCHES);
  }

  /** What the event moves in the counts. */
  #move(before: Loaded, loaded: Loaded, { sequence, clock }: Pick<ProjectedEvent, 'sequence' | 'clock'>): void {
    const counted = this.#stretchesOf(before);
    const after = stretchesOf(loaded, counted);
    this.#counted.set(loaded, after);
    this.#moved.add(sequence, clock, movesBetween(counted.all, after.all));
  }

  #project(before: Loaded, { envelope, sequence, clock }: ProjectedEvent): Loaded {
    const loaded = this.#parts.fold(this.#rows, before, readEvent(envelope) as CommitmentFact, { sequence, clock });
    this.#move(before, loaded, { sequence, clock });
    this.#kept.set(loaded.id, loaded);
    return loaded;
  }
}

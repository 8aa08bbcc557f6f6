// Writes batches of the journal into the models: rows, what is set aside and the cursor in one transaction.
// Law: an event has its effect once or its record is set aside, and whatever else fails leaves no trace.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import { rollBack } from './condition.ts';
import { type Cursor, Cursors } from './cursors.ts';
import { type ProjectedEvent, type Projection, parsed } from './projection.ts';
import { asideOf, type SetAside, SetAsides } from './setAside.ts';
import { isStorageFault } from './storageFault.ts';

/** The rows of a record do not fit its history, so that not even setting it aside can be worked out: they are to be built anew. */
export class UnfitModels extends Error {
  constructor(stream: string, cause: unknown) {
    super(`the rows of ${stream} do not fit its history: the models are built anew`, { cause });
    this.name = 'UnfitModels';
  }
}

export class Batches {
  readonly #db: DatabaseSync;
  readonly #projections: readonly Projection[];
  readonly #cursors: Cursors;
  readonly #rootAt: Journal['rootAt'];
  readonly #asides: SetAsides;
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  /** by their streams: their events are seen and not folded */
  readonly #aside: Map<string, SetAside>;
  #cursor: Cursor;

  constructor(db: DatabaseSync, projections: readonly Projection[], { rootAt }: Pick<Journal, 'rootAt'>) {
    this.#db = db;
    this.#rootAt = rootAt;
    this.#projections = projections;
    this.#cursors = new Cursors(db);
    this.#asides = new SetAsides(db);
    this.#begin = db.prepare('BEGIN IMMEDIATE');
    this.#commit = db.prepare('COMMIT');
    this.#savepoint = db.prepare('SAVEPOINT event');
    this.#release = db.prepare('RELEASE event');
    this.#aside = new Map(this.#asides.all().map((one) => [one.stream, one]));
    this.#cursor = this.#cursors.least();
  }

  get cursor(): Cursor {
    return this.#cursor;
  }

  /** The records set aside, by when they were. */
  get aside(): readonly SetAside[] {
    return [...this.#aside.values()];
  }

  /**
   * Folds what comes after the cursor; event by event where the batch cannot be folded at once, to find the one at fault.
   * @returns the records set aside with it
   * @throws whatever is no record's fault, with all of the batch rolled back
   */
  write(entries: readonly JournalEntry[]): readonly SetAside[] {
    const events = entries.filter(({ sequence }) => sequence > this.#cursor.sequence).map(parsed);
    try {
      return this.#transact(events, () => this.#foldAtOnce(events));
    } catch (error) {
      if (isStorageFault(error)) throw error;
      return this.#transact(events, () => this.#foldEach(events));
    }
  }

  /** Law: the cursor is written with the rows, so that each event has its effect once. */
  #transact(events: readonly ProjectedEvent[], fold: () => readonly SetAside[]): readonly SetAside[] {
    const { projected } = this.#cursor;
    const sequence = events.at(-1)?.sequence ?? this.#cursor.sequence;
    const next = { sequence, projected: projected + events.length, root: this.#rootAt(sequence + 1) };
    try {
      this.#begin.run();
      const aside = fold();
      this.#cursors.move(next);
      this.#commit.run();
      this.#cursor = next;
      for (const one of aside) this.#aside.set(one.stream, one);
      return aside;
    } catch (error) {
      rollBack(this.#db);
      for (const projection of this.#projections) projection.reset();
      throw error;
    }
  }

  #foldAtOnce(all: readonly ProjectedEvent[]): readonly SetAside[] {
    const events = all.filter(({ envelope }) => !this.#aside.has(envelope.stream));
    const own = Map.groupBy(events, (event) => this.#projectionOf(event));
    for (const [projection, handled] of own) projection.apply(handled);
    return [];
  }

  #foldEach(events: readonly ProjectedEvent[]): readonly SetAside[] {
    const fresh = new Map<string, SetAside>();
    for (const event of events) {
      const { stream } = event.envelope;
      if (this.#aside.has(stream) || fresh.has(stream)) continue;
      const fault = this.#foldOne(event);
      if (fault === undefined) continue;
      const one = asideOf(event, fault.error);
      this.#asides.add(one);
      fresh.set(stream, one);
    }
    return [...fresh.values()];
  }

  /** @returns why the event cannot be folded; its record is taken out then */
  #foldOne(event: ProjectedEvent): { readonly error: unknown } | undefined {
    if (event.record === undefined) return { error: new Error(`no record is kept in ${event.envelope.stream}`) };
    const projection = this.#projectionOf(event);
    this.#savepoint.run();
    try {
      projection.apply([event]);
      this.#release.run();
      return undefined;
    } catch (error) {
      if (isStorageFault(error)) throw error;
      this.#db.exec('ROLLBACK TO event; RELEASE event');
      this.#takeOut(projection, event);
      return { error };
    }
  }

  #takeOut(projection: Projection, event: ProjectedEvent): void {
    try {
      projection.setAside(event);
    } catch (error) {
      throw isStorageFault(error) ? error : new UnfitModels(event.envelope.stream, error);
    }
  }

  #projectionOf(event: ProjectedEvent): Projection {
    const found = this.#projections.find((projection) => projection.handles(event));
    if (found === undefined) throw new Error(`no projection knows ${event.envelope.stream}`);
    return found;
  }
}

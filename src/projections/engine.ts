// The projection engine: one pull loop owns order, transaction and cursor. RxJS composes what happens to a batch and
// announces it after its commit; the next batch is asked for only then, so nothing piles up.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { defer, map, type Observable, repeat, Subject, type Subscription, share, takeWhile } from 'rxjs';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import { type Cursor, Cursors } from './cursors.ts';
import { PoisonEvent, type ProjectedEvent, type Projection, parsed } from './projection.ts';
import type { CommittedBatch, ProjectionHealth } from './readModels.ts';

/** Events a batch: large enough that a commit is cheap, small enough that a request never waits long for one. */
const BATCH = 1_000;

export interface EngineParts {
  readonly db: DatabaseSync;
  readonly journal: Journal;
  readonly projections: readonly Projection[];
  /** Something that is no event's fault ended the loop: the process can only say so. */
  readonly onCrash: (error: unknown) => void;
}

export class ProjectionEngine {
  readonly committed: Observable<CommittedBatch>;
  readonly #parts: EngineParts;
  readonly #cursors: Cursors;
  readonly #begin: StatementSync;
  readonly #commitAll: StatementSync;
  readonly #savepoint: StatementSync;
  readonly #release: StatementSync;
  readonly #progress = new Map<Projection, Cursor>();
  readonly #announced = new Subject<CommittedBatch>();
  readonly #stop = new AbortController();
  #live = false;
  #loop: Subscription | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#cursors = new Cursors(parts.db);
    this.#begin = parts.db.prepare('BEGIN IMMEDIATE');
    this.#commitAll = parts.db.prepare('COMMIT');
    this.#savepoint = parts.db.prepare('SAVEPOINT projection');
    this.#release = parts.db.prepare('RELEASE projection');
    for (const projection of parts.projections) {
      this.#progress.set(projection, { ...this.#cursors.get(projection.name), failure: undefined });
    }
    this.committed = this.#announced.pipe(share());
  }

  start(): void {
    this.#loop = defer(() => this.#pull())
      .pipe(
        takeWhile((batch) => batch.length > 0),
        map((batch) => this.#commit(batch)),
        repeat(),
        takeWhile(() => !this.#stop.signal.aborted),
      )
      .subscribe({ next: (batch) => this.#announced.next(batch), error: this.#parts.onCrash });
  }

  health(): readonly ProjectionHealth[] {
    return [...this.#progress].map(([{ name }, { sequence, projected, failure }]) => ({
      name,
      state: failure !== undefined ? 'failed' : this.#live && this.#parts.journal.caughtUp ? 'live' : 'catching-up',
      cursor: sequence,
      stored: sequence + 1,
      projected,
      ...(failure === undefined ? {} : { failure }),
    }));
  }

  /** The last sequence every projection has; of one that failed, the last before its poison event. */
  get cursor(): number {
    return Math.min(...this.#progress.values().map(({ sequence }) => sequence));
  }

  get failed(): boolean {
    return this.#progress.values().some(({ failure }) => failure !== undefined);
  }

  /** At once: a batch is folded and committed within one turn of the event loop, so none is under way. */
  stop(): void {
    this.#stop.abort();
    this.#loop?.unsubscribe();
    this.#announced.complete();
  }

  /** The next batch, waiting for it; empty where the engine stops. */
  async #pull(): Promise<readonly JournalEntry[]> {
    const { journal } = this.#parts;
    const after = this.#cursorOfRunning();
    this.#live = journal.head().sequence <= after;
    const waiting = this.#live ? journal.beyond(after, this.#stop.signal) : yieldToOthers();
    await waiting;
    return this.#stop.signal.aborted ? [] : journal.read(after, BATCH);
  }

  /** Projections that failed stay where they are; the others go on. */
  #cursorOfRunning(): number {
    const running = this.#progress.values().filter(({ failure }) => failure === undefined);
    return Math.min(Number.MAX_SAFE_INTEGER, ...running.map(({ sequence }) => sequence));
  }

  /** Law: rows and cursor in one transaction, so that each event has its effect once. */
  #commit(entries: readonly JournalEntry[]): CommittedBatch {
    const events = readable(entries);
    this.#begin.run();
    const before = new Map(this.#progress);
    try {
      for (const [projection, cursor] of before) {
        if (cursor.failure === undefined) this.#advance(projection, cursor, events);
      }
      this.#commitAll.run();
    } catch (error) {
      this.#parts.db.exec('ROLLBACK');
      for (const [projection, cursor] of before) this.#progress.set(projection, cursor);
      throw error;
    }
    return { from: entries[0]?.sequence ?? -1, to: entries.at(-1)?.sequence ?? -1 };
  }

  /** Folds a batch; where an event is poison, what came before it, and stops the projection there. */
  #advance(projection: Projection, cursor: Cursor, { events, poison }: Readable): void {
    const ahead = events.filter(({ sequence }) => sequence > cursor.sequence);
    const failed = this.#tryApply(projection, ahead) ?? poison;
    const folded = failed === undefined ? ahead : ahead.filter(({ sequence }) => sequence < failed.sequence);
    if (failed !== undefined && failed !== poison) this.#tryApply(projection, folded);
    const next: Cursor = {
      sequence: folded.at(-1)?.sequence ?? cursor.sequence,
      projected: cursor.projected + folded.length,
      failure: failed && { sequence: failed.sequence, event: failed.event, reason: failed.message },
    };
    this.#cursors.set(projection.name, next);
    this.#progress.set(projection, next);
  }

  #tryApply(projection: Projection, events: readonly ProjectedEvent[]): PoisonEvent | undefined {
    const own = events.filter((event) => projection.handles(event));
    if (own.length === 0) return undefined;
    this.#savepoint.run();
    try {
      projection.apply(own);
      this.#release.run();
      return undefined;
    } catch (error) {
      this.#parts.db.exec('ROLLBACK TO projection; RELEASE projection');
      projection.reset();
      if (error instanceof PoisonEvent) return error;
      throw error;
    }
  }
}

interface Readable {
  readonly events: readonly ProjectedEvent[];
  readonly poison: PoisonEvent | undefined;
}

/** The events before the first entry that is not even JSON, and that entry. */
function readable(entries: readonly JournalEntry[]): Readable {
  const events: ProjectedEvent[] = [];
  for (const entry of entries) {
    try {
      events.push(parsed(entry));
    } catch (error) {
      if (error instanceof PoisonEvent) return { events, poison: error };
      throw error;
    }
  }
  return { events, poison: undefined };
}

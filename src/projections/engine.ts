// The projection engine: one pull loop follows the journal. RxJS composes what happens to a batch and announces it after
// its commit; the next batch is asked for only then, so nothing piles up.
// Law: it never ends by itself. What fails is tried again, and a fault of one record is that record's alone (batches.ts).
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import { defer, map, type Observable, repeat, retry, Subject, type Subscription, share, takeWhile, timer } from 'rxjs';
import type { Journal, JournalEntry } from '../journal/journal.ts';
import { Batches, UnfitModels } from './batches.ts';
import type { Condition } from './condition.ts';
import { Freshness } from './freshness.ts';
import type { Projection } from './projection.ts';
import type { CommittedBatch, ModelsNews, ProjectionHealth, ProjectionState } from './readModels.ts';
import type { SetAside } from './setAside.ts';
import { Tie } from './tie.ts';

/** Events a batch: large enough that a commit is cheap, small enough that a request never waits long for one. */
const BATCH = 1_000;

export interface EngineParts {
  readonly db: DatabaseSync;
  readonly journal: Journal;
  readonly projections: readonly Projection[];
  readonly condition: Condition;
  readonly onNews: (news: ModelsNews) => void;
  /** Rows do not fit the history: only a build mends that. */
  readonly onUnfit: () => void;
}

export class ProjectionEngine {
  readonly committed: Observable<CommittedBatch>;
  readonly #parts: EngineParts;
  readonly #batches: Batches;
  readonly #tie: Tie;
  readonly #freshness = new Freshness();
  readonly #announced = new Subject<CommittedBatch>();
  readonly #stop = new AbortController();
  #loop: Subscription | undefined;

  constructor(parts: EngineParts) {
    this.#parts = parts;
    this.#batches = new Batches(parts.db, parts.projections, parts.journal);
    const file = parts.db.location() ?? '';
    this.#tie = new Tie({ file, journal: parts.journal, cursor: this.#batches.cursor });
    this.committed = this.#announced.pipe(share());
  }

  start(): void {
    this.#loop = defer(() => this.#pull())
      .pipe(
        takeWhile((batch) => batch.length > 0),
        map((batch) => this.#commit(batch)),
        retry({ delay: (error: unknown) => timer(this.#failed(error)) }),
        repeat(),
        takeWhile(() => !this.#stop.signal.aborted),
      )
      .subscribe((batch) => this.#announced.next(batch));
  }

  /** Law: what is stored is counted by the journal, so that a gap shows. */
  health(): readonly ProjectionHealth[] {
    const { journal, projections, condition } = this.#parts;
    const { sequence, projected } = this.#batches.cursor;
    const { fault } = condition;
    const shown = {
      state: this.#state(),
      cursor: sequence,
      stored: journal.head().sequence + 1,
      projected,
      ...(fault === undefined ? {} : { reason: fault.reason }),
    };
    return projections.map(({ name }) => ({ name, ...shown }));
  }

  /** The last sequence every projection has. */
  get cursor(): number {
    return this.#batches.cursor.sequence;
  }

  /** Why these models are not of the journal's history, in words; undefined where they are. */
  get divergence(): string | undefined {
    return this.#tie.broken;
  }

  get aside(): readonly SetAside[] {
    return this.#batches.aside;
  }

  /** At once: a batch is folded and committed within one turn of the event loop, so none is under way. */
  stop(): void {
    this.#stop.abort();
    this.#loop?.unsubscribe();
    this.#announced.complete();
  }

  #state(): ProjectionState {
    const { journal, condition } = this.#parts;
    if (condition.fault !== undefined) return condition.fault.isDamage ? 'failed' : 'stalled';
    return journal.complete && this.#freshness.isLive(this.cursor, journal.head().sequence) ? 'live' : 'catching-up';
  }

  /** The next batch, waiting for it; empty where the engine stops. */
  async #pull(): Promise<readonly JournalEntry[]> {
    const { journal, condition } = this.#parts;
    const after = this.cursor;
    const head = journal.head().sequence;
    this.#freshness.look(after, head);
    if (head > after) await yieldToOthers();
    else {
      condition.done('following');
      await journal.beyond(after, this.#stop.signal);
      this.#freshness.woke();
    }
    if (!this.#tie.holds) await ended(this.#stop.signal);
    return this.#stop.signal.aborted ? [] : journal.read(after, BATCH);
  }

  #commit(entries: readonly JournalEntry[]): CommittedBatch {
    const { condition, onNews } = this.#parts;
    const aside = this.#batches.write(entries);
    condition.done('following');
    for (const record of aside) onNews({ news: 'set-aside', record });
    return { from: entries[0]?.sequence ?? -1, to: entries.at(-1)?.sequence ?? -1 };
  }

  /** @returns after how long it is tried again, milliseconds */
  #failed(error: unknown): number {
    const { condition, onUnfit } = this.#parts;
    const wait = condition.failed('following', error);
    if (error instanceof UnfitModels) onUnfit();
    return wait;
  }
}

/** Models of another history are not written on: there is nothing to do until the process ends. */
function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

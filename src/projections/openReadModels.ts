// The read models of a node: the file in use, and beside it, while that is built anew, the one that will take its place.
// A ledger with a history and no models builds them; a rebuild never interrupts an answer.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { setImmediate, setTimeout } from 'node:timers/promises';
import { Subject, type Subscription } from 'rxjs';
import type { Journal } from '../journal/journal.ts';
import { DamagedFile } from '../support/damagedFile.ts';
import { lookBeside } from '../support/lookBeside.ts';
import { reason } from '../support/reason.ts';
import { buildModels, removeBuild } from './build/buildModels.ts';
import { isStillAside } from './build/foldStream.ts';
import { removeModels } from './build/olderModels.ts';
import { type FoldEvent, foldEvent } from './commitments/fold.ts';
import { Condition } from './condition.ts';
import { DamagedModels, ModelsFailed } from './damage.ts';
import { soInTime } from './inTime.ts';
import { type ModelsFile, openModelsFile } from './modelsFile.ts';
import { queriesInUse } from './queriesInUse.ts';
import type {
  AsideSummary,
  CommittedBatch,
  ModelsNews,
  ProjectionHealth,
  Queries,
  ReadModels,
  RebuildProgress,
} from './readModels.ts';
import { MODELS_FILE } from './schema.ts';
import { isDamage, isStorageFault } from './storageFault.ts';
import { QueryThreads, type QueryThreadsOptions } from './threads/queryThreads.ts';

export interface ReadModelsParts {
  readonly dataDir: string;
  readonly journal: Journal;
  /** milliseconds since 1970 */
  readonly clock: () => number;
  readonly onNews?: (news: ModelsNews) => void;
  /** How an event of a commitment is folded as it is followed; builds know the domain's own way alone. */
  readonly fold?: FoldEvent;
  readonly queryThreads?: QueryThreadsOptions;
  /** how long after the start the models are looked through, milliseconds */
  readonly lookAfter?: number;
}

/** Below so many events, following from the first one is as fast as a build. */
const BUILD_ABOVE = 2_000;
const NEXT_FILE = 'models.next.db';
/** So many of the records set aside are named where they are told of. */
const FIRST_FEW = 10;
/** How often a new file is looked at while it catches up, milliseconds. */
const CATCH_UP_LOOK = 5;
/** Bytes: what is larger takes longer than ten seconds to be looked through. */
const LOOKED_THROUGH = 2 ** 31;
/** After how long a build is tried again that failed for no fault of the storage and cannot be done without, milliseconds. */
const BUILT_LATER = 60_000;

/** Opens the models for writing and starts following the journal. The caller holds the writer's lock. @throws DataDirRefused */
export function openReadModels(parts: ReadModelsParts): ReadModels {
  removeBuild(parts.dataDir, NEXT_FILE);
  const models = new Models(parts);
  models.start();
  return models;
}

/** Throws the models away; the next start builds them again. The caller holds the writer's lock. */
export const removeReadModels = (dataDir: string): void => removeModels(dataDir, MODELS_FILE);

class Models implements ReadModels {
  readonly committed = new Subject<CommittedBatch>();
  readonly queries: Queries = queriesInUse({
    asked: (ask) => this.#asked(ask),
    lasting: (ask) => this.#lasting(ask),
  });
  readonly #parts: ReadModelsParts;
  readonly #threads: QueryThreads;
  readonly #onNews: (news: ModelsNews) => void;
  readonly #condition: Condition;
  readonly #stop = new AbortController();
  #file: ModelsFile;
  #announcing: Subscription;
  /** what is done once at a start */
  #atStart: Promise<void> = Promise.resolve();
  /** ends the look at the file that was there at the start */
  #looking: () => void = () => {};
  #rebuild: { readonly done: Promise<void>; progress: RebuildProgress } | undefined;

  constructor(parts: ReadModelsParts) {
    this.#parts = parts;
    this.#onNews = parts.onNews ?? (() => {});
    this.#condition = new Condition(this.#onNews, () => void this.#replaceDamaged());
    const { dataDir, journal, clock, queryThreads } = parts;
    this.#threads = new QueryThreads({ dataDir, journalFile: journal.file, clock }, queryThreads);
    this.#file = this.#open();
    this.#announcing = this.#file.committed.subscribe(this.#announce);
  }

  start(): void {
    if (this.#condition.damage !== undefined) return;
    if (this.#file.cursor >= 0) this.#lookThrough(this.#file);
    const isBuilt = this.#file.cursor >= 0 || this.#parts.journal.head().sequence < BUILD_ABOVE;
    if (isBuilt) this.#file.start();
    this.#atStart = isBuilt ? this.#bringBack() : this.#buildFirst();
  }

  startAnswering(): Promise<void> {
    return this.#threads.start();
  }

  ask: ReadModels['ask'] = (query, args, gone) => this.#askThreads(query, args, gone);

  health(): readonly ProjectionHealth[] {
    const rebuild = this.#rebuild?.progress;
    if (rebuild === undefined) return this.#file.health();
    const none = this.#file.cursor < 0 && this.#condition.damage === undefined;
    return this.#file.health().map((health) => ({ ...health, ...(none ? { state: 'rebuilding' } : {}), rebuild }));
  }

  divergence(): string | undefined {
    return this.#file.divergence;
  }

  setAside(): AsideSummary {
    const { aside } = this.#file;
    return { records: aside.length, first: aside.slice(0, FIRST_FEW) };
  }

  rebuild(): Promise<void> {
    if (this.#rebuild !== undefined) return this.#rebuild.done;
    const done = this.#build().finally(() => {
      this.#rebuild = undefined;
    });
    this.#rebuild = { done, progress: { projected: 0, stored: this.#parts.journal.head().sequence + 1 } };
    return done;
  }

  /** Whether every projection has a sequence, now or after a batch that is committed in time. */
  reached(sequence: number, timeout: number): Promise<boolean> {
    if (this.#file.cursor >= sequence) return Promise.resolve(true);
    if (this.#condition.fault !== undefined) return Promise.resolve(false);
    return soInTime(this.committed, () => this.#file.cursor >= sequence, timeout);
  }

  async close(): Promise<void> {
    this.#stop.abort();
    this.#looking();
    await this.#threads.close();
    await this.#rebuild?.done.catch(() => undefined);
    await this.#atStart;
    this.#announcing.unsubscribe();
    this.#file.close();
    this.committed.complete();
  }

  /** A query that takes turns with others: where the file was changed for a new one meanwhile, that is asked instead. */
  async #lasting<Result>(ask: (queries: Queries) => Promise<Result>): Promise<Result> {
    const file = this.#whole();
    try {
      return await ask(file.queries);
    } catch (error) {
      if (this.#file === file) throw this.#told(error, file);
      return this.#lasting(ask);
    }
  }

  #asked<Result>(ask: (queries: Queries) => Result): Result {
    const file = this.#whole();
    try {
      return ask(file.queries);
    } catch (error) {
      throw this.#told(error, file);
    }
  }

  async #askThreads<Name extends keyof Queries>(
    query: Name,
    args: Parameters<Queries[Name]>,
    gone?: AbortSignal,
  ): Promise<Awaited<ReturnType<Queries[Name]>>> {
    const file = this.#whole();
    return this.#threads.ask(query, args, gone).catch((error: unknown) => {
      throw this.#told(error, file);
    });
  }

  /** The file in use. @throws ModelsFailed where it is damaged */
  #whole(): ModelsFile {
    const { damage } = this.#condition;
    if (damage !== undefined) throw new ModelsFailed(damage.reason);
    return this.#file;
  }

  /** What a query threw, as whoever asked learns it. */
  #told(error: unknown, file: ModelsFile): unknown {
    if (error instanceof DamagedFile) return this.#parts.journal.damage?.notice(error) ?? error;
    if (!isDamage(error)) return error;
    this.#failed(file, error);
    return new ModelsFailed(reason(error), { cause: error });
  }

  /** Law: a file that is not in use any more does not make another one fail. */
  #failed(file: ModelsFile, error: unknown): void {
    if (this.#file === file) this.#condition.failed('reading', error);
  }

  readonly #announce = (batch: CommittedBatch) => this.committed.next(batch);

  /** A file that is damaged is thrown away: all that it held can be built again. @throws DataDirRefused */
  #open(): ModelsFile {
    const parts = {
      ...this.#parts,
      file: MODELS_FILE,
      condition: this.#condition,
      onNews: this.#onNews,
      onUnfit: () => void this.#builtAgain(),
    };
    try {
      return openModelsFile(parts);
    } catch (error) {
      if (!isDamage(error)) throw error;
      removeReadModels(this.#parts.dataDir);
      const empty = openModelsFile(parts);
      this.#condition.failed('reading', error);
      return empty;
    }
  }

  /** Law: an index that says another thing than its table makes a list wrong that looks right, and no text of it is damaged. */
  #lookThrough(file: ModelsFile): void {
    const path = join(this.#parts.dataDir, MODELS_FILE);
    const asked = { after: this.#parts.lookAfter, largest: LOOKED_THROUGH };
    this.#looking = lookBeside(path, (fault) => this.#failed(file, new DamagedModels(fault)), asked);
  }

  /** What is damaged is neither read nor written on; whoever found it is still within a query or a batch. */
  async #replaceDamaged(): Promise<void> {
    await setImmediate();
    if (this.#stop.signal.aborted || this.#condition.damage === undefined) return;
    this.#file.close();
    while (!(await this.#builtInTime()) && !this.#stop.signal.aborted) {
      await setTimeout(BUILT_LATER, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** A ledger that has a history and no models. Where they cannot be built, they are made by following, event by event. */
  async #buildFirst(): Promise<void> {
    if (!(await this.#builtInTime()) && !this.#stop.signal.aborted) this.#file.start();
  }

  /** Records that were set aside and can be folded now are brought back by building the models anew beside themselves. */
  async #bringBack(): Promise<void> {
    const { journal, clock, fold = foldEvent } = this.#parts;
    const { aside, cursor } = this.#file;
    for (const one of aside) {
      await setImmediate();
      if (this.#stop.signal.aborted) return;
      if (isStillAside(journal, one, cursor, { fold, now: clock() })) continue;
      this.#onNews({ news: 'bringing-back', record: one });
      await this.#builtInTime();
      return;
    }
    this.#tellAside();
  }

  #tellAside(): void {
    const aside = this.setAside();
    if (aside.records > 0) this.#onNews({ news: 'are-aside', aside });
  }

  /** Tries again while it is the storage that fails. @returns whether they were built */
  async #builtInTime(): Promise<boolean> {
    for (;;) {
      const fault = await this.#builtAgain();
      if (fault === undefined || this.#stop.signal.aborted) return fault === undefined;
      if (!isStorageFault(fault.error)) return false;
      // what a build finds damaged is not the file in use: it reads the journal, and writes a file of its own
      const wait = this.#condition.failed('building', new Error(reason(fault.error)));
      await setTimeout(wait, undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** @returns why not */
  async #builtAgain(): Promise<{ readonly error: unknown } | undefined> {
    try {
      await this.rebuild();
      return undefined;
    } catch (error) {
      const isTold = this.#stop.signal.aborted || isStorageFault(error);
      if (!isTold) this.#onNews({ news: 'not-built', reason: reason(error) });
      return { error };
    }
  }

  async #build(): Promise<void> {
    try {
      await buildModels({
        ...this.#parts,
        file: NEXT_FILE,
        signal: this.#stop.signal,
        onProgress: (projected, stored) => {
          if (this.#rebuild !== undefined) this.#rebuild.progress = { projected, stored };
        },
      });
      await this.#catchUp();
    } catch (error) {
      removeModels(this.#parts.dataDir, NEXT_FILE);
      throw error;
    }
    this.#swap();
  }

  /** What was recorded while the new file was built is followed there too, so that no answer goes back in time. */
  async #catchUp(): Promise<void> {
    const condition = new Condition();
    const next = openModelsFile({ ...this.#parts, file: NEXT_FILE, condition, onNews: () => {}, onUnfit: () => {} });
    try {
      next.start();
      while (next.cursor < this.#parts.journal.head().sequence) {
        await setTimeout(CATCH_UP_LOOK, undefined, { signal: this.#stop.signal });
        if (condition.fault !== undefined) throw condition.fault.error;
      }
    } finally {
      next.close();
    }
  }

  /** Law: between the old file and the new one no turn of the event loop passes, so no query meets neither. */
  #swap(): void {
    const { dataDir } = this.#parts;
    this.#announcing.unsubscribe();
    this.#looking();
    this.#file.close();
    try {
      removeModels(dataDir, MODELS_FILE);
      renameSync(join(dataDir, NEXT_FILE), join(dataDir, MODELS_FILE));
    } finally {
      this.#reopen();
    }
    this.#tellAside();
  }

  /** Where the file cannot be opened for now, it is tried again: until then there is nothing that could answer. */
  #reopen(): void {
    if (this.#stop.signal.aborted) return;
    try {
      this.#file = this.#open();
      this.#threads.renew();
    } catch (error) {
      globalThis.setTimeout(() => this.#reopen(), this.#condition.failed('building', error)).unref();
      return;
    }
    this.#condition.renewed();
    this.#announcing = this.#file.committed.subscribe(this.#announce);
    this.#file.start();
    const { cursor } = this.#file;
    this.#announce({ from: cursor, to: cursor });
  }
}

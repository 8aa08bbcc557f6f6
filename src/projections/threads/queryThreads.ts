// The query threads: lists, searches, counts and changes are answered beside the thread that serves, which never waits for
// them. Who waits has turns of our own (turns.ts), so that its time counts from its thread; Piscina keeps the threads.
// Law: a question has an end. It is answered, or refused when its time is over, or who asked has gone; its thread is free
// then, or is ended and another takes its place.
import { Piscina } from 'piscina';
import { threadFile } from '../../support/threadFile.ts';
import type { Queries } from '../readModels.ts';
import { answerIn, type QueryName, type QueryThreadOrder, type Question, type Reply } from './question.ts';
import { Turns } from './turns.ts';

export interface QueryThreadsOptions {
  /** how many; they are started with the first question */
  readonly threads?: number;
  /** within so long a question is answered, milliseconds */
  readonly deadline?: number;
  /** so many questions wait for a thread, at most */
  readonly queue?: number;
}

const DEFAULTS = { threads: 2, deadline: 5_000, queue: 200 } as const;

/** A question was not answered: it took too long, or too many others were asked. */
export class QueryRefused extends Error {
  readonly why: 'too-long' | 'too-many';
  constructor(why: QueryRefused['why'], message: string) {
    super(message);
    this.name = 'QueryRefused';
    this.why = why;
  }
}

/** Who asked has gone, or the threads are closed: nobody waits for the answer. */
export class NobodyWaits extends Error {
  constructor() {
    super('nobody waits for the answer any more');
    this.name = 'NobodyWaits';
  }
}

/** A thread whose asker has gone finishes what is short: to start another takes longer, milliseconds. */
const SHORT = 250;
/** Of a thread, megabytes. */
const HEAP = { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: 512 } as const;

interface Parts extends QueryThreadOrder {
  /** milliseconds since 1970 */
  readonly clock: () => number;
}

export class QueryThreads {
  readonly #parts: Parts;
  readonly #options: Required<QueryThreadsOptions>;
  readonly #closed = new AbortController();
  #pool: Pool | undefined;
  #ready: Promise<unknown> | undefined;
  readonly #turns: Turns;
  #file = 0;

  constructor(parts: Parts, options: QueryThreadsOptions = {}) {
    this.#parts = parts;
    this.#options = { ...DEFAULTS, ...options };
    this.#turns = new Turns(this.#options.threads);
  }

  /** Before the first question, so that it need not wait for a thread to start. */
  async start(): Promise<void> {
    if (!this.#closed.signal.aborted) await this.#started();
  }

  /**
   * Law: only a question that has a thread takes too long; one that gets none in time is one too many.
   * @param gone aborted where who asked has gone
   * @throws QueryRefused, NobodyWaits, and what the query throws
   */
  async ask<Name extends QueryName>(
    query: Name,
    args: Parameters<Queries[Name]>,
    gone?: AbortSignal,
  ): Promise<Awaited<ReturnType<Queries[Name]>>> {
    const { queue, deadline } = this.#options;
    if (this.#turns.waiting >= queue) throw new QueryRefused('too-many', `${queue} questions wait already`);
    const over = AbortSignal.any([this.#closed.signal, ...(gone === undefined ? [] : [gone])]);
    if (!(await this.#turns.take(AbortSignal.any([over, AbortSignal.timeout(deadline)])))) {
      if (over.aborted) throw new NobodyWaits();
      throw new QueryRefused('too-many', `no thread was free for it within ${deadline} ms`);
    }
    try {
      const pool = await this.#started();
      if (over.aborted) throw new NobodyWaits();
      return (await this.#answered(pool, { query, args }, gone)) as Awaited<ReturnType<Queries[Name]>>;
    } catch (error) {
      if (over.aborted) throw new NobodyWaits();
      throw error;
    } finally {
      this.#turns.give();
    }
  }

  /** The models' file was changed for a new one: what is asked from now on is asked of that. */
  renew(): void {
    this.#file++;
  }

  /** What is under way is answered to nobody. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#pool?.destroy();
  }

  /** Law: how long a question may take is counted from when a thread is there to answer it. */
  async #started(): Promise<Pool> {
    if (this.#closed.signal.aborted) throw new NobodyWaits();
    this.#pool ??= poolOf(this.#parts, this.#options.threads);
    this.#ready ??= this.#pool.run('ready').catch((error: unknown) => {
      // what kept a thread from starting may have passed when the next question comes
      this.#ready = undefined;
      throw error;
    });
    await this.#ready;
    return this.#pool;
  }

  async #answered(pool: Pool, asked: Pick<Question, 'query' | 'args'>, gone: AbortSignal | undefined) {
    const { deadline } = this.#options;
    const ended = new AbortController();
    const late = setTimeout(() => ended.abort(), deadline);
    const leaving = () => setTimeout(() => ended.abort(), SHORT).unref();
    gone?.addEventListener('abort', leaving, { once: true });
    try {
      const signal = AbortSignal.any([ended.signal, this.#closed.signal]);
      return answerIn(await pool.run({ ...asked, now: this.#parts.clock(), file: this.#file }, { signal }));
    } catch (error) {
      if (!ended.signal.aborted) throw error;
      throw new QueryRefused('too-long', `it is not answered within ${deadline} ms`);
    } finally {
      clearTimeout(late);
      gone?.removeEventListener('abort', leaving);
    }
  }
}

type Pool = Piscina<Question | 'ready', Reply>;

const poolOf = ({ clock, ...workerData }: Parts, threads: number): Pool =>
  new Piscina({
    filename: threadFile(new URL('./queryThread.ts', import.meta.url)).href,
    name: 'answer',
    workerData,
    minThreads: threads,
    maxThreads: threads,
    idleTimeout: Infinity,
    resourceLimits: HEAP,
    atomics: 'async',
  });

// The query threads: lists, searches, counts and changes are answered beside the thread that serves, which never waits for
// them. Piscina keeps the threads and the queue.
// Law: a question has an end. It is answered, or refused when its time is over, or who asked has gone; its thread is free
// then, or is ended and another takes its place.
import { Piscina } from 'piscina';
import { threadFile } from '../../support/threadFile.ts';
import type { Queries } from '../readModels.ts';
import { answerIn, type QueryName, type QueryThreadOrder, type Question, type Reply } from './question.ts';

export interface QueryThreadsOptions {
  /** how many, at most; each is started when it is first needed */
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
  readonly #clock: () => number;
  readonly #options: Required<QueryThreadsOptions>;
  readonly #pool: Piscina<Question, Reply>;
  readonly #closed = new AbortController();
  #file = 0;

  constructor({ clock, ...workerData }: Parts, options: QueryThreadsOptions = {}) {
    this.#clock = clock;
    this.#options = { ...DEFAULTS, ...options };
    const { threads, queue } = this.#options;
    this.#pool = new Piscina({
      filename: threadFile(new URL('./queryThread.ts', import.meta.url)).href,
      name: 'answer',
      workerData,
      minThreads: 0,
      maxThreads: threads,
      maxQueue: queue,
      idleTimeout: Infinity,
      resourceLimits: HEAP,
      atomics: 'async',
    });
  }

  /**
   * @param gone aborted where who asked has gone
   * @throws QueryRefused, NobodyWaits, and what the query throws
   */
  async ask<Name extends QueryName>(
    query: Name,
    args: Parameters<Queries[Name]>,
    gone?: AbortSignal,
  ): Promise<Awaited<ReturnType<Queries[Name]>>> {
    const ended = new AbortController();
    const { deadline, queue } = this.#options;
    const late = setTimeout(() => ended.abort(), deadline);
    const leaving = () => setTimeout(() => ended.abort(), SHORT).unref();
    gone?.addEventListener('abort', leaving, { once: true });
    try {
      if (gone?.aborted === true || this.#closed.signal.aborted) throw new NobodyWaits();
      if (this.#pool.queueSize >= queue) throw new QueryRefused('too-many', `${queue} questions wait already`);
      const question = { query, args, now: this.#clock(), file: this.#file };
      const signal = AbortSignal.any([ended.signal, this.#closed.signal]);
      return answerIn(await this.#pool.run(question, { signal })) as Awaited<ReturnType<Queries[Name]>>;
    } catch (error) {
      if (gone?.aborted === true || this.#closed.signal.aborted) throw new NobodyWaits();
      if (ended.signal.aborted) throw new QueryRefused('too-long', `it is not answered within ${deadline} ms`);
      throw error;
    } finally {
      clearTimeout(late);
      gone?.removeEventListener('abort', leaving);
    }
  }

  /** The models' file was changed for a new one: what is asked from now on is asked of that. */
  renew(): void {
    this.#file++;
  }

  /** What is under way is answered to nobody. */
  async close(): Promise<void> {
    this.#closed.abort();
    await this.#pool.destroy();
  }
}

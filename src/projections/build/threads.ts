// The threads of a build and what each is told. They work beside the one that serves, which only hears how far they are.
import { type MessagePort, type ResourceLimits, Worker } from 'node:worker_threads';
import { threadFile } from '../../support/threadFile.ts';
import type { FoldAsked } from './foldedBatches.ts';

export interface FoldOrder extends FoldAsked {
  readonly journalFile: string;
  /** to the thread that writes */
  readonly port: MessagePort;
}

interface Written {
  readonly dataDir: string;
  /** within DATA_DIR */
  readonly file: string;
  /** within DATA_DIR: where moves are put aside */
  readonly movesFile: string;
}

export interface WriteOrder extends Written {
  /** the last one built */
  readonly sequence: number;
  /** of the entries up to it */
  readonly root: Uint8Array;
  /** within DATA_DIR: where parts of bodies are put aside */
  readonly partsFile: string;
  /** to the threads that fold */
  readonly ports: readonly MessagePort[];
  /** to the threads that count: each is told when all moves are there, and tells its file when it is done */
  readonly counted: readonly MessagePort[];
}

/** What is counted is summed up in two orders, each by a thread of its own. */
export const COUNTERS = ['inTime', 'recorded'] as const;

export interface CountOrder extends Written {
  readonly counter: (typeof COUNTERS)[number];
  /** to the thread that writes */
  readonly port: MessagePort;
}

/** Most threads need a tenth of it: one record of many acts has all its versions in one batch. */
const LARGEST = 2_048;

/**
 * Of each thread, megabytes: left to itself a heap grows to several times what a batch needs before it is cleared. The one that
 * writes keeps nothing of a batch, and those that count little: a heap for what is young pays where streams are folded.
 */
const HEAPS = {
  folding: { maxYoungGenerationSizeMb: 16, maxOldGenerationSizeMb: LARGEST },
  writing: { maxYoungGenerationSizeMb: 4, maxOldGenerationSizeMb: LARGEST },
} as const;

export const folding = (order: FoldOrder): Worker =>
  thread(new URL('./foldThread.ts', import.meta.url), order, [order.port], HEAPS.folding);
export const writing = (order: WriteOrder): Worker =>
  thread(new URL('./writeThread.ts', import.meta.url), order, [...order.ports, ...order.counted], HEAPS.writing);
export const counting = (order: CountOrder): Worker =>
  thread(new URL('./countThread.ts', import.meta.url), order, [order.port], HEAPS.writing);

const thread = (
  source: URL,
  order: FoldOrder | Written,
  ports: readonly MessagePort[],
  resourceLimits: ResourceLimits,
): Worker =>
  new Worker(threadFile(source), {
    workerData: order,
    transferList: [...ports],
    resourceLimits,
  });

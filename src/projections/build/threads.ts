// The two threads of a build and what each is told. Both work beside the one that serves, which only hears how far they are.
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type MessagePort, Worker } from 'node:worker_threads';

export interface FoldOrder {
  readonly journalFile: string;
  /** the last one to fold */
  readonly sequence: number;
  /** milliseconds since 1970 */
  readonly now: number;
  /** to the thread that writes */
  readonly port: MessagePort;
}

export interface WriteOrder {
  readonly dataDir: string;
  /** within DATA_DIR */
  readonly file: string;
  readonly sequence: number;
  /** to the thread that folds */
  readonly port: MessagePort;
}

export const folding = (order: FoldOrder): Worker => thread(new URL('./foldThread.ts', import.meta.url), order);
export const writing = (order: WriteOrder): Worker => thread(new URL('./writeThread.ts', import.meta.url), order);

/** Sources in the repository, JavaScript where it is built. */
const ENDING = extname(fileURLToPath(import.meta.url));

const thread = (source: URL, order: FoldOrder | WriteOrder): Worker =>
  new Worker(new URL(source.href.replace(/\.ts$/, ENDING)), { workerData: order, transferList: [order.port] });

// Builds the models from nothing, stream after stream, into a file beside the one in use: far faster than event after
// event, since each commitment is folded once and each index sorted once, by threads beside the one that serves.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { MessageChannel, type MessagePort } from 'node:worker_threads';
import type { Journal } from '../../journal/journal.ts';
import { removeModels } from './olderModels.ts';
import { COUNTERS, WRITERS, type Writer } from './rowBatch.ts';
import { counting, folding, writing } from './threads.ts';

export interface BuildParts {
  readonly dataDir: string;
  /** within DATA_DIR; whatever is there is thrown away */
  readonly file: string;
  readonly journal: Pick<Journal, 'head' | 'file'>;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (projected: number, stored: number) => void;
}

/** Threads that fold: to fold is four times the work of writing, and each has a heap of its own. */
const FOLDING = Math.min(2, availableParallelism());

/**
 * Builds up to what the journal holds when it starts. The file is complete and durable when it resolves.
 * @throws Error at a poison event: following, event after event, is what shows where it stands; AbortError where it is told to end
 */
export async function buildModels({ dataDir, file, journal, clock, signal, onProgress }: BuildParts): Promise<void> {
  const countFiles = COUNTERS.map((counter) => ({ counter, file: `${file}.${counter}` }));
  const partsFile = `${file}.parts`;
  const removeAside = () => {
    for (const aside of [partsFile, ...countFiles.map((counts) => counts.file)]) removeModels(dataDir, aside);
  };
  removeModels(dataDir, file);
  removeAside();
  signal.throwIfAborted();
  const { sequence } = journal.head();
  const now = clock();
  const readers = Array.from({ length: FOLDING }, channels);
  const to = (writer: Writer) => readers.map(({ taking }) => taking[writer]);
  const counts = countFiles.map(({ counter, file }) => {
    const { port1, port2 } = new MessageChannel();
    return { counted: port1, thread: counting({ dataDir, file, counter, ports: to(counter), counted: port2 }) };
  });
  const write = writing({
    dataDir,
    file,
    partsFile,
    sequence,
    ports: to('rows'),
    counted: counts.map(({ counted }) => counted),
  });
  const folds = readers.map(({ handing }, reader) =>
    folding({ journalFile: journal.file, sequence, now, share: { reader, readers: FOLDING }, ports: handing }),
  );
  const threads = [write, ...counts.map(({ thread }) => thread), ...folds];
  write.on('message', (projected: number) => onProgress?.(projected, sequence + 1));
  try {
    await Promise.all(threads.map((thread) => once(thread, 'exit', { signal })));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
    removeAside();
  }
}

/** From one thread that folds to each that writes. */
function channels() {
  const all = WRITERS.map((writer) => [writer, new MessageChannel()] as const);
  const ports = (which: 'port1' | 'port2') =>
    Object.fromEntries(all.map(([writer, channel]) => [writer, channel[which]])) as Record<Writer, MessagePort>;
  return { taking: ports('port1'), handing: ports('port2') };
}

// Builds the models from nothing, stream after stream, into a file beside the one in use: far faster than event after
// event, since each commitment is folded once and each index sorted once, by threads beside the one that serves.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import type { Journal } from '../../journal/journal.ts';
import { removeModels } from './olderModels.ts';
import { COUNTERS, counting, folding, writing } from './threads.ts';

export interface BuildParts {
  readonly dataDir: string;
  /** within DATA_DIR; whatever is there is thrown away */
  readonly file: string;
  readonly journal: Pick<Journal, 'head' | 'file' | 'rootAt'>;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (projected: number, stored: number) => void;
}

/** Threads that fold: to fold is four times the work of writing, and each has a heap of its own. */
const FOLDING = Math.min(2, availableParallelism());

/** The files that a build puts rows aside in. */
const asideOf = (file: string) => ({
  partsFile: `${file}.parts`,
  movesFile: `${file}.moves`,
  countFiles: COUNTERS.map((counter) => ({ counter, file: `${file}.${counter}` })),
});

/** What a build left that did not come to its end. */
export function removeBuild(dataDir: string, file: string): void {
  const { partsFile, movesFile, countFiles } = asideOf(file);
  for (const left of [file, partsFile, movesFile, ...countFiles.map((counts) => counts.file)]) {
    removeModels(dataDir, left);
  }
}

/**
 * Builds up to what the journal holds when it starts. The file is complete and durable when it resolves.
 * @throws Error where the storage or a thread fails; AbortError where it is told to end
 */
export async function buildModels({ dataDir, file, journal, clock, signal, onProgress }: BuildParts): Promise<void> {
  const { partsFile, movesFile, countFiles } = asideOf(file);
  const removeAside = () => {
    for (const aside of [partsFile, movesFile, ...countFiles.map((counts) => counts.file)])
      removeModels(dataDir, aside);
  };
  removeBuild(dataDir, file);
  signal.throwIfAborted();
  const { sequence } = journal.head();
  const root = journal.rootAt(sequence + 1);
  const now = clock();
  const folds = Array.from({ length: FOLDING }, (_, reader) => {
    const { port1: taking, port2: port } = new MessageChannel();
    const share = { reader, readers: FOLDING };
    return { taking, thread: folding({ journalFile: journal.file, sequence, now, share, port }) };
  });
  const counts = countFiles.map(({ counter, file }) => {
    const { port1: counted, port2: port } = new MessageChannel();
    return { counted, thread: counting({ dataDir, file, movesFile, counter, port }) };
  });
  const ports = folds.map(({ taking }) => taking);
  const counted = counts.map((count) => count.counted);
  const write = writing({ dataDir, file, movesFile, partsFile, sequence, root, ports, counted });
  const threads = [write, ...[...counts, ...folds].map(({ thread }) => thread)];
  write.on('message', (projected: number) => onProgress?.(projected, sequence + 1));
  try {
    await Promise.all(threads.map((thread) => once(thread, 'exit', { signal })));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
    removeAside();
  }
}

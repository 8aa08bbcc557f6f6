// Builds the models from nothing, stream after stream, into a file beside the one in use: far faster than event after
// event, since each commitment is folded once and each index sorted once, by threads beside the one that serves.
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { MessageChannel } from 'node:worker_threads';
import type { Journal } from '../../journal/journal.ts';
import { removeModels } from './olderModels.ts';
import { folding, writing } from './threads.ts';

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
  removeModels(dataDir, file);
  signal.throwIfAborted();
  const { sequence } = journal.head();
  const now = clock();
  const channels = Array.from({ length: FOLDING }, () => new MessageChannel());
  const write = writing({ dataDir, file, sequence, ports: channels.map(({ port1 }) => port1) });
  const folds = channels.map(({ port2: port }, reader) =>
    folding({ journalFile: journal.file, sequence, now, share: { reader, readers: FOLDING }, port }),
  );
  const threads = [write, ...folds];
  write.on('message', (projected: number) => onProgress?.(projected, sequence + 1));
  try {
    await Promise.all(threads.map((thread) => once(thread, 'exit', { signal })));
  } finally {
    await Promise.all(threads.map((thread) => thread.terminate()));
  }
}

// Looks through a database by a thread of its own, read only, beside the process that uses it: what is damaged where nobody
// reads, or in an index, where a read would not notice.
import { statSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { threadFile } from './threadFile.ts';

/** Milliseconds: a start has other things to do. */
const AFTER = 10_000;

export interface LookAsked {
  /** milliseconds from now */
  readonly after?: number | undefined;
  /** bytes: a file that is larger is not looked through */
  readonly largest?: number;
}

/** @param onFault told what is wrong with it, where anything is. @returns what ends it */
export function lookBeside(
  path: string,
  onFault: (fault: string) => void,
  { after = AFTER, largest = Infinity }: LookAsked = {},
): () => void {
  if (statSync(path).size > largest) return () => {};
  let thread: Worker | undefined;
  const look = () => {
    thread = new Worker(threadFile(new URL('./lookThread.ts', import.meta.url)), { workerData: path });
    thread.on('message', (fault: string | undefined) => {
      if (fault !== undefined) onFault(fault);
    });
    // where it cannot be looked through for now, what is damaged of it is noticed where it is read
    thread.on('error', () => undefined);
    thread.unref();
  };
  const timer = setTimeout(look, after);
  timer.unref();
  return () => {
    clearTimeout(timer);
    void thread?.terminate();
  };
}

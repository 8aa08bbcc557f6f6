// Another process, for what only another process shows: locks, and death.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Child {
  readonly process: ChildProcess;
  /** what it wrote, line by line */
  readonly lines: AsyncIterator<string>;
  /** kill -9, and wait until it is gone */
  readonly kill: () => Promise<void>;
}

export interface Limits {
  /** no file may grow beyond so many KiB: a disk that is full, for this process alone */
  readonly largestFile: number;
}

/** Starts a script, given by its URL; it is killed where the test ends before it does. */
export function startChild(script: string, ...args: readonly (string | Limits)[]): Child {
  const path = fileURLToPath(script);
  const limits = args.flatMap((arg) => (typeof arg === 'string' ? [] : [`ulimit -f ${arg.largestFile};`])).join('');
  const words = args.filter((arg) => typeof arg === 'string');
  const command = [process.execPath, '--disable-warning=ExperimentalWarning', path, ...words];
  const child = spawn('bash', ['-c', `${limits} exec "$0" "$@"`, ...command], { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'close');
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  return { process: child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator](), kill };
}

/** The next line it writes; undefined where it ended. */
export async function nextLine({ lines }: Child): Promise<string | undefined> {
  const { value, done } = await lines.next();
  return done ? undefined : value;
}

/** What it still wrote before it ended. */
export async function remainingLines({ lines }: Child): Promise<string[]> {
  const rest: string[] = [];
  for (let line = await lines.next(); !line.done; line = await lines.next()) rest.push(line.value);
  return rest;
}

// The program as users run it: a process of its own, ended with the test that started it.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { resolve } from 'node:path';
import { onTestFinished } from 'vitest';

const MAIN = resolve(import.meta.dirname, '../../src/main.ts');

export interface Program {
  readonly child: ChildProcess;
  /** what it has printed so far, both streams */
  output(): string;
  /** Resolves with the first match of what it prints. Rejects where it ends before, with what it printed. */
  printed(pattern: RegExp): Promise<RegExpExecArray>;
  /** Resolves with the exit code; null where a signal ended it. */
  readonly ended: Promise<number | null>;
}

/** On the embedded store, unless `env` names a server: what a test says does not depend on where it runs. */
export function run(args: readonly string[], env: Readonly<Record<string, string>>): Program {
  const child = spawn(process.execPath, [MAIN, ...args], {
    env: { ...process.env, EVENTSTORE_URL: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  const listeners = new Set<() => void>();
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      for (const listener of listeners) listener();
    });
  }
  const ended = once(child, 'close').then(([code]) => code as number | null);
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  const printed = (pattern: RegExp) =>
    new Promise<RegExpExecArray>((fulfil, reject) => {
      const look = () => {
        const match = pattern.exec(output);
        if (match === null) return;
        listeners.delete(look);
        fulfil(match);
      };
      listeners.add(look);
      look();
      ended.then(() => reject(new Error(`it ended before it printed ${pattern}:\n${output}`)));
    });
  return { child, output: () => output, printed, ended };
}

/** A node that serves, and its address. */
export async function serving(
  env: Readonly<Record<string, string>>,
  command = 'serve',
): Promise<Program & { readonly url: string }> {
  const program = run([command], { PORT: '0', ...env });
  const [, url = ''] = await program.printed(/"url":"([^"]+)"/);
  return { ...program, url };
}

/** Waits until a node says that it is ready. */
export async function ready(url: string, patience = 30_000): Promise<void> {
  for (const until = Date.now() + patience; ; ) {
    const answer = await fetch(`${url}/readyz`);
    if (answer.ok) return;
    if (Date.now() > until) throw new Error(`not ready in time: ${await answer.text()}`);
    await new Promise((wait) => setTimeout(wait, 50));
  }
}

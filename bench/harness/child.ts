// Runs a side in a process of its own: the parent says when, the child measures and answers.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measured, Side } from './side.ts';

const ENTRY = fileURLToPath(new URL('./childMain.ts', import.meta.url));

/** What a child says: that it is open (with what its `open` told), a round's measurement, or why it failed. */
export type Word =
  | { readonly open: true; readonly told: unknown }
  | { readonly measured: Measured }
  | { readonly closed: true }
  | { readonly failed: string };
export type Order = 'run' | 'close';

/** @param name of a module of bench/sides/, without its ending */
export async function openSide(name: string, args: object): Promise<Side> {
  const child = fork(ENTRY, [name, JSON.stringify(args)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<Word>((resolve) => {
    child.once('exit', (code, signal) => resolve({ failed: `its process ended (${signal ?? code})` }));
  });
  const next = async (): Promise<Exclude<Word, { failed: string }>> => {
    const said = new Promise<Word>((resolve) => child.once('message', (word) => resolve(word as Word)));
    const word = await Promise.race([said, ended]);
    if ('failed' in word) throw new Error(`${name}: ${word.failed}`);
    return word;
  };
  const ask = async (order: Order) => {
    const answer = next();
    child.send(order);
    return answer;
  };
  const opened = await next();
  return {
    told: 'open' in opened ? opened.told : undefined,
    async run() {
      const word = await ask('run');
      if ('measured' in word) return word.measured;
      throw new Error(`${name} did not answer with a measurement`);
    },
    async close() {
      await ask('close');
      child.disconnect();
      await ended;
    },
  };
}

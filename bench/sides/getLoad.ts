// Loads a server with GETs from a process of its own, each connection sending its next when it has its answer.
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { Measured } from '../harness/side.ts';
import type { Asked } from './getClient.ts';

const CLIENT = fileURLToPath(new URL('./getClient.ts', import.meta.url));

/** What the client measured, with the CPU of this process, which serves. */
export async function underGets(asked: Asked): Promise<Measured> {
  const client = fork(CLIENT, [], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<never>((_, reject) => {
    client.once('exit', (code) => reject(new Error(`the client ended (${code})`)));
  });
  const cpu = new Promise<NodeJS.CpuUsage>((resolve) => {
    client.once('message', () => resolve(process.cpuUsage()));
  });
  client.send(asked);
  const before = await Promise.race([cpu, ended]);
  const answer = new Promise<Measured>((resolve) => {
    client.once('message', (message) => resolve(message as Measured));
  });
  client.send('go');
  const told = await Promise.race([answer, ended]);
  const { user, system } = process.cpuUsage(before);
  return { ...told, cpuSeconds: (user + system) / 1_000_000 };
}

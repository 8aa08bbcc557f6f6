// The server that EVENTSTORE_URL names, stopped, started, copied and restored by a program of whoever runs the tests:
// SERVER_CONTROL names it. It takes `start`, `stop`, `wipe`, `backup NAME` and `restore NAME`, and ends when that is done.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const CONTROL = process.env.SERVER_CONTROL;

export const hasControl: boolean = process.env.EVENTSTORE_URL !== undefined && CONTROL !== undefined;

export async function server(...what: readonly string[]): Promise<void> {
  if (CONTROL === undefined) throw new Error('SERVER_CONTROL is not set');
  await promisify(execFile)(CONTROL, [...what]);
}

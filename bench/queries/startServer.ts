// Starts `concordat serve` on a folder as an operator would, waits until it is ready, and stops it again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { peakMemory } from '../sides/peakMemory.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
const LOOK_EVERY = 10;

export interface Started {
  readonly seconds: number;
  /** the most memory resident until then, bytes */
  readonly peak: number;
}

/** @throws Error where the process ends before it is ready */
export async function startServer({ dataDir }: { readonly dataDir: string }): Promise<Started> {
  const begun = performance.now();
  const env = { ...process.env, DATA_DIR: dataDir, PORT: '0', HOST: '127.0.0.1', LOG_LEVEL: 'info' };
  const server = spawn(process.execPath, [MAIN, 'serve'], { env, stdio: ['ignore', 'pipe', 'inherit'] });
  const exit = once(server, 'exit');
  let said = '';
  server.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  while (!(await isReady(said))) {
    if (server.exitCode !== null) throw new Error(`the server ended: ${said}`);
    await setTimeout(LOOK_EVERY);
  }
  const started = { seconds: (performance.now() - begun) / 1_000, peak: peakMemory(server.pid ?? 0) };
  server.kill('SIGTERM');
  await exit;
  return started;
}

async function isReady(said: string): Promise<boolean> {
  const [, url] = /"message":"serving","url":"([^"]+)"/.exec(said) ?? [];
  return url !== undefined && (await fetch(`${url}/readyz`)).ok;
}

// A rebuild at a running server: asked for, and watched until it ends. The server goes on answering meanwhile.
import { setTimeout } from 'node:timers/promises';
import { Failed } from './failure.ts';
import { authorization, baseOf, type Env, problemOf, unreachable } from './http.ts';
import type { Progress } from './progress.ts';

interface Told {
  readonly state: 'none' | 'running' | 'done' | 'failed';
  readonly projected?: number;
  readonly stored?: number;
  readonly reason?: string;
}

const LOOK_EVERY = 200;

/** @throws Failed where the server refuses it or it fails; UsageError where `url` is no address */
export async function rebuildAt(url: string, env: Env, progress: Progress): Promise<void> {
  const base = baseOf(url);
  let told = await asked(base, 'PUT', env);
  while (told.state === 'running') {
    if (told.stored !== undefined) progress.at(told.projected ?? 0, told.stored, 'of the history projected');
    await setTimeout(LOOK_EVERY);
    told = await asked(base, 'GET', env);
  }
  if (told.state === 'done') return;
  const why = told.reason ?? 'it was started anew meanwhile, and knows of no rebuild';
  throw new Failed(`the server's models in use stay as they are: ${why}`);
}

async function asked(base: string, method: 'PUT' | 'GET', env: Env): Promise<Told> {
  const response = await fetch(`${base}/v1/rebuild`, { method, headers: authorization(env) }).catch((error) => {
    throw unreachable(base, error);
  });
  if (response.ok) return (await response.json()) as Told;
  const { code, detail } = await problemOf(response);
  throw new Failed(`the server refuses (${code}): ${detail}`);
}

// The API over a node that a test opened itself, asked over HTTP.
import { createApp } from '../../src/api/app.ts';
import { createLogger } from '../../src/api/log.ts';
import { serve } from '../../src/api/serve.ts';
import type { TestNode } from '../support/node.ts';

export interface Answered {
  readonly status: number;
  readonly body: string;
  /** its Link header; empty where it has none */
  readonly link: string;
}
export type Asking = (address: string) => Promise<Answered>;

export async function listening({ engine, journal, readModels, ledger }: TestNode) {
  const log = createLogger('silent');
  const app = createApp({
    ledger,
    journal,
    readModels,
    storeHealth: () => engine.health(),
    apiKeys: undefined,
    log,
  });
  const serving = await serve(app, { host: '127.0.0.1', port: 0 });
  const get: Asking = async (address) => {
    const answer = await fetch(serving.url + address);
    return { status: answer.status, body: await answer.text(), link: answer.headers.get('Link') ?? '' };
  };
  return { get, close: () => serving.close() };
}

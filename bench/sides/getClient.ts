// The process of one round's client.
import { once } from 'node:events';
import { converse, percentiles } from './converse.ts';

export interface Asked {
  readonly url: string;
  /** asked for in turn, over and over */
  readonly paths: readonly string[];
  readonly connections: number;
  /** over all connections */
  readonly requests: number;
}

const [asked] = (await once(process, 'message')) as [Asked];
const { url, paths, connections, requests } = asked;
const { port, host } = new URL(url);
const each = Math.ceil(requests / connections);
const request = (number: number): Buffer =>
  Buffer.from(`GET ${paths[number % paths.length]} HTTP/1.1\r\nHost: ${host}\r\n\r\n`);
const prepared = Array.from({ length: connections }, (_, connection) =>
  Array.from({ length: each }, (_, number) => request(number * connections + connection)),
);
process.send?.('ready');
await once(process, 'message');
const times: number[] = [];
const start = performance.now();
await Promise.all(prepared.map((mine) => converse(Number(port), mine, times)));
const seconds = (performance.now() - start) / 1_000;
process.send?.({ units: times.length, seconds, cpuSeconds: 0, ...percentiles(times) });
process.disconnect?.();

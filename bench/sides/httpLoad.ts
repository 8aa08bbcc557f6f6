// The client of a server bench: so many connections kept alive, each sending its next command when it has its answer.
// It speaks plain HTTP/1.1 over sockets and parses no more than it must, so that it costs less than the server.
import { randomUUID } from 'node:crypto';
import type { Measured } from '../harness/side.ts';
import { converse, percentiles } from './converse.ts';

export interface Load {
  readonly port: number;
  readonly connections: number;
  /** over all connections */
  readonly requests: number;
}

const CITED = { citations: [{ source: 'bench-source', as: 'own', locator: 'section 4' }], effectiveAt: '2025-06-25' };
const PARTIES = ['KR', 'NATO'].map((code) => ({ code, role: 'committer' }));

/** A commitment's beginnings: opened, agreed, under way, and what a source says of it. */
const LIFE: readonly ((commitment: string) => readonly [string, object])[] = [
  (commitment) => [
    'DiscussCooperation',
    { commitment, ...CITED, title: 'Cooperation on supply chains', parties: PARTIES, areas: ['supply-chains'] },
  ],
  (commitment) => ['AgreeCooperation', { commitment, ...CITED, parties: ['KR', 'NATO'] }],
  (commitment) => ['ReportDelivery', { commitment, ...CITED, reporter: 'KR', level: 'in_progress' }],
  (commitment) => ['AssertTerm', { commitment, ...CITED, term: 'level', value: 'director-general' }],
];

const request = (name: string, payload: object): Buffer => {
  const body = JSON.stringify(payload);
  return Buffer.from(
    `POST /v1/commands/${name} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n` +
      `Idempotency-Key: "${randomUUID()}"\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
};

/** What one connection sends: commitment after commitment. */
function requestsOf(count: number): Buffer[] {
  const requests: Buffer[] = [];
  while (requests.length < count) {
    const commitment = randomUUID();
    requests.push(...LIFE.map((step) => request(...step(commitment))));
  }
  return requests.slice(0, count);
}

/** @throws Error at the first answer that is not 200 or 201 */
export async function load({ port, connections, requests }: Load): Promise<Measured> {
  const perConnection = Math.ceil(requests / connections);
  const prepared = Array.from({ length: connections }, () => requestsOf(perConnection));
  const times: number[] = [];
  const cpu = process.cpuUsage();
  const start = performance.now();
  await Promise.all(prepared.map((mine) => converse(port, mine, times)));
  const seconds = (performance.now() - start) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  return { units: times.length, seconds, cpuSeconds: (user + system) / 1_000_000, ...percentiles(times) };
}

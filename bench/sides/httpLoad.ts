// The client of a server bench: so many connections kept alive, each sending its next command when it has its answer.
// It speaks plain HTTP/1.1 over sockets and parses no more than it must, so that it costs less than the server.
import { randomUUID } from 'node:crypto';
import { connect, type Socket } from 'node:net';
import type { Measured } from '../harness/side.ts';

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
  times.sort((a, b) => a - b);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? 0;
  return { units: times.length, seconds, cpuSeconds: (user + system) / 1_000_000, p50: at(0.5), p99: at(0.99) };
}

function converse(port: number, requests: readonly Buffer[], times: number[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket: Socket = connect({ port, host: '127.0.0.1', noDelay: true });
    let next = 0;
    let sent = 0;
    let received = '';
    const send = () => {
      const message = requests[next++];
      if (message === undefined) {
        socket.end();
        resolve();
        return;
      }
      sent = performance.now();
      socket.write(message);
    };
    socket.setEncoding('latin1');
    socket.once('connect', send);
    socket.once('error', reject);
    socket.on('data', (text: string) => {
      received += text;
      const length = answerLength(received);
      if (length === undefined || received.length < length) return;
      const status = received.slice(9, 12);
      if (status !== '201' && status !== '200')
        return reject(new Error(`the server answered: ${received.slice(0, 800)}`));
      received = received.slice(length);
      times.push(performance.now() - sent);
      send();
    });
  });
}

/** Of head and body together; undefined while the head is not whole. */
function answerLength(received: string): number | undefined {
  const end = received.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const length = /\r\ncontent-length: *(\d+)/i.exec(received.slice(0, end + 2))?.[1];
  return end + 4 + Number(length ?? 0);
}

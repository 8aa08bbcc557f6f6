// Doors: what one client's connections may cost. Whoever asks and does not read is let go, and everybody else is answered.
import { once } from 'node:events';
import type { RequestListener } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { type ServeOptions, serve } from '../../src/api/serve.ts';
import { COMMITMENT, withCommitment } from './node.ts';
import { open, raw, requestOf, statusOf } from './raw.ts';

/** More than the system keeps for a connection by itself. */
const LARGE = 16 * 1024 * 1024;

async function serving(app: RequestListener, options: Partial<ServeOptions> = {}) {
  const node = await serve(app, { host: '127.0.0.1', port: 0, grace: 500, ...options });
  onTestFinished(() => node.close());
  return node;
}

/** Answers of any size, counted as they are begun. */
async function large(limits: ServeOptions['limits'] = {}, size = LARGE) {
  const begun: string[] = [];
  const node = await serving(
    (req, res) => {
      begun.push(req.url ?? '');
      const body = Buffer.alloc(req.url === '/small' ? 5 : size, 'a');
      res.writeHead(200, { 'Content-Length': body.length }).end(body);
    },
    { limits },
  );
  const small = async () => (await (await fetch(`${node.url}/small`)).text()) === 'aaaaa';
  return { ...node, begun, small };
}

const ask = (path: string): string => `GET ${path} HTTP/1.1\r\nHost: localhost\r\n\r\n`;

/** Asks and reads nothing. */
function deaf(url: string, text: string): Socket {
  const socket = open(url).pause();
  socket.on('error', () => {});
  socket.write(text);
  onTestFinished(() => void socket.destroy());
  return socket;
}

/** How much was still to be had of a connection when it is read at last, up to its end. */
async function rest(socket: Socket): Promise<number> {
  let bytes = 0;
  socket.on('data', (chunk) => {
    bytes += chunk.length;
  });
  socket.resume();
  if (!socket.closed) await once(socket, 'close');
  return bytes;
}

const held = (): number => process.memoryUsage().external + process.memoryUsage().heapUsed;

describe('requests sent without waiting for answers', () => {
  it('are answered in their order, however many', async () => {
    const { url } = await withCommitment();
    const paths = ['/healthz', `/v1/commitments/${COMMITMENT}`, '/nowhere', '/v1/parties/KR'];
    const asked = Array.from({ length: 800 }, (_, i) => ask(paths[i % paths.length] as string)).join('');
    const answers = await raw(url, asked + requestOf('GET /problems', 'Host: localhost'));
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status);
    expect(statuses).toEqual([...Array.from({ length: 800 }, (_, i) => (i % 4 === 2 ? '404' : '200')), '200']);
  });

  it('are begun one at a time, once the answer before has left', async () => {
    const { url, begun } = await large();
    const client = deaf(url, ask('/large').repeat(10));
    await delay(300);
    expect(begun).toHaveLength(1);
    client.resume();
    await expect.poll(() => begun.length, { timeout: 40_000 }).toBe(10);
  });

  it('with bodies are answered in their order as well', async () => {
    const node = await serving((req, res) => {
      let body = '';
      req.on('data', (chunk) => {
        body += chunk;
      });
      req.on('end', () => res.end(`<${body.length}${body.at(-1)}>`));
    });
    const post = (body: string) =>
      `POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    const asked = Array.from({ length: 8 }, (_, i) => post(String(i).repeat(100_000 + i))).join('');
    const answers = await raw(node.url, `${asked}${requestOf('POST /', 'Host: localhost', 'Content-Length: 1')}x`);
    expect(answers.match(/<\w+>/g)).toEqual([...Array.from({ length: 8 }, (_, i) => `<${100_000 + i}${i}>`), '<1x>']);
  });

  it('behind which something is no HTTP are answered, and then that', async () => {
    const { url } = await withCommitment();
    const answers = await raw(url, `${ask('/healthz')}${ask(`/v1/commitments/${COMMITMENT}`)}nonsense\r\n\r\n`);
    const statuses = [...answers.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status);
    expect(statuses).toEqual(['200', '200', '400']);
  });

  it('are answered, all that have come, by a node that is told to stop', async () => {
    let release = () => {};
    const first = new Promise<void>((resolve) => {
      release = resolve;
    });
    const node = await serving((_req, res) => void first.then(() => res.end('done')), { grace: 5_000 });
    const answers = raw(node.url, ask('/').repeat(5));
    await delay(100);
    const closed = node.close();
    release();
    expect((await answers).match(/done/g)).toHaveLength(5);
    await closed;
  });
});

describe('a client that asks and reads nothing', () => {
  it('800 times for a large answer costs one answer, holds up nobody, and is closed', { timeout: 30_000 }, async () => {
    const { url, begun, small } = await large({ drain: 1_000, pace: LARGE / 500 });
    expect(await small()).toBe(true);
    const before = held();
    const client = deaf(url, ask('/large').repeat(800));
    await delay(300);
    expect(held() - before).toBeLessThan(4 * LARGE);
    expect(await small()).toBe(true);
    // the deadline, and half a second for the answer's size
    await delay(2_500);
    expect(begun.filter((path) => path === '/large')).toHaveLength(1);
    expect(await rest(client)).toBeLessThan(LARGE);
    expect(await small()).toBe(true);
  });

  it('is not closed while it reads, however slowly', async () => {
    const { url } = await large({ drain: 1_000, pace: LARGE }, 4 * 1024 * 1024);
    const client = deaf(url, requestOf('GET /large', 'Host: localhost'));
    await delay(400);
    expect(await rest(client)).toBeGreaterThan(4 * 1024 * 1024);
  });

  it('is let go first where all unread answers together are too many, and the last one is spared', async () => {
    const { url, small } = await large({ unread: LARGE });
    const clients: Socket[] = [];
    for (let i = 0; i < 3; i++) {
      clients.push(deaf(url, ask('/large')));
      await delay(400);
    }
    expect(await small()).toBe(true);
    const [first, second, last] = clients as [Socket, Socket, Socket];
    expect(await rest(first)).toBeLessThan(LARGE);
    expect(await rest(second)).toBeLessThan(LARGE);
    let bytes = 0;
    last.resume().on('data', (chunk) => {
      bytes += chunk.length;
    });
    await expect.poll(() => bytes, { timeout: 10_000 }).toBeGreaterThan(LARGE);
  });

  it('is closed where more requests wait than there is room for', async () => {
    const { url, begun, small } = await large({ waiting: 50 });
    expect(await rest(deaf(url, ask('/large').repeat(800)))).toBeLessThan(LARGE);
    expect(await small()).toBe(true);
    // whoever stays within has room again
    const answers = await raw(url, ask('/small').repeat(40) + requestOf('GET /small', 'Host: localhost'));
    expect(answers.match(/aaaaa/g)).toHaveLength(41);
    expect(begun.filter((path) => path === '/large').length).toBeLessThanOrEqual(1);
  });
});

describe('a server', () => {
  it('has room for so many connections, closes the next, and takes another where one has gone', async () => {
    const { url } = await large({ connections: 2 });
    const [one] = [deaf(url, ''), deaf(url, '')];
    await delay(100);
    await expect(fetch(`${url}/small`)).rejects.toThrow();
    one.destroy();
    await delay(100);
    expect(statusOf(await raw(url, requestOf('GET /small', 'Host: localhost')))).toBe(200);
  });

  it('says how many it closed, and why, now and then', { timeout: 20_000 }, async () => {
    const told: [string, number][] = [];
    const node = await serving((_req, res) => res.end(Buffer.alloc(LARGE)), {
      limits: { drain: 50, pace: LARGE },
      onCut: (why, connections) => told.push([why, connections]),
    });
    for (let i = 0; i < 3; i++) deaf(node.url, ask('/'));
    await expect.poll(() => told, { timeout: 15_000 }).toEqual([['answers not read in time', 3]]);
  });

  it('asks for a body that waits to be asked for, unless it refuses it by its head', async () => {
    const { url } = await withCommitment();
    const headers = ['Host: localhost', 'Expect: 100-continue', 'Content-Length: 2'];
    const post = (type: string) => `${requestOf('POST /v1/commands/RegisterParty', ...headers, type)}{}`;
    expect(await raw(url, post('Content-Type: application/json'))).toMatch(
      /^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 422/,
    );
    const refused = await raw(url, post('Content-Type: application/json\r\nOrigin: http://other.example'));
    expect(refused).toMatch(/^HTTP\/1\.1 403/);
  });
});

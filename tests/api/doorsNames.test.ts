// Doors: by which name and from whose page a node may be asked. A browser must not be anybody's hand on this machine.
import { describe, expect, it } from 'vitest';
import { ROUTE_NAMES, ROUTES } from '../../src/api/routes.ts';
import { bearer, COMMITMENT, KEYS, startNode, withCommitment } from './node.ts';
import { codeIn, raw, requestOf, statusOf } from './raw.ts';

const ADDRESSES = [
  ...ROUTE_NAMES.map((name) => `${ROUTES[name].method.toUpperCase()} ${ROUTES[name].path.replace(/[:*]\w+/g, '0')}`),
  `GET /v1/commitments/${COMMITMENT}`,
  `HEAD /v1/commitments/${COMMITMENT}`,
  'OPTIONS /v1/commitments',
  'OPTIONS *',
  'GET /nowhere',
];

describe('without API keys', () => {
  it('no route answers under a name that is not of loopback, reading, describing and refusing included', async () => {
    const { url } = await withCommitment({ log: true });
    for (const address of ADDRESSES) {
      const answer = await raw(url, requestOf(address, 'Host: rebound.example', 'Content-Length: 0'));
      expect([address, statusOf(answer)]).toEqual([address, 403]);
      if (!address.startsWith('HEAD')) expect(codeIn(answer)).toBe('FOREIGN_HOST');
    }
  });

  it.each([
    ['localhost'],
    ['LocalHost:3000'],
    ['localhost.:80'],
    ['127.0.0.1'],
    ['127.8.9.10:65535'],
    ['[::1]'],
    ['[::1]:3000'],
  ])('names of loopback are answered: %s', async (host) => {
    const { url } = await withCommitment();
    for (const path of [`/v1/commitments/${COMMITMENT}`, '/v1/commitments', '/docs']) {
      expect(statusOf(await raw(url, requestOf(`GET ${path}`, `Host: ${host}`)))).toBe(200);
    }
  });

  it.each([
    ['localhost.rebound.example'],
    ['rebound.example:3000'],
    ['127.0.0.1.rebound.example'],
    ['127.0.0.256'],
    ['localhost@rebound.example'],
    ['localhost, rebound.example'],
    ['10.0.0.1'],
    ['0.0.0.0'],
    ['[::]'],
    ['[::1]rebound.example'],
    [''],
  ])('other names are not: %s', async (host) => {
    const { url } = await withCommitment();
    const answer = await raw(url, requestOf(`GET /v1/commitments/${COMMITMENT}`, `Host: ${host}`));
    expect([statusOf(answer), codeIn(answer)]).toEqual([403, 'FOREIGN_HOST']);
  });

  it('the name in a target that is a whole address counts as well', async () => {
    const { url } = await withCommitment();
    const foreign = await raw(url, requestOf('GET http://rebound.example/v1/commitments', 'Host: localhost'));
    expect([statusOf(foreign), codeIn(foreign)]).toEqual([403, 'FOREIGN_HOST']);
    const own = await raw(url, requestOf('GET http://127.0.0.1/v1/commitments', 'Host: localhost'));
    expect(statusOf(own)).toBe(200);
  });

  it('a request to change its protocol, or that expects something, goes through the same door', async () => {
    const { url } = await startNode();
    for (const more of ['Upgrade: websocket\r\nConnection: upgrade', 'Expect: 100-continue', 'Expect: a miracle']) {
      const answer = await raw(url, requestOf('GET /v1/commitments', 'Host: rebound.example', more));
      expect([more, statusOf(answer), codeIn(answer)]).toEqual([more, 403, 'FOREIGN_HOST']);
    }
  });

  it.each([
    ['Origin: http://rebound.example'],
    ['Origin: null'],
    ['Origin: https://localhost:3000'],
    ['Origin: http://localhost:3001'],
    ['Origin: http://localhost:3000, http://rebound.example'],
    ['Sec-Fetch-Site: cross-site'],
    ['Sec-Fetch-Site: same-site'],
    ['Sec-Fetch-Site: same-origin, cross-site'],
    ['Sec-Fetch-Site: cross-site\r\nSec-Fetch-Mode: navigate\r\nSec-Fetch-Dest: document'],
  ])('a page of another address reads nothing: %s', async (said) => {
    const { url } = await withCommitment();
    const answer = await raw(url, requestOf(`GET /v1/commitments/${COMMITMENT}`, 'Host: localhost:3000', said));
    expect([statusOf(answer), codeIn(answer)]).toEqual([403, 'FOREIGN_ORIGIN']);
    const command = ['Host: localhost:3000', said, 'Content-Type: application/json', 'Content-Length: 2'];
    expect(statusOf(await raw(url, `${requestOf('POST /v1/commands/RegisterParty', ...command)}{}`))).toBe(403);
  });

  it.each([
    ['Origin: http://localhost:3000'],
    ['Origin: http://LOCALHOST:3000'],
    ['Sec-Fetch-Site: same-origin'],
    ['Sec-Fetch-Site: none'],
  ])('a page of its own reads: %s', async (said) => {
    const { url } = await withCommitment();
    const answer = await raw(url, requestOf(`GET /v1/commitments/${COMMITMENT}`, 'Host: localhost:3000', said));
    expect(statusOf(answer)).toBe(200);
  });

  it('a link elsewhere may lead to a page for people, and to nothing else, nor into a frame', async () => {
    const { url } = await startNode();
    const followed = (path: string, dest: string) =>
      raw(
        url,
        requestOf(`GET ${path}`, 'Host: localhost', 'Sec-Fetch-Site: cross-site', 'Sec-Fetch-Mode: navigate', dest),
      );
    for (const path of ['/', '/docs', '/problems', '/problems/internal']) {
      expect(statusOf(await followed(path, 'Sec-Fetch-Dest: document'))).toBe(200);
      expect(statusOf(await followed(path, 'Sec-Fetch-Dest: iframe'))).toBe(403);
    }
    for (const path of ['/openapi.json', '/v1/commitments', '/readyz', '/tlog/checkpoint']) {
      expect(statusOf(await followed(path, 'Sec-Fetch-Dest: document'))).toBe(403);
    }
  });

  it('a command that is no JSON is refused, since a page could send it without asking', async () => {
    const { url } = await startNode();
    const headers = ['Host: localhost', 'Content-Type: text/plain', 'Content-Length: 2'];
    expect(statusOf(await raw(url, `${requestOf('POST /v1/commands/RegisterParty', ...headers)}{}`))).toBe(415);
  });
});

describe('a request that does not say whom it asks', () => {
  it.each([[undefined], [KEYS]])('is refused, as is one that says it twice', async (keys) => {
    const { url } = await startNode(keys === undefined ? {} : { keys });
    for (const hosts of [[], ['Host: localhost', 'hOST: rebound.example'], ['Host: localhost', 'Host: localhost']]) {
      const answer = await raw(url, requestOf('GET /healthz', ...hosts));
      expect([statusOf(answer), codeIn(answer)]).toEqual([400, 'MALFORMED_REQUEST']);
    }
  });
});

describe('with API keys', () => {
  const { Authorization } = bearer('reader');

  it('any name is answered, since a proxy stands in front', async () => {
    const { url } = await startNode({ keys: KEYS });
    const headers = ['Host: ledger.example', `Authorization: ${Authorization}`];
    expect(statusOf(await raw(url, requestOf('GET /v1/commitments', ...headers)))).toBe(200);
    expect(statusOf(await raw(url, requestOf('GET /healthz', 'Host: ledger.example')))).toBe(200);
  });

  it.each([['Origin: http://other.example'], ['Sec-Fetch-Site: cross-site'], ['Origin: null']])(
    'a page of another address gets nothing without one, and with one what it may: %s',
    async (said) => {
      const { url } = await startNode({ keys: KEYS, log: true });
      for (const path of ['/', '/healthz', '/tlog/checkpoint', '/openapi.json', '/v1/commitments']) {
        const without = await raw(url, requestOf(`GET ${path}`, 'Host: ledger.example', said));
        expect([path, statusOf(without), codeIn(without)]).toEqual([path, 403, 'FOREIGN_ORIGIN']);
      }
      const headers = ['Host: ledger.example', said, `Authorization: ${Authorization}`];
      expect(statusOf(await raw(url, requestOf('GET /v1/commitments', ...headers)))).toBe(200);
      const wrong = ['Host: ledger.example', said, 'Authorization: Bearer reader.guess'];
      expect(statusOf(await raw(url, requestOf('GET /v1/commitments', ...wrong)))).toBe(401);
    },
  );

  it('what the browser says of itself counts more than a name that a proxy changed', async () => {
    const { url } = await startNode({ keys: KEYS });
    const headers = ['Host: upstream', 'Origin: https://ledger.example', 'Sec-Fetch-Site: same-origin'];
    expect(statusOf(await raw(url, requestOf('GET /openapi.json', ...headers)))).toBe(200);
  });
});

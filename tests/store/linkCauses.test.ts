// Why a server cannot be reached, told by what the node meets: each is a real listener on loopback, or none.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer as createHttp2Server, createSecureServer, type Http2Server } from 'node:http2';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { StoreEngine } from '../../src/store/eventStore.ts';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import type { LinkChange } from '../../src/store/eventstoredb/gate.ts';
import { hasOpenssl } from '../audit/support/authority.ts';
import { tempDir } from '../support/tempDir.ts';
import { newEvents } from './events.ts';

async function listening(server: Server | Http2Server): Promise<number> {
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  onTestFinished(() => void server.close());
  return (server.address() as AddressInfo).port;
}

/** Answers every connection by `answer`, and ends it with the test. */
function tcp(answer: (socket: Socket) => void): Promise<number> {
  return listening(
    createServer((socket) => {
      onTestFinished(() => void socket.destroy());
      socket.on('error', () => undefined);
      answer(socket);
    }),
  );
}

async function closedPort(): Promise<number> {
  const server = createServer();
  const port = await listening(server);
  await new Promise((done) => server.close(done));
  return port;
}

/** Not of this project: a test that needs it is skipped where it is missing. */
const OPENSSL: string = 'openssl';

async function secureServer(): Promise<{ port: number; certificate: string }> {
  const dir = await tempDir();
  const [key, certificate] = [join(dir, 'key.pem'), join(dir, 'cert.pem')];
  const made = ['-keyout', key, '-out', certificate, '-days', '2', '-subj', '/CN=localhost'];
  const names = ['-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'];
  execFileSync(OPENSSL, ['req', '-x509', ...newKey, ...made, ...names], { stdio: 'pipe' });
  const server = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) });
  server
    .on('sessionError', () => undefined)
    .on('stream', (stream) => {
      const denied = { 'content-type': 'application/grpc', 'grpc-status': '16', 'grpc-message': 'Unauthenticated' };
      stream.respond({ ':status': 200, ...denied }, { endStream: true });
    });
  return { port: await listening(server as unknown as Server), certificate };
}

/** A server that tells its version, in the protocol's own bytes, and nothing else. */
function serverOfVersion(version: string): Promise<number> {
  const message = Buffer.concat([Buffer.from([0x12, version.length]), Buffer.from(version)]);
  const frame = Buffer.concat([Buffer.from([0, 0, 0, 0, message.length]), message]);
  const server = createHttp2Server();
  server.on('stream', (stream) => {
    stream.on('error', () => undefined);
    stream.respond({ ':status': 200, 'content-type': 'application/grpc' }, { waitForTrailers: true });
    stream.on('wantTrailers', () => stream.sendTrailers({ 'grpc-status': '0' }));
    stream.end(frame);
  });
  return listening(server);
}

function open(url: string, call = 1_000) {
  const changes: LinkChange[] = [];
  const patience = { call, total: 3 * call };
  const onLink = (change: LinkChange) => changes.push(change);
  const engine = openEventStoreDbEngine({ url, ledgerName: 'causes', patience, onLink });
  onTestFinished(() => engine.close());
  return { engine, changes };
}

const append = (engine: StoreEngine) => engine.ledger.append('a', newEvents(1), 'no_stream');

async function expectDown(url: string, change: Partial<Record<keyof LinkChange, unknown>>): Promise<void> {
  const { engine, changes } = open(url);
  expect(engine.health()).toEqual({ connected: true, state: 'connecting', lastError: undefined });
  await expect(append(engine)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  expect(changes).toEqual([{ state: 'down', reason: expect.any(String), ...change }]);
  const { reason, hint } = changes[0] ?? {};
  expect(engine.health()).toEqual({ connected: false, state: 'down', lastError: reason, hint });
  await expect(append(engine)).rejects.toThrow(hint);
  await engine.close();
}

test('nobody listens: refused', async () => {
  await expectDown(`esdb://127.0.0.1:${await closedPort()}?tls=false`, {
    cause: 'refused',
    reason: expect.stringContaining('ECONNREFUSED'),
    hint: expect.stringMatching(/start the server/),
  });
});

test('none of the nodes of a cluster listens: refused, though the client does not say so', async () => {
  const [a, b] = [await closedPort(), await closedPort()];
  await expectDown(`esdb://127.0.0.1:${a},127.0.0.1:${b}?tls=false`, {
    cause: 'refused',
    hint: expect.stringMatching(/start the server/),
  });
});

test('a name that nobody knows: the name is to be checked', async () => {
  const unknown = { cause: 'unknown_host', hint: expect.stringMatching(/host names in EVENTSTORE_URL/) };
  await expectDown('esdb://no-such-host.invalid:2113?tls=false', unknown);
  await expectDown('esdb://no-such-host.invalid:2113', unknown);
  await expectDown('esdb+discover://no-such-host.invalid:2113', unknown);
});

test('a listener that never answers: no answer in time', async () => {
  const port = await tcp(() => undefined);
  const timeout = { cause: 'timeout', reason: 'no answer within 1000 ms', hint: expect.stringMatching(/hangs/) };
  await expectDown(`esdb://127.0.0.1:${port}?tls=false`, timeout);
  await expectDown(`esdb://127.0.0.1:${port}`, timeout);
});

test('TLS to a server that speaks without: add tls=false', async () => {
  const port = await tcp((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
  const mismatch = { cause: 'tls', hint: expect.stringMatching(/add tls=false/) };
  await expectDown(`esdb://127.0.0.1:${port}`, mismatch);
  await expectDown(`esdb://127.0.0.1:${port},127.0.0.1:${port}`, mismatch);
});

test.runIf(hasOpenssl)('plain to a server that speaks TLS: take tls=false out', async () => {
  const { port } = await secureServer();
  const mismatch = { cause: 'tls', hint: expect.stringMatching(/take tls=false out/) };
  await expectDown(`esdb://127.0.0.1:${port}?tls=false`, mismatch);
  await expectDown(`esdb://127.0.0.1:${port},127.0.0.1:${port}?tls=false`, mismatch);
});

test.runIf(hasOpenssl)('a certificate of an authority that is not trusted: name it', async () => {
  const { port } = await secureServer();
  await expectDown(`esdb://127.0.0.1:${port}`, { cause: 'tls', hint: expect.stringMatching(/tlsCAFile/) });
});

test.runIf(hasOpenssl)('a user who is not let in: the user is to be checked', async () => {
  const { port, certificate } = await secureServer();
  await expectDown(`esdb://somebody:wrong@localhost:${port}?tlsCAFile=${certificate}`, {
    cause: 'access_denied',
    hint: expect.stringMatching(/correct the user/),
  });
});

test('a server that closes what it takes is lost for another reason', async () => {
  const port = await tcp((socket) => socket.destroy());
  await expectDown(`esdb://127.0.0.1:${port}?tls=false`, { cause: 'lost', hint: expect.stringMatching(/log of the/) });
});

test('a server of a version before 23.10 is refused by its version', async () => {
  for (const version of ['21.10.2', '22.10.5', '23.6.0']) {
    await expectDown(`esdb://127.0.0.1:${await serverOfVersion(version)}?tls=false`, {
      cause: 'old_server',
      reason: `the server is of version ${version}, the least is 23.10`,
      hint: expect.stringMatching(/23\.10 or later/),
    });
  }
});

test('one of 23.10 or later is not, nor one that was built without a number', async () => {
  for (const version of ['23.10.0', '24.10.4', '26.1.0', '0.0.0']) {
    const { engine, changes } = open(`esdb://127.0.0.1:${await serverOfVersion(version)}?tls=false`);
    await append(engine).catch(() => undefined);
    expect(changes.map(({ cause }) => cause)).not.toContain('old_server');
    await engine.close();
  }
});

test('a user and a password never stand in what is told', async () => {
  const { engine, changes } = open(`esdb://someone:secret@127.0.0.1:${await closedPort()}?tls=false`);
  const told = await append(engine).catch((error: Error) => error.message);
  expect(JSON.stringify([changes, engine.health(), told])).not.toMatch(/someone|secret/);
});

test('known to be down, a thousand calls fail at once, and one attempt goes on for all', async () => {
  let attempts = 0;
  const port = await tcp((socket) => {
    attempts++;
    socket.destroy();
  });
  const { engine } = open(`esdb://127.0.0.1:${port}?tls=false`);
  await expect(append(engine)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  const [start, before] = [performance.now(), attempts];
  const calls = Array.from({ length: 1_000 }, (_, n) => (n % 2 === 0 ? append(engine) : engine.ledger.readStream('a')));
  const outcomes = await Promise.allSettled([...calls, engine.at('1/1')]);
  expect(new Set(outcomes.map((each) => each.status === 'rejected' && each.reason.code))).toEqual(
    new Set(['UNAVAILABLE']),
  );
  expect(performance.now() - start).toBeLessThan(1_000);
  expect(attempts - before).toBeLessThan(10);
});

test('closing does not wait for a server that never answers', async () => {
  const port = await tcp(() => undefined);
  const { engine } = open(`esdb://127.0.0.1:${port}?tls=false`, 60_000);
  const waiting = engine.ledger.readStream('a');
  const start = performance.now();
  await new Promise((resolve) => setTimeout(resolve, 50));
  await engine.close();
  await expect(waiting).rejects.toMatchObject({ code: 'CLOSED' });
  expect(performance.now() - start).toBeLessThan(5_000);
});

test('a name that would mix two ledgers is refused, with the rule', () => {
  for (const ledgerName of ['', 'a.b', 'ä', 'a b', 'ledger-ops', 'a-ops']) {
    const opening = () => openEventStoreDbEngine({ url: 'esdb://127.0.0.1:1?tls=false', ledgerName });
    expect(opening).toThrow(/LEDGER_NAME '.*' is refused: letters, digits, '_' and '-' are allowed, .*-ops/);
  }
});

// The link to a real server, cut, broken and silenced on its way; and the check of each new connection.
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { EventStoreDBClient } from '@eventstore/db-client';
import { describe, expect, onTestFinished, test } from 'vitest';
import { type Authority, EventStoreError, type StoreEngine } from '../../src/store/eventStore.ts';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import type { LinkChange } from '../../src/store/eventstoredb/gate.ts';
import { proxyTo, type ServerProxy } from '../support/proxy.ts';
import { followed, freshStream, ids, newEvents, onRecord } from './events.ts';

const { EVENTSTORE_URL } = process.env;
const PATIENCE = { call: 1_000, total: 4_000 };
const never = () => new AbortController().signal;

interface Opened {
  readonly engine: StoreEngine;
  readonly changes: LinkChange[];
  readonly proxy: ServerProxy;
  readonly states: () => string[];
  readonly ledgerName: string;
}

/** @param setUp what is done with the way to the server before the engine is opened */
async function open(setUp: (proxy: ServerProxy) => void = () => undefined): Promise<Opened> {
  const { hostname, port, search } = new URL(EVENTSTORE_URL ?? '');
  const proxy = await proxyTo(hostname, Number(port));
  setUp(proxy);
  const changes: LinkChange[] = [];
  const ledgerName = `link-${randomUUID()}`;
  const url = `esdb://127.0.0.1:${proxy.port}${search}`;
  const onLink = (change: LinkChange) => changes.push(change);
  const engine = openEventStoreDbEngine({ url, ledgerName, patience: PATIENCE, onLink });
  onTestFinished(() => engine.close());
  return { engine, changes, proxy, ledgerName, states: () => changes.map(({ state }) => state) };
}

const append = ({ ledger }: StoreEngine, events = newEvents(1)) => ledger.append(freshStream(), events, 'no_stream');
const state = ({ engine }: Opened) => expect.poll(() => engine.health().state, { timeout: 15_000, interval: 10 });

/** As a node does: who follows sees at once that a connection is lost. */
function followForEver(engine: StoreEngine, seen: string[] = []): void {
  const ended = new AbortController();
  onTestFinished(() => ended.abort());
  void (async () => {
    for await (const { events } of engine.follow(undefined, 10, ended.signal)) seen.push(...ids(events));
  })();
}

/** How long a call takes to be refused with this code, in milliseconds. */
async function refusedAfter(call: Promise<unknown>, code: string): Promise<number> {
  const start = performance.now();
  await expect(call).rejects.toMatchObject({ code });
  return performance.now() - start;
}

async function expectAtOnce({ engine }: Opened, code: string): Promise<void> {
  const calls = [() => append(engine), () => engine.ledger.readStream('a'), () => engine.at('1/1')];
  for (const call of calls) expect(await refusedAfter(call(), code)).toBeLessThan(100);
}

function checkedBy(engine: StoreEngine): { verdict: unknown; times: number } {
  const check: { verdict: unknown; times: number } = { verdict: undefined, times: 0 };
  engine.heldTo(async () => {
    check.times++;
    if (check.verdict !== undefined) throw check.verdict;
  });
  return check;
}

const another = new EventStoreError('DIVERGED', 'sequence 7 is another event there');

describe.skipIf(!EVENTSTORE_URL)('the link to EventStoreDB', () => {
  test('is connecting before the first exchange, then up, and says each once', async () => {
    const link = await open();
    expect(link.engine.health()).toEqual({ connected: true, state: 'connecting', lastError: undefined });
    await append(link.engine);
    await append(link.engine);
    expect(link.changes).toEqual([{ state: 'up' }]);
    expect(link.engine.health()).toEqual({ connected: true, state: 'up', lastError: undefined });
  });

  test('a broken connection costs calls in flight one more try, and nobody a refusal', async () => {
    const { engine, proxy, states } = await open();
    await append(engine);
    for (let n = 0; n < 3; n++) {
      const calls = Array.from({ length: 20 }, () => append(engine));
      await wait(n);
      proxy.drop();
      await Promise.all([...calls, engine.ledger.readStream('a'), append(engine)]);
    }
    expect(states()).not.toContain('down');
    expect(states()).toContain('connecting');
  }, 30_000);

  test('known to be down it refuses at once, and is found up again by itself', async () => {
    const link = await open();
    const { engine, proxy, changes } = link;
    followForEver(engine);
    await append(engine);
    const start = performance.now();
    proxy.cut();
    await state(link).toBe('down');
    expect(performance.now() - start).toBeLessThan(2_000);
    for (let n = 0; n < 20; n++) await expectAtOnce(link, 'UNAVAILABLE');
    expect(engine.health()).toMatchObject({ connected: false, state: 'down', hint: expect.any(String) });
    proxy.restore();
    await state(link).toBe('up');
    await append(engine);
    expect(changes).toEqual([
      { state: 'up' },
      { state: 'connecting', cause: 'lost', reason: expect.any(String), hint: expect.any(String) },
      { state: 'down', cause: 'lost', reason: expect.any(String), hint: expect.any(String) },
      { state: 'up' },
    ]);
  }, 30_000);

  test('opened while the server is away it is down after the first attempt, and up when it comes', async () => {
    const link = await open((proxy) => proxy.cut());
    const { engine, proxy, states } = link;
    const following = followed(engine.follow(undefined, 10, never()), 1);
    await state(link).toBe('down');
    await expectAtOnce(link, 'UNAVAILABLE');
    proxy.restore();
    await state(link).toBe('up');
    const events = newEvents(1);
    await append(engine, events);
    expect(ids(await following)).toEqual(ids(onRecord('', events).map((envelope) => ({ envelope }))));
    expect(states()).toEqual(['down', 'up']);
  }, 30_000);

  test('a server that falls silent is down within two calls, and an append in flight is told as unknown', async () => {
    const link = await open();
    const { engine, proxy, changes } = link;
    await append(engine);
    proxy.silence();
    const events = newEvents(1);
    const stream = freshStream();
    const start = performance.now();
    const lost = engine.ledger.append(stream, events, 'no_stream');
    await expect(lost).rejects.toMatchObject({ code: 'OUTCOME_UNKNOWN' });
    expect(performance.now() - start).toBeLessThan(2 * PATIENCE.call + 1_500);
    await expectAtOnce(link, 'UNAVAILABLE');
    expect(changes.at(-1)).toMatchObject({ state: 'down', cause: 'timeout' });
    proxy.restore();
    await state(link).toBe('up');
    expect(await engine.ledger.append(stream, events, 'no_stream')).toEqual({ revision: 0 });
    expect(await engine.ledger.readStream(stream)).toEqual(onRecord(stream, events));
  }, 30_000);

  test('TLS asked of a server that speaks without: said, with what to do', async () => {
    const { host } = new URL(EVENTSTORE_URL ?? '');
    const changes: LinkChange[] = [];
    const onLink = (change: LinkChange) => changes.push(change);
    const engine = openEventStoreDbEngine({ url: `esdb://${host}`, ledgerName: 'tls', patience: PATIENCE, onLink });
    onTestFinished(() => engine.close());
    expect(await refusedAfter(append(engine), 'UNAVAILABLE')).toBeLessThan(3_000);
    expect(changes).toMatchObject([{ state: 'down', cause: 'tls', hint: expect.stringContaining('add tls=false') }]);
  });

  test('lost and found again at random, nothing acknowledged is lost, nothing is there twice', async () => {
    const { engine, proxy } = await open();
    const acknowledged: string[] = [];
    let ended = false;
    const write = async () => {
      const stream = freshStream();
      for (let revision = -1; !ended; ) {
        const events = newEvents(1);
        const expected = revision < 0 ? 'no_stream' : revision;
        const written = await settled(() => engine.ledger.append(stream, events, expected));
        revision = written.revision;
        acknowledged.push(...events.map(({ id }) => id));
      }
    };
    const writers = Promise.all(Array.from({ length: 8 }, write));
    const seen: string[] = [];
    followForEver(engine, seen);
    for (let n = 0; n < 6; n++) {
      await wait(150);
      [proxy.drop, proxy.cut, proxy.silence][n % 3]?.();
      await wait(n % 3 === 2 ? 1_200 : 100);
      proxy.restore();
    }
    ended = true;
    await writers;
    const there = ids(await followed(engine.follow(undefined, 1_000, never()), acknowledged.length));
    expect(new Set(there).size).toBe(there.length);
    expect([...there].sort()).toEqual([...acknowledged].sort());
    await expect.poll(() => seen, { timeout: 10_000 }).toEqual(there);
  }, 60_000);
});

/** Repeats a call as it is until it is answered: what a caller does with 503 and 504. */
async function settled<T>(call: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await call();
    } catch (error) {
      const { code } = error as EventStoreError;
      if (code !== 'UNAVAILABLE' && code !== 'OUTCOME_UNKNOWN') throw error;
      await wait(20);
    }
  }
}

describe.skipIf(!EVENTSTORE_URL)('the check of each new connection to EventStoreDB', () => {
  test('goes before every call: appends, reads, at and follow wait for it', async () => {
    const { engine, states } = await open();
    const gate = Promise.withResolvers<void>();
    engine.heldTo(() => gate.promise);
    const [stream, events] = [freshStream(), newEvents(1)];
    const calls = [
      engine.ledger.append(stream, events, 'no_stream'),
      engine.ledger.readStream('none'),
      engine.at('99999/99999'),
      followed(engine.follow(undefined, 10, never()), 0),
    ];
    let answered = 0;
    for (const call of calls) void call.then(() => answered++);
    await wait(500);
    expect([answered, engine.health().state, states()]).toEqual([0, 'connecting', []]);
    gate.resolve();
    await Promise.all(calls);
    expect(states()).toEqual(['up']);
  });

  test('reads both kinds of stream and positions, past the gate', async () => {
    const { engine } = await open();
    const [stream, ours, theirs] = [freshStream(), newEvents(2), newEvents(1)];
    await engine.ledger.append(stream, ours, 'no_stream');
    await engine.operations.append('lease', theirs, 'no_stream');
    const there = await followed(engine.follow(undefined, 10, never()), 3);
    const read = Promise.withResolvers<unknown>();
    engine.heldTo(async ({ ledger, operations, at }: Authority) => {
      const answers = [await ledger.readStream(stream, { from: 1 }), await operations.readStream('lease')];
      read.resolve([...answers, await at(there[2]?.position ?? ''), await ledger.readStream('none')]);
    });
    const expected = [onRecord(stream, ours).slice(1), onRecord('lease', theirs), there[2], []];
    expect(await read.promise).toEqual(expected);
    await append(engine);
  });

  test('is made on each connection, and not more often', async () => {
    const link = await open();
    const check = checkedBy(link.engine);
    followForEver(link.engine);
    for (let n = 1; n <= 3; n++) {
      await Promise.all([append(link.engine), append(link.engine)]);
      expect(check.times).toBe(n);
      link.proxy.drop();
      await state(link).not.toBe('up');
      await state(link).toBe('up');
      expect(check.times).toBe(n + 1);
    }
  }, 30_000);

  test('another history closes everything at once with what differs, and a later check opens it again', async () => {
    const link = await open();
    const { engine, changes, states } = link;
    const check = checkedBy(engine);
    followForEver(engine);
    await append(engine);
    check.verdict = another;
    link.proxy.drop();
    await state(link).toBe('diverged');
    await expectAtOnce(link, 'DIVERGED');
    await expect(append(engine)).rejects.toBe(another);
    let batches = 0;
    const following = (async () => {
      for await (const { caughtUp } of engine.follow(undefined, 10, never())) {
        batches++;
        if (caughtUp) return;
      }
    })();
    await wait(700);
    expect(batches).toBe(0);
    expect(check.times).toBeGreaterThan(2);
    expect(changes.at(-1)).toEqual({
      state: 'diverged',
      cause: 'diverged',
      reason: another.message,
      hint: expect.any(String),
    });
    expect(engine.health()).toMatchObject({ connected: false, state: 'diverged', lastError: another.message });
    check.verdict = undefined;
    await state(link).toBe('up');
    await append(engine);
    await following;
    expect(states()).toEqual(['up', 'connecting', 'diverged', 'up']);
  }, 30_000);

  test('another history stays so when the server goes away, and when it comes back', async () => {
    const link = await open();
    const check = checkedBy(link.engine);
    check.verdict = another;
    expect(await refusedAfter(append(link.engine), 'DIVERGED')).toBeLessThan(2_000);
    link.proxy.cut();
    await wait(500);
    await expectAtOnce(link, 'DIVERGED');
    link.proxy.restore();
    const { times } = check;
    await expect.poll(() => check.times, { timeout: 10_000 }).toBeGreaterThan(times);
    await expectAtOnce(link, 'DIVERGED');
    expect(link.states()).toEqual(['diverged']);
  }, 30_000);

  test('that comes to no end counts as down, says why, and is made again', async () => {
    const link = await open();
    const check = checkedBy(link.engine);
    check.verdict = new Error('the copy cannot be read');
    await expect(append(link.engine)).rejects.toThrow(/the copy cannot be read/);
    await state(link).toBe('down');
    await expectAtOnce(link, 'UNAVAILABLE');
    expect(link.changes).toMatchObject([{ state: 'down', cause: 'check_failed', reason: 'the copy cannot be read' }]);
    check.verdict = undefined;
    await state(link).toBe('up');
    await append(link.engine);
  });

  test('whose connection is lost meanwhile is made on the next one', async () => {
    const link = await open();
    let times = 0;
    link.engine.heldTo(async ({ ledger }) => {
      times++;
      if (times === 1) link.proxy.drop();
      await ledger.readStream('a');
    });
    await append(link.engine);
    expect(times).toBe(2);
    expect(link.states().filter((each) => each !== 'connecting')).toEqual(['up']);
  });
});

describe.skipIf(!EVENTSTORE_URL)('streams that somebody else tampered with on EventStoreDB', () => {
  async function tampered(act: (client: EventStoreDBClient, name: string) => Promise<unknown>) {
    const { engine, ledgerName } = await open();
    const [stream, events] = [freshStream(), newEvents(3)];
    await engine.ledger.append(stream, events, 'no_stream');
    const client = EventStoreDBClient.connectionString(EVENTSTORE_URL ?? '');
    await act(client, `${ledgerName}.${stream}`);
    await client.dispose();
    return { engine, stream, events };
  }

  test('one deleted for good is refused, and not as retryable', async () => {
    const { engine, stream } = await tampered((client, name) => client.tombstoneStream(name));
    const deleted = { code: 'STREAM_DELETED', message: expect.stringContaining(stream) };
    await expect(engine.ledger.readStream(stream)).rejects.toMatchObject(deleted);
    await expect(engine.ledger.append(stream, newEvents(1), 2)).rejects.toMatchObject(deleted);
    await expect(engine.ledger.append(stream, newEvents(1), 'no_stream')).rejects.toMatchObject(deleted);
    expect(engine.health().state).toBe('up');
  });

  test('one deleted softly, or truncated, is given as the server gives it', async () => {
    const soft = await tampered((client, name) => client.deleteStream(name));
    expect(await soft.engine.ledger.readStream(soft.stream)).toEqual([]);
    await soft.engine.close();
    const { engine, stream, events } = await tampered((client, name) =>
      client.setStreamMetadata(name, { maxCount: 1 }),
    );
    expect(await engine.ledger.readStream(stream)).toEqual(onRecord(stream, events).slice(2));
  });
});

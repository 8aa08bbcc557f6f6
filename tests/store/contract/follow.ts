import { setTimeout as wait } from 'node:timers/promises';
import { expect, test } from 'vitest';
import type { StoreEngine } from '../../../src/store/eventStore.ts';
import type { Harness } from '../contract.ts';
import { followed, freshStream, ids, newEvents } from '../events.ts';

const never = () => new AbortController().signal;

/** Ten streams written at once, by appends of one to three events. */
async function tenStreams({ ledger }: StoreEngine): Promise<number> {
  const write = async (n: number) => {
    const stream = freshStream();
    await ledger.append(stream, newEvents(1 + (n % 3)), 'no_stream');
    await ledger.append(stream, newEvents(2), n % 3);
    return 3 + (n % 3);
  };
  const counts = await Promise.all(Array.from({ length: 10 }, (_, n) => write(n)));
  return counts.reduce((sum, count) => sum + count, 0);
}

export function followContract({ fresh }: Harness): void {
  test('an empty ledger is caught up with an empty batch', async () => {
    const engine = await fresh();
    for await (const batch of engine.follow(undefined, 10, never())) {
      expect(batch).toEqual({ events: [], caughtUp: true });
      break;
    }
  });

  test('every event comes once, each stream by revision, in batches of at most the size asked for', async () => {
    const engine = await fresh();
    const count = await tenStreams(engine);
    const next = new Map<string, number>();
    let seen = 0;
    for await (const { events, caughtUp } of engine.follow(undefined, 7, never())) {
      expect(events.length).toBeLessThanOrEqual(7);
      for (const { envelope } of events) {
        expect(Number(envelope.revision)).toBe(next.get(envelope.stream) ?? 0);
        next.set(envelope.stream, Number(envelope.revision) + 1);
      }
      seen += events.length;
      if (caughtUp) break;
    }
    expect(seen).toBe(count);
  });

  test('every follow gives the same order, the same envelopes and the same positions', async () => {
    const engine = await fresh();
    const count = await tenStreams(engine);
    const [a, b] = await Promise.all([3, 1000].map((size) => followed(engine.follow(undefined, size, never()), count)));
    expect(a).toEqual(b);
    const { stream } = a?.[0]?.envelope ?? { stream: '' };
    const itsOwn = a?.filter(({ envelope }) => envelope.stream === stream).map(({ envelope }) => envelope);
    expect(await engine.ledger.readStream(stream)).toEqual(itsOwn);
  });

  test('from every position on comes exactly what follows it, in the middle of an append as well', async () => {
    const engine = await fresh();
    const count = await tenStreams(engine);
    const all = await followed(engine.follow(undefined, 1000, never()), count);
    for (const [i, { position }] of all.entries()) {
      const rest = await followed(engine.follow(position, 10, never()), count - 1 - i);
      expect(ids(rest)).toEqual(ids(all).slice(i + 1));
    }
  }, 60_000);

  test('after catching up comes what is appended, as it is appended', async () => {
    const engine = await fresh();
    const stream = freshStream();
    const events = newEvents(20);
    await engine.ledger.append(stream, events.slice(0, 10), 'no_stream');
    const seen: string[] = [];
    for await (const batch of engine.follow(undefined, 4, never())) {
      seen.push(...ids(batch.events));
      if (seen.length === 20) break;
      if (batch.caughtUp)
        await engine.ledger.append(stream, events.slice(seen.length, seen.length + 1), seen.length - 1);
    }
    expect(seen).toEqual(events.map(({ id }) => id));
  });

  test('between what was there and what comes no event is lost or repeated', async () => {
    const engine = await fresh();
    const write = async (stream: string) => {
      for (let n = 0; n < 100; n++) await engine.ledger.append(stream, newEvents(1), n === 0 ? 'no_stream' : n - 1);
    };
    const writers = Promise.all([freshStream(), freshStream(), freshStream(), freshStream()].map(write));
    const follows = [1, 10, 100].map(async (size) => {
      await wait(size);
      return ids(await followed(engine.follow(undefined, size, never()), 400));
    });
    await writers;
    const [a, b, c] = await Promise.all(follows);
    expect(new Set(a).size).toBe(400);
    expect(b).toEqual(a);
    expect(c).toEqual(a);
  }, 60_000);

  test('one who takes their time loses nothing', async () => {
    const engine = await fresh();
    const stream = freshStream();
    const seen: string[] = [];
    const written: string[] = [];
    for await (const batch of engine.follow(undefined, 100, never())) {
      seen.push(...ids(batch.events));
      if (seen.length === 2000) break;
      if (written.length === 2000) continue;
      const more = newEvents(200);
      await engine.ledger.append(stream, more, written.length === 0 ? 'no_stream' : written.length - 1);
      written.push(...more.map(({ id }) => id));
      await wait(5);
    }
    expect(seen).toEqual(written);
  }, 60_000);

  test('an idle follow ends when its signal aborts', async () => {
    const engine = await fresh();
    const abort = new AbortController();
    const end = (async () => {
      for await (const { caughtUp } of engine.follow(undefined, 10, abort.signal))
        if (caughtUp) setTimeout(() => abort.abort(), 50);
    })();
    await expect(end).resolves.toBeUndefined();
  });

  test('a follow whose signal was aborted before gives nothing', async () => {
    const engine = await fresh();
    for await (const _ of engine.follow(undefined, 10, AbortSignal.abort())) expect.unreachable();
  });

  test('what is no position of the engine is refused', async () => {
    const engine = await fresh();
    const first = engine.follow('nowhere', 10, never())[Symbol.asyncIterator]().next();
    await expect(first).rejects.toThrow(RangeError);
  });
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { FollowedEvent, FollowedLog, StoreEngine } from '../../../src/store/eventStore.ts';
import type { Harness } from '../contract.ts';
import { followed, freshStream, ids, newEvent, newEvents } from '../events.ts';

const never = () => new AbortController().signal;
const logs = fc.array(
  fc.record({ log: fc.constantFrom<FollowedLog>('ledger', 'operations'), size: fc.integer({ min: 1, max: 3 }) }),
  {
    minLength: 1,
    maxLength: 12,
  },
);

type Place = readonly [FollowedLog, string, string];
const place = ({ log, envelope }: FollowedEvent): Place => [log, envelope.stream, envelope.id];
const all = (engine: StoreEngine, count: number) => followed(engine.follow(undefined, 1000, never()), count);

/** Appends one after the other, now here, now there; gives what should come, in order. */
async function written(engine: StoreEngine, appends: readonly { log: FollowedLog; size: number }[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const { log, size } of appends) {
    const stream = freshStream();
    const events = newEvents(size);
    await engine[log].append(stream, events, 'no_stream');
    places.push(...events.map(({ id }): Place => [log, stream, id]));
  }
  return places;
}

export function oneOrderContract({ fresh }: Harness): void {
  test('law: both kinds of stream come in the one order in which they were acknowledged, each with whose it is', async () => {
    const engine = await fresh();
    const expected: Place[] = [];
    const law = fc.asyncProperty(logs, fc.integer({ min: 1, max: 9 }), async (appends, batchSize) => {
      expected.push(...(await written(engine, appends)));
      const there = await followed(engine.follow(undefined, batchSize, never()), expected.length);
      expect(there.map(place)).toEqual(expected);
    });
    await fc.assert(law, { numRuns: 20 });
  }, 60_000);

  test('law: from every position on comes what follows it there, and at it stands what came with it', async () => {
    const law = fc.asyncProperty(logs, async (appends) => {
      const engine = await fresh();
      const { length } = await written(engine, appends);
      const there = await all(engine, length);
      for (const [i, event] of there.entries()) {
        const rest = await followed(engine.follow(event.position, 4, never()), length - 1 - i);
        expect(rest).toEqual(there.slice(i + 1));
        expect(await engine.at(event.position)).toEqual(event);
      }
      await engine.close();
    });
    await fc.assert(law, { numRuns: 8 });
  }, 60_000);

  test('writers of both kinds at once: every follow gives one order, each stream by revision', async () => {
    const engine = await fresh();
    const write = async (log: FollowedLog) => {
      const stream = freshStream();
      for (let n = 0; n < 50; n++) await engine[log].append(stream, newEvents(1), n === 0 ? 'no_stream' : n - 1);
    };
    const writers = Promise.all((['ledger', 'operations', 'ledger', 'operations'] as const).map(write));
    const [live] = await Promise.all([followed(engine.follow(undefined, 10, never()), 200), writers]);
    const later = await all(engine, 200);
    expect(later).toEqual(live);
    const next = new Map<string, number>();
    for (const { envelope } of later) {
      expect(Number(envelope.revision)).toBe(next.get(envelope.stream) ?? 0);
      next.set(envelope.stream, Number(envelope.revision) + 1);
    }
    expect(new Set(ids(later)).size).toBe(200);
  }, 60_000);

  test('an operation alone wakes who follows', async () => {
    const engine = await fresh();
    const operation = newEvent();
    for await (const { events, caughtUp } of engine.follow(undefined, 10, never())) {
      if (events.length > 0) {
        expect(events.map(place)).toEqual([['operations', 'lease', operation.id]]);
        break;
      }
      if (caughtUp) await engine.operations.append('lease', [operation], 'no_stream');
    }
  });

  test('where nothing stands at a position, or beyond the end, there is nothing', async () => {
    const engine = await fresh();
    await written(engine, [{ log: 'ledger', size: 2 }]);
    const [first] = await all(engine, 2);
    const nowhere = first?.position.includes('/')
      ? ['999999999999/999999999999', inTheMiddleOf(first.position)]
      : ['99', '0+0', '5+3'];
    for (const position of nowhere) expect(await engine.at(position)).toBeUndefined();
    await expect(engine.at('nowhere')).rejects.toThrow(RangeError);
  });

  test("another ledger's event is not ours, at its position as well", async () => {
    const [ours, theirs] = [await fresh(), await fresh()];
    await written(theirs, [{ log: 'ledger', size: 1 }]);
    const [event] = await all(theirs, 1);
    expect(await ours.at(event?.position ?? '')).toBeUndefined();
  });
}

/** A place where no record of the server's begins. */
function inTheMiddleOf(position: string): string {
  const place = BigInt(position.split('/')[0] ?? 0) + 3n;
  return `${place}/${place}`;
}

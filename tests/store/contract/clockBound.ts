import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CLOCK_SLACK, type FollowedEvent, type StoreEngine } from '../../../src/store/eventStore.ts';
import type { Harness } from '../contract.ts';
import { followed, freshStream, newEvent, newEvents } from '../events.ts';

const never = () => new AbortController().signal;
const all = (engine: StoreEngine, count: number) => followed(engine.follow(undefined, 1000, never()), count);
/** The server's clock and ours are one machine's here, up to what a timer rounds. */
const SKEW = 1_000;

/** The journal's clocks: the running maximum of what each event brings, within its bound. */
function clocks(events: readonly FollowedEvent[]): number[] {
  let clock = 0;
  return events.map(({ envelope, clockBound }) => {
    clock = Math.max(clock, Math.min(Date.parse(envelope.metadata.recordedAt), clockBound));
    return clock;
  });
}

export function clockBoundContract({ fresh }: Harness): void {
  test("an event dated 2099 keeps its date, and moves the clock to the authority's own time and 5 s", async () => {
    const engine = await fresh();
    const events = [newEvent({}, '2099-01-01T00:00:00.000Z'), newEvent({}, '2025-01-01T00:00:00.000Z')];
    const before = Date.now();
    for (const event of events) await engine.ledger.append(freshStream(), [event], 'no_stream');
    const after = Date.now();
    const there = await all(engine, 2);
    expect(there.map(({ envelope }) => envelope.metadata)).toEqual(events.map(({ metadata }) => metadata));
    for (const clock of clocks(there)) {
      expect(clock).toBeGreaterThanOrEqual(before + CLOCK_SLACK - SKEW);
      expect(clock).toBeLessThanOrEqual(after + CLOCK_SLACK + SKEW);
    }
  });

  test('a bound that a copy carries is kept, outside of the envelope, and cannot widen our own', async () => {
    const engine = await fresh();
    const stream = freshStream();
    const events = [newEvent({}, '2025-06-24T10:00:00.000Z'), newEvent({}, '2025-06-24T11:00:00.000Z'), newEvent()];
    const narrow = Date.parse('2025-06-24T09:00:00.000Z');
    const clockBounds = [narrow, narrow + 1, Date.parse('2099-01-01T00:00:00.000Z')];
    await engine.ledger.append(stream, events, 'no_stream', { clockBounds });
    const there = await all(engine, 3);
    expect(clocks(there).slice(0, 2)).toEqual([narrow, narrow + 1]);
    expect(there[2]?.clockBound).toBeLessThanOrEqual(Date.now() + CLOCK_SLACK + SKEW);
    expect((await engine.ledger.readStream(stream)).map(({ metadata }) => metadata)).toEqual(
      events.map(({ metadata }) => metadata),
    );
  });

  test('law: a copy that carries the bounds has the same clocks, event for event', async () => {
    const day = fc.integer({ min: 0, max: 100_000 });
    const instants = fc.array(fc.tuple(day, day), { minLength: 1, maxLength: 10 });
    const law = fc.asyncProperty(instants, async (dates) => {
      const [origin, copy] = [await fresh(), await fresh()];
      const START = Date.parse('2025-06-24T00:00:00.000Z');
      const stream = freshStream();
      for (const [i, [recorded, bound]] of dates.entries()) {
        const event = newEvent({}, new Date(START + recorded).toISOString());
        await origin.ledger.append(stream, [event], i === 0 ? 'no_stream' : i - 1, { clockBounds: [START + bound] });
      }
      const there = await all(origin, dates.length);
      const events = there.map(({ envelope: { stream: _, revision: __, ...event } }) => event);
      await copy.ledger.append(stream, events, 'no_stream', { clockBounds: there.map((event) => event.clockBound) });
      expect(clocks(await all(copy, dates.length))).toEqual(clocks(there));
      await Promise.all([origin.close(), copy.close()]);
    });
    await fc.assert(law, { numRuns: 15 });
  }, 60_000);

  test('a bound for each event or none: anything else is the mistake of its caller', async () => {
    const { ledger } = await fresh();
    for (const clockBounds of [[], [1], [1, 2, 3], [1, 1.5], [1, Number.NaN]]) {
      await expect(ledger.append('a', newEvents(2), 'no_stream', { clockBounds })).rejects.toThrow(RangeError);
    }
    expect(await ledger.readStream('a')).toEqual([]);
  });
}

import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { NewEvent } from '../../../src/domain/envelope.ts';
import type { EventStore, ExpectedRevision } from '../../../src/store/eventStore.ts';
import type { Harness } from '../contract.ts';
import { freshStream, newEvent, newEvents, onRecord } from '../events.ts';

const WRONG = { code: 'WRONG_EXPECTED_REVISION' };

export function idempotenceContract({ shared }: Harness): void {
  test('the same ids at the same revision are answered as before and written once', async () => {
    const stream = freshStream();
    const [first, second] = [newEvents(2), newEvents(3)];
    await shared().ledger.append(stream, first, 'no_stream');
    await shared().ledger.append(stream, second, 1);
    expect(await shared().ledger.append(stream, second, 1)).toEqual({ revision: 4 });
    expect(await shared().ledger.append(stream, first, 'no_stream')).toEqual({ revision: 1 });
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, [...first, ...second]));
  });

  test('so they are after many later events', async () => {
    const stream = freshStream();
    const first = newEvents(1);
    await shared().ledger.append(stream, first, 'no_stream');
    for (let n = 0; n < 20; n++) await shared().ledger.append(stream, newEvents(50), n * 50);
    expect(await shared().ledger.append(stream, first, 'no_stream')).toEqual({ revision: 0 });
    expect(await shared().ledger.readStream(stream)).toHaveLength(1001);
  });

  test('twenty at once are answered alike, and written once', async () => {
    const stream = freshStream();
    const events = newEvents(2);
    const append = () => shared().ledger.append(stream, events, 'no_stream');
    const answers = await Promise.all(Array.from({ length: 20 }, append));
    expect(answers).toEqual(answers.map(() => ({ revision: 1 })));
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, events));
  });

  test('the same ids at another revision that the stream has passed are refused', async () => {
    const stream = freshStream();
    const events = newEvents(1);
    await shared().ledger.append(stream, newEvents(2), 'no_stream');
    await shared().ledger.append(stream, events, 1);
    await shared().ledger.append(stream, newEvents(2), 2);
    await expect(shared().ledger.append(stream, events, 'no_stream')).rejects.toMatchObject(WRONG);
    await expect(shared().ledger.append(stream, events, 2)).rejects.toMatchObject(WRONG);
    expect(await shared().ledger.readStream(stream)).toHaveLength(5);
  });

  test('the first of the events of an append are answered as before, one more than it had is refused', async () => {
    const stream = freshStream();
    const events = newEvents(3);
    await shared().ledger.append(stream, events, 'no_stream');
    expect(await shared().ledger.append(stream, events.slice(0, 2), 'no_stream')).toEqual({ revision: 1 });
    await expect(shared().ledger.append(stream, [...events, newEvent()], 'no_stream')).rejects.toMatchObject(WRONG);
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, events));
  });

  test('the id alone tells a repetition: other data is not written, the first stays', async () => {
    const stream = freshStream();
    const event = newEvent({ n: 1 });
    await shared().ledger.append(stream, [event], 'no_stream');
    const other = { ...event, data: { n: 2 } };
    expect(await shared().ledger.append(stream, [other], 'no_stream')).toEqual({ revision: 0 });
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, [event]));
  });

  test('law: whatever is repeated whenever, a stream holds each accepted append once, in order', async () => {
    const act = fc.constantFrom('append' as const, 'repeat' as const, 'stale' as const);
    const step = fc.record({ act, size: fc.integer({ min: 1, max: 3 }), which: fc.nat(20) });
    const law = fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
      const model = new Model(shared().ledger);
      for (const { act, size, which } of steps) await model[act](size, which);
      expect(await shared().ledger.readStream(model.stream)).toEqual(onRecord(model.stream, model.events));
    });
    await fc.assert(law, { numRuns: 25 });
  }, 60_000);
}

/** A stream, and what it should hold. */
class Model {
  readonly #ledger: EventStore;
  readonly #accepted: { events: NewEvent[]; expected: ExpectedRevision; revision: number }[] = [];
  readonly stream = freshStream();

  constructor(ledger: EventStore) {
    this.#ledger = ledger;
  }

  get events(): NewEvent[] {
    return this.#accepted.flatMap(({ events }) => events);
  }

  async append(size: number): Promise<void> {
    const events = newEvents(size);
    const expected = this.#accepted.at(-1)?.revision ?? 'no_stream';
    const { revision } = await this.#ledger.append(this.stream, events, expected);
    this.#accepted.push({ events, expected, revision });
  }

  async repeat(_size: number, which: number): Promise<void> {
    const earlier = this.#accepted[which % Math.max(this.#accepted.length, 1)];
    if (earlier === undefined) return;
    const { events, expected, revision } = earlier;
    expect(await this.#ledger.append(this.stream, events, expected)).toEqual({ revision });
  }

  async stale(size: number): Promise<void> {
    if (this.#accepted.length === 0) return;
    await expect(this.#ledger.append(this.stream, newEvents(size), 'no_stream')).rejects.toMatchObject(WRONG);
  }
}

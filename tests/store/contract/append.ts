import { expect, test } from 'vitest';
import type { Harness } from '../contract.ts';
import { freshStream, newEvent, newEvents, onRecord } from '../events.ts';

export function appendContract({ shared }: Harness): void {
  test('an append is answered with the revision of its last event', async () => {
    const stream = freshStream();
    expect(await shared().ledger.append(stream, newEvents(1), 'no_stream')).toEqual({ revision: 0 });
    expect(await shared().ledger.append(stream, newEvents(3), 0)).toEqual({ revision: 3 });
  });

  test('what was appended is read back as it was, with its stream and its revision', async () => {
    const stream = freshStream();
    const events = newEvents(3);
    await shared().ledger.append(stream, events, 'no_stream');
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, events));
  });

  test('an append at another revision than the stream has is refused, with the one it has', async () => {
    const stream = freshStream();
    const refused = (expected: number | 'no_stream') => shared().ledger.append(stream, newEvents(1), expected);
    const wrong = { code: 'WRONG_EXPECTED_REVISION' };
    await expect(refused(0)).rejects.toMatchObject({ ...wrong, actual: 'no_stream' });
    await shared().ledger.append(stream, newEvents(3), 'no_stream');
    await expect(refused('no_stream')).rejects.toMatchObject({ ...wrong, actual: 2 });
    await expect(refused(1)).rejects.toMatchObject({ ...wrong, actual: 2 });
    await expect(refused(3)).rejects.toMatchObject({ ...wrong, actual: 2 });
    expect(await shared().ledger.readStream(stream)).toHaveLength(3);
  });

  test('of the events of a refused append none is written', async () => {
    const stream = freshStream();
    const first = newEvents(2);
    await shared().ledger.append(stream, first, 'no_stream');
    await expect(shared().ledger.append(stream, newEvents(5), 0)).rejects.toThrow(/is at 1/);
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, first));
  });

  test('of fifty writers at one revision exactly one wins, each time', async () => {
    const stream = freshStream();
    for (let revision = 0; revision < 10; revision++) {
      const expected = revision === 0 ? 'no_stream' : revision - 1;
      const writers = Array.from({ length: 50 }, () => shared().ledger.append(stream, newEvents(1), expected));
      const outcomes = await Promise.allSettled(writers);
      const won = outcomes.filter((outcome) => outcome.status === 'fulfilled');
      expect(won).toEqual([{ status: 'fulfilled', value: { revision } }]);
      const lost = outcomes.filter((outcome) => outcome.status === 'rejected').map(({ reason }) => reason.code);
      expect(new Set(lost)).toEqual(new Set(['WRONG_EXPECTED_REVISION']));
    }
    expect(await shared().ledger.readStream(stream)).toHaveLength(10);
  });

  test('fifty writers who load and try again all get their turn, and no revision twice', async () => {
    const stream = freshStream();
    const append = async (): Promise<number> => {
      for (;;) {
        const revision = (await shared().ledger.readStream(stream)).length - 1;
        try {
          const expected = revision < 0 ? 'no_stream' : revision;
          return (await shared().ledger.append(stream, newEvents(1), expected)).revision;
        } catch (error) {
          expect(error).toMatchObject({ code: 'WRONG_EXPECTED_REVISION' });
        }
      }
    };
    const revisions = await Promise.all(Array.from({ length: 50 }, append));
    expect(revisions.sort((a, b) => a - b)).toEqual(Array.from({ length: 50 }, (_, i) => i));
  }, 60_000);

  test('an append that fails fails none of those that wait with it', async () => {
    const [good, taken] = [freshStream(), freshStream()];
    await shared().ledger.append(taken, newEvents(1), 'no_stream');
    const outcomes = await Promise.allSettled([
      shared().ledger.append(good, newEvents(2), 'no_stream'),
      shared().ledger.append(taken, newEvents(2), 'no_stream'),
      shared().ledger.append(freshStream(), newEvents(1), 5),
      shared().ledger.append(freshStream(), newEvents(1), 'no_stream'),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
    expect(await shared().ledger.readStream(good)).toHaveLength(2);
    expect(await shared().ledger.readStream(taken)).toHaveLength(1);
  });

  test('the ledger and the operations are apart, under one stream name as well', async () => {
    const stream = freshStream('webhook');
    const [ours, theirs] = [newEvents(1), newEvents(2)];
    await shared().ledger.append(stream, ours, 'no_stream');
    await shared().operations.append(stream, theirs, 'no_stream');
    expect(await shared().ledger.readStream(stream)).toEqual(onRecord(stream, ours));
    expect(await shared().operations.readStream(stream)).toEqual(onRecord(stream, theirs));
  });

  test('an append without an event, with an id twice or at no revision is the mistake of its caller', async () => {
    const event = newEvent();
    const append = (events: (typeof event)[], expected: number) => shared().ledger.append('x', events, expected);
    await expect(append([], 0)).rejects.toThrow(RangeError);
    await expect(append([event, event], 0)).rejects.toThrow(RangeError);
    await expect(append([event], -1)).rejects.toThrow(RangeError);
    await expect(append([event], 0.5)).rejects.toThrow(RangeError);
  });
}

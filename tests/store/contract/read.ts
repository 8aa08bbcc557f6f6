import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import type { Envelope } from '../../../src/domain/envelope.ts';
import type { Harness } from '../contract.ts';
import { freshStream, newEvents, onRecord } from '../events.ts';

const LENGTH = 120;

export function readContract({ shared }: Harness): void {
  const stream = freshStream();
  const events = newEvents(LENGTH);
  beforeAll(async () => {
    await shared().ledger.append(stream, events, 'no_stream');
  });

  test('a stream that does not exist has no events', async () => {
    expect(await shared().ledger.readStream(freshStream())).toEqual([]);
    expect(await shared().ledger.readStream(freshStream(), { from: 5, limit: 5 })).toEqual([]);
  });

  test('after the last revision there is nothing, and a limit of nothing gives nothing', async () => {
    expect(await shared().ledger.readStream(stream, { from: LENGTH })).toEqual([]);
    expect(await shared().ledger.readStream(stream, { from: LENGTH + 1000, limit: 10 })).toEqual([]);
    expect(await shared().ledger.readStream(stream, { limit: 0 })).toEqual([]);
  });

  test('law: a slice is what stands between its bounds', async () => {
    const law = fc.asyncProperty(fc.nat(LENGTH), fc.nat(LENGTH), async (from, limit) => {
      const slice = await shared().ledger.readStream(stream, { from, limit });
      expect(slice).toEqual(onRecord(stream, events).slice(from, from + limit));
    });
    await fc.assert(law, { numRuns: 30 });
  });

  test('law: pages of any size, put together, are the stream', async () => {
    const law = fc.asyncProperty(fc.integer({ min: 7, max: LENGTH + 1 }), async (limit) => {
      const pages: Envelope[] = [];
      for (;;) {
        const page = await shared().ledger.readStream(stream, { from: pages.length, limit });
        if (page.length === 0) break;
        expect(page.length).toBeLessThanOrEqual(limit);
        pages.push(...page);
      }
      expect(pages).toEqual(onRecord(stream, events));
    });
    await fc.assert(law, { numRuns: 10 });
  });

  test('a writer reads its own append', async () => {
    const own = freshStream();
    for (let n = 0; n < 20; n++) {
      await shared().ledger.append(own, newEvents(1), n === 0 ? 'no_stream' : n - 1);
      expect(await shared().ledger.readStream(own)).toHaveLength(n + 1);
    }
  });
}

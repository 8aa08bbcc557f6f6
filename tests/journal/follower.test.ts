import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { Json } from '../../src/domain/canonicalJson.ts';
import type { Envelope } from '../../src/domain/envelope.ts';
import { openFollower } from '../../src/journal/follower.ts';
import { envelopeOf } from '../../src/journal/journal.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import type { FollowedBatch, StoreEngine } from '../../src/store/eventStore.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvent, newEvents, onRecord } from '../store/events.ts';
import { tempDir } from '../support/tempDir.ts';
import { entriesOf, expectLaws } from './laws.ts';

async function openAuthority() {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  return engine;
}

async function open(authority: StoreEngine, dataDir: string, batchSize?: number) {
  const follower = openFollower({ dataDir, authority, ...(batchSize === undefined ? {} : { batchSize }) });
  onTestFinished(() => follower.close());
  return follower;
}

const soon = () => AbortSignal.timeout(10_000);

test('a follower copies what is there and what comes, entry for entry', async () => {
  const authority = await openAuthority();
  for (let n = 0; n < 20; n++) await authority.ledger.append(freshStream(), newEvents(10), 'no_stream');
  const follower = await open(authority, await tempDir(), 64);
  expect(follower.journal.caughtUp).toBe(false);
  await follower.journal.beyond(198, soon());
  await expect.poll(() => follower.journal.caughtUp).toBe(true);
  await authority.ledger.append(freshStream(), newEvents(5), 'no_stream');
  await follower.journal.beyond(203, soon());
  expect(expectLaws(follower.journal)).toEqual(entriesOf(embeddedJournal(authority)));
  expect(follower.health()).toEqual({ copying: 'following', state: 'up', connected: true, lastError: undefined });
});

test('law: closed and opened again at any point, it goes on where it was', async () => {
  const authority = await openAuthority();
  const copy = embeddedJournal(authority);
  const dataDir = await tempDir();
  const step = fc.record({
    appends: fc.nat(5),
    size: fc.integer({ min: 1, max: 9 }),
    batchSize: fc.integer({ min: 1, max: 20 }),
  });
  const law = fc.asyncProperty(step, fc.boolean(), async ({ appends, size, batchSize }, wait) => {
    const follower = openFollower({ dataDir, authority, batchSize });
    for (let n = 0; n < appends; n++) await authority.ledger.append(freshStream(), newEvents(size), 'no_stream');
    if (wait) await follower.journal.beyond(copy.head().sequence - 1, soon());
    await follower.close();
  });
  await fc.assert(law, { numRuns: 30 });
  const follower = await open(authority, dataDir);
  await follower.journal.beyond(copy.head().sequence - 1, soon());
  expect(expectLaws(follower.journal)).toEqual(entriesOf(copy));
}, 60_000);

test('a journal that was copied from another ledger is refused, and stays as it is', async () => {
  const [first, other, dataDir] = [await openAuthority(), await openAuthority(), await tempDir()];
  await first.ledger.append('a', newEvents(3), 'no_stream');
  await other.ledger.append('a', newEvents(5), 'no_stream');
  const copied = openFollower({ dataDir, authority: first });
  await copied.journal.beyond(1, soon());
  await copied.close();
  const follower = await open(other, dataDir);
  await expect.poll(() => follower.health().copying).toBe('refused');
  expect(follower.health().lastError).toMatch(/two histories from sequence 0 on.*EVENTSTORE_URL or LEDGER_NAME/);
  expect(entriesOf(follower.journal)).toEqual(entriesOf(embeddedJournal(first)));
});

test('a journal that knows more than the authority is refused: events were lost there', async () => {
  const [whole, dataDir] = [await openAuthority(), await tempDir()];
  const events = newEvents(3);
  await whole.ledger.append('a', events, 'no_stream');
  const copied = openFollower({ dataDir, authority: whole });
  await copied.journal.beyond(1, soon());
  await copied.close();
  const restored = await openAuthority();
  await restored.ledger.append('a', events.slice(0, 2), 'no_stream');
  const follower = await open(restored, dataDir);
  await expect.poll(() => follower.health().copying).toBe('refused');
});

test('a journal that was read up to an operational event which is gone is refused, though its entries all stand there', async () => {
  const [whole, restored, dataDir] = [await openAuthority(), await openAuthority(), await tempDir()];
  const events = newEvents(3);
  for (const authority of [whole, restored]) await authority.ledger.append('a', events, 'no_stream');
  await whole.operations.append('o', newEvents(1), 'no_stream');
  const copied = openFollower({ dataDir, authority: whole });
  await expect.poll(() => copied.journal.readOperations(-1, 10)).toHaveLength(1);
  await copied.close();
  await restored.ledger.append('b', newEvents(2), 'no_stream');
  const follower = await open(restored, dataDir);
  await expect.poll(() => follower.health().copying).toBe('refused');
  expect(follower.health().lastError).toMatch(/two histories from sequence 3 on: the operational event/);
  expect(entriesOf(follower.journal)).toHaveLength(3);
});

test('a follower keeps operations where they stand between events', async () => {
  const authority = await openAuthority();
  await authority.operations.append('o', newEvents(1), 'no_stream');
  await authority.ledger.append('a', newEvents(2), 'no_stream');
  await authority.operations.append('o', newEvents(2), 0);
  await authority.ledger.append('b', newEvents(1), 'no_stream');
  const { journal } = await open(authority, await tempDir());
  await expect.poll(() => journal.readOperations(-1, 10)).toHaveLength(3);
  expect(journal.readOperations(-1, 10).map(({ after }) => after)).toEqual([-1, 1, 1]);
  expect(journal.readOperations(-1, 10)).toEqual(embeddedJournal(authority).readOperations(-1, 10));
  expect(journal.readOperations(1, 1)).toHaveLength(1);
});

test.each([
  [
    'nested deeper than any ledger writes',
    () => ({ deep: JSON.parse(`${'['.repeat(5_000)}${']'.repeat(5_000)}`) as Json }),
  ],
  ['of a version no number can tell', () => ({ n: 1 })],
])('an event %s has its place, and stops nothing', async (what, data) => {
  const authority = await openAuthority();
  const [strange, next] = onRecord('a', [newEvent(data()), newEvent({ n: 2 })]) as [Envelope, Envelope];
  const envelopes = [what.includes('version') ? { ...strange, version: 1e300 } : strange, next];
  async function* follow(): AsyncGenerator<FollowedBatch> {
    const events = envelopes.map((envelope, i) => ({
      log: 'ledger' as const,
      envelope,
      position: String(i),
      clockBound: Date.now(),
    }));
    yield { events, caughtUp: true };
  }
  const { journal } = await open({ ...authority, follow }, await tempDir());
  await journal.beyond(0, soon());
  expect(journal.read(-1, 10).map((entry) => envelopeOf(entry).id)).toEqual(envelopes.map(({ id }) => id));
});

test('what other software wrote and no ledger takes still gets its place and its leaf', async () => {
  const authority = await openAuthority();
  const events = onRecord('a', [newEvent({ n: 2 ** 60 }), newEvent({ text: 'x'.repeat(70_000) }), newEvent({ n: 1 })]);
  async function* follow(): AsyncGenerator<FollowedBatch> {
    yield {
      events: events.map((envelope, i) => ({
        log: 'ledger' as const,
        envelope,
        position: String(i),
        clockBound: Date.now(),
      })),
      caughtUp: true,
    };
  }
  const foreign: StoreEngine = { ...authority, ledger: { append: never, readStream: async () => events }, follow };
  const { journal } = await open(foreign, await tempDir());
  await journal.beyond(1, soon());
  const entries = journal.read(-1, 10).map(envelopeOf);
  expect(entries.map(({ id }) => id)).toEqual(events.map(({ id }) => id));
  expect(entries.map(({ data }) => data)).toEqual([
    { $unreadable: expect.stringMatching(/no I-JSON.*2\^53/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { $unreadable: expect.stringMatching(/65535 bytes/), sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
    { n: 1 },
  ]);
  expect(journal.leaves(0, 3)).toHaveLength(3);
});

async function never(): Promise<never> {
  throw new Error('nobody appends here');
}

test('a failure of the authority is shown, and following goes on when it is over', async () => {
  const authority = await openAuthority();
  await authority.ledger.append('a', newEvents(3), 'no_stream');
  let failing = true;
  const flaky: StoreEngine = {
    ...authority,
    health: () => ({ connected: !failing, state: failing ? 'down' : 'up', lastError: undefined }),
    ledger: {
      append: never,
      readStream: (stream, options) => authority.ledger.readStream(stream, options),
    },
    follow(from, size, signal) {
      if (failing) throw new Error('the server is away');
      return authority.follow(from, size, signal);
    },
  };
  const follower = await open(flaky, await tempDir());
  await expect
    .poll(() => follower.health())
    .toEqual({ copying: 'connecting', state: 'down', connected: false, lastError: 'the server is away' });
  failing = false;
  await follower.journal.beyond(1, soon());
  await expect
    .poll(() => follower.health())
    .toEqual({ copying: 'following', state: 'up', connected: true, lastError: undefined });
  expectLaws(follower.journal);
});

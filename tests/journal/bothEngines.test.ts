import { randomUUID } from 'node:crypto';
import { describe, expect, onTestFinished, test } from 'vitest';
import { openFollower } from '../../src/journal/follower.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import type { EventStore } from '../../src/store/eventStore.ts';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvent, newEvents } from '../store/events.ts';
import { tempDir } from '../support/tempDir.ts';
import { entriesOf, expectLaws } from './laws.ts';

const url = process.env.EVENTSTORE_URL;
if (!url)
  console.info('skipped: journals over EventStoreDB. EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false runs them.');

const history = Array.from({ length: 40 }, (_, n) => ({
  stream: freshStream(),
  events: [newEvent({ 10: n, 9: 'é e\u0301 \u2028 😀', b: { z: 0.1, a: [] } }), ...newEvents(n % 4)],
}));

async function record(ledger: EventStore): Promise<number> {
  for (const { stream, events } of history) await ledger.append(stream, events, 'no_stream');
  return history.reduce((sum, { events }) => sum + events.length, 0);
}

describe.skipIf(!url)('over EventStoreDB', () => {
  const openRemote = (ledgerName: string) => {
    const engine = openEventStoreDbEngine({ url: url ?? '', ledgerName });
    onTestFinished(() => engine.close());
    return engine;
  };

  test('the same events make the same journal in both engines: sequences, clocks, texts, leaves', async () => {
    const embedded = openSqliteEngine({ dataDir: await tempDir() });
    onTestFinished(() => embedded.close());
    const remote = openRemote(`test-${randomUUID()}`);
    const follower = openFollower({ dataDir: await tempDir(), authority: remote });
    onTestFinished(() => follower.close());
    const count = await record(embedded.ledger);
    expect(await record(remote.ledger)).toBe(count);
    await follower.journal.beyond(count - 2, AbortSignal.timeout(10_000));
    expect(expectLaws(follower.journal)).toEqual(entriesOf(embeddedJournal(embedded)));
    expect(follower.journal.leaves(0, count)).toEqual(embeddedJournal(embedded).leaves(0, count));
    await expect.poll(() => follower.journal.caughtUp).toBe(true);
  });

  test('a second node with an empty disk comes to the same journal, while the first writes', async () => {
    const remote = openRemote(`test-${randomUUID()}`);
    const [first, second] = [await tempDir(), await tempDir()].map((dataDir) =>
      openFollower({ dataDir, authority: remote }),
    );
    onTestFinished(async () => {
      await first?.close();
      await second?.close();
    });
    const count = await record(remote.ledger);
    for (const follower of [first, second]) await follower?.journal.beyond(count - 2, AbortSignal.timeout(10_000));
    expect(first && expectLaws(first.journal)).toEqual(second && entriesOf(second.journal));
  });

  test('closed and opened again it goes on where it was; another ledger on the same server is refused', async () => {
    const remote = openRemote(`test-${randomUUID()}`);
    const dataDir = await tempDir();
    const count = await record(remote.ledger);
    for (const upTo of [10, 11, 50, count - 1]) {
      const follower = openFollower({ dataDir, authority: remote, batchSize: 3 });
      await follower.journal.beyond(upTo - 1, AbortSignal.timeout(10_000));
      await follower.close();
    }
    const other = openRemote(`test-${randomUUID()}`);
    const follower = openFollower({ dataDir, authority: other });
    onTestFinished(() => follower.close());
    await expect.poll(() => follower.health().copying).toBe('refused');
    expect(expectLaws(follower.journal)).toHaveLength(count);
  });
});

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { expect, onTestFinished, test } from 'vitest';
import type { NewEvent } from '../../src/domain/envelope.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvent, newEvents } from '../store/events.ts';
import { tempDir } from '../support/tempDir.ts';
import { entriesOf, expectLaws } from './laws.ts';

async function openLedger() {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  return { ...engine, journal: embeddedJournal(engine) };
}

const never = () => new AbortController().signal;

test('an empty journal has no head, no entry, no leaf and no instant', async () => {
  const { journal } = await openLedger();
  expect(journal.head()).toEqual({ sequence: -1, clock: 0 });
  expect(journal.read(-1, 10)).toEqual([]);
  expect(journal.leaves(0, 10)).toEqual([]);
  expect(journal.sequenceAt(Date.now())).toBe(-1);
  expect(journal.find(newEvent().id)).toBeUndefined();
  expect(journal.caughtUp).toBe(true);
});

test('law: whatever is appended in whatever order of time, the sequence is gapless and the clock never decreases', async () => {
  const { ledger, journal } = await openLedger();
  const instant = fc.date({ min: new Date('2025-01-01'), max: new Date('2026-01-01'), noInvalidDate: true });
  const appends = fc.array(fc.array(instant, { minLength: 1, maxLength: 4 }), { maxLength: 10 });
  const law = fc.asyncProperty(appends, async (batches) => {
    const append = (dates: Date[]) =>
      ledger.append(
        freshStream(),
        dates.map((date) => newEvent({}, date.toISOString())),
        'no_stream',
      );
    await Promise.all(batches.map(append));
    expectLaws(journal);
  });
  await fc.assert(law, { numRuns: 30 });
});

test('law: the sequence at an instant is the last whose clock is not after it, and about that one no earlier, as the journal grows as well', async () => {
  const { ledger, journal } = await openLedger();
  const minutes: number[] = [];
  const grow = async (by: number) => {
    const more = Array.from({ length: by }, (_, n) => Math.floor((minutes.length + n) / 3) * 2);
    minutes.push(...more);
    const events = more.map((minute) => newEvent({}, new Date(60_000 * minute).toISOString()));
    await ledger.append(freshStream(), events, 'no_stream');
  };
  for (const [times, by] of [
    [1, 1],
    [1, 10],
    [1, 900],
    [10, 900],
  ] as const) {
    for (let n = 0; n < times; n++) await grow(by);
    const law = fc.property(fc.nat(1_200), (minute) => {
      expect(journal.sequenceAt(60_000 * minute)).toBe(minutes.filter((each) => each <= minute).length - 1);
      expect(journal.sequenceAt(60_000 * minute - 1)).toBe(minutes.filter((each) => each < minute).length - 1);
    });
    const near = fc.property(fc.nat(8_000), (minute) => {
      const after = journal.sequenceNear(60_000 * minute) - journal.sequenceAt(60_000 * minute);
      expect(after).toBeGreaterThanOrEqual(0);
      expect(after).toBeLessThanOrEqual(minutes.length / 4_096);
    });
    fc.assert(near);
    fc.assert(law);
  }
});

test('law: pages of any size are the journal, and leaves of any range are those of its texts', async () => {
  const { ledger, journal } = await openLedger();
  for (let n = 0; n < 10; n++) await ledger.append(freshStream(), newEvents(7), 'no_stream');
  const all = expectLaws(journal);
  const law = fc.property(fc.integer({ min: 1, max: 80 }), fc.nat(80), fc.nat(80), (page, first, count) => {
    expect(entriesOf(journal, page)).toEqual(all);
    expect(journal.leaves(first, count)).toEqual(journal.leaves(0, 100).slice(first, first + count));
  });
  fc.assert(law);
});

test('a stream is read by revision, as of any sequence', async () => {
  const { ledger, journal } = await openLedger();
  await ledger.append('a', newEvents(2), 'no_stream');
  await ledger.append('b', newEvents(2), 'no_stream');
  await ledger.append('a', newEvents(1), 1);
  const sequences = (upTo?: number) => journal.readStream('a', upTo).map(({ sequence }) => sequence);
  expect(sequences()).toEqual([0, 1, 4]);
  expect([3, 4, 0, -1].map(sequences)).toEqual([[0, 1], [0, 1, 4], [0], []]);
  expect(journal.readStream('c')).toEqual([]);
});

test('an entry is found by its id, the newest and the oldest', async () => {
  const { ledger, journal } = await openLedger();
  const events = newEvents(20_000);
  const append = (event: NewEvent) => ledger.append(freshStream(), [event], 'no_stream');
  await Promise.all(events.map(append));
  for (const sequence of [0, 1, 8_191, 8_192, 16_383, 19_999]) {
    const entry = journal.find(events[sequence]?.id ?? '');
    expect(entry?.sequence).toBe(sequence);
    expect(entry && envelopeOf(entry).id).toBe(events[sequence]?.id);
  }
  expect(journal.find('no uuid at all')).toBeUndefined();
  expect(journal.find(events[0]?.id.replace(/.$/, 'g') ?? '')).toBeUndefined();
});

test('one who waits is woken by the commit that brings the head beyond, not by an earlier one', async () => {
  const { ledger, journal } = await openLedger();
  await journal.beyond(-2, never());
  let woken = false;
  const beyond = journal.beyond(1, never()).then(() => {
    woken = true;
  });
  await ledger.append('a', newEvents(2), 'no_stream');
  expect(woken).toBe(false);
  await ledger.append('a', newEvents(1), 1);
  await beyond;
  expect(journal.head().sequence).toBe(2);
});

test('one who waits is let go by their signal, and leaves nothing behind', async () => {
  const { journal, log } = await openLedger();
  const abort = new AbortController();
  const waiting = Promise.all([journal.beyond(0, abort.signal), journal.beyond(5, abort.signal)]);
  expect(log.watch.waiting).toBe(2);
  abort.abort();
  await waiting;
  expect(log.watch.waiting).toBe(0);
  await journal.beyond(0, abort.signal);
});

test('operations are no part of the journal', async () => {
  const { operations, journal } = await openLedger();
  await operations.append('lease', newEvents(3), 'no_stream');
  expect(journal.head().sequence).toBe(-1);
});

test('has the same roots after it was closed and opened, by its writer and by a reader, and in a file that kept no ranges', async () => {
  const dataDir = await tempDir();
  const engine = openSqliteEngine({ dataDir });
  for (let n = 0; n < 10; n++) await engine.ledger.append(freshStream(), newEvents(1_000), 'no_stream');
  expectLaws(embeddedJournal(engine));
  const roots = [0, 1, 4_096, 5_000, 8_192, 10_000].map((size) => embeddedJournal(engine).rootAt(size));
  await engine.close();
  const rootsNow = (journal: Journal) => [0, 1, 4_096, 5_000, 8_192, 10_000].map((size) => journal.rootAt(size));
  const reading = () => {
    const reader = openSqliteJournalReader(dataDir);
    const found = rootsNow(reader);
    reader.close();
    return found;
  };
  const writing = async () => {
    const again = openSqliteEngine({ dataDir });
    const found = rootsNow(embeddedJournal(again));
    await again.close();
    return found;
  };
  expect(reading()).toEqual(roots);
  expect(await writing()).toEqual(roots);
  const db = new DatabaseSync(join(dataDir, 'ledger.db'));
  expect(db.prepare('SELECT size FROM event_range').all()).toEqual([{ size: 4_096 }, { size: 8_192 }]);
  db.exec('DROP TABLE event_range');
  db.close();
  expect(reading()).toEqual(roots);
  expect(await writing()).toEqual(roots);
});

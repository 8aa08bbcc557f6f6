import { expect, onTestFinished, test } from 'vitest';
import { openFollower } from '../../src/journal/follower.ts';
import { envelopeOf } from '../../src/journal/journal.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvents } from '../store/events.ts';
import { tempDir } from '../support/tempDir.ts';
import { nextLine, remainingLines, startChild } from './child.ts';
import { entriesOf, expectLaws } from './laws.ts';

test('a kill in the middle of appends loses nothing that was acknowledged, time after time', async () => {
  const dataDir = await tempDir();
  const acknowledged: string[] = [];
  for (const workers of ['1', '8', '64']) {
    const child = startChild(import.meta.resolve('./children/append.ts'), dataDir, workers);
    for (let n = 0; n < 300; n++) acknowledged.push((await nextLine(child)) ?? 'it ended by itself');
    await child.kill();
    // A last line may be cut off in the middle.
    acknowledged.push(...(await remainingLines(child)).filter((line) => line.length === 36));
    const engine = openSqliteEngine({ dataDir });
    const entries = expectLaws(embeddedJournal(engine));
    const held = new Set(entries.map((entry) => envelopeOf(entry).id));
    expect(acknowledged.filter((id) => !held.has(id))).toEqual([]);
    expect(entries.length % 3).toBe(0);
    await engine.ledger.append(freshStream(), newEvents(3), 'no_stream');
    await engine.close();
  }
}, 60_000);

test('after a kill a reader sees what was acknowledged, before anyone writes again', async () => {
  const dataDir = await tempDir();
  const child = startChild(import.meta.resolve('./children/append.ts'), dataDir, '8');
  const acknowledged: string[] = [];
  for (let n = 0; n < 100; n++) acknowledged.push((await nextLine(child)) ?? '');
  await child.kill();
  const reader = openSqliteJournalReader(dataDir);
  onTestFinished(() => reader.close());
  expectLaws(reader);
  for (const id of acknowledged) expect(reader.find(id)).toBeDefined();
});

test('a follower killed again and again neither loses nor repeats an event', async () => {
  const [ledgerDir, dataDir] = [await tempDir(), await tempDir()];
  const ledger = openSqliteEngine({ dataDir: ledgerDir });
  for (let n = 0; n < 300; n++) await ledger.ledger.append(freshStream(), newEvents(10), 'no_stream');
  await ledger.close();
  for (let kills = 0; kills < 5; kills++) {
    const child = startChild(import.meta.resolve('./children/follow.ts'), ledgerDir, dataDir);
    for (let lines = 0; lines < 5 + kills; lines++) await nextLine(child);
    await child.kill();
  }
  const authority = openSqliteEngine({ dataDir: ledgerDir });
  const follower = openFollower({ dataDir, authority });
  onTestFinished(async () => {
    await follower.close();
    await authority.close();
  });
  await follower.journal.beyond(2998, AbortSignal.timeout(10_000));
  expect(expectLaws(follower.journal)).toEqual(entriesOf(embeddedJournal(authority)));
}, 60_000);

import { expect, onTestFinished, test } from 'vitest';
import { envelopeOf } from '../../src/journal/journal.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';
import { remainingLines, startChild } from './child.ts';
import { expectLaws } from './laws.ts';

test('when the disk is full all that waited is refused as not written, and what was acknowledged stays', async () => {
  const dataDir = await tempDir();
  const lines = await remainingLines(
    startChild(import.meta.resolve('./children/fill.ts'), dataDir, { largestFile: 3000 }),
  );
  const acknowledged = lines.filter((line) => !line.startsWith('{'));
  expect(acknowledged.length).toBeGreaterThan(50);
  const [first, second, after] = lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  const refused = {
    codes: ['UNAVAILABLE'],
    connected: false,
    state: 'down',
    lastError: expect.stringMatching(/disk|full/),
  };
  expect([first, second]).toEqual([refused, refused]);
  expect(after).toEqual({ sequence: acknowledged.length - 1, read: acknowledged.length });
  const engine = openSqliteEngine({ dataDir });
  onTestFinished(() => engine.close());
  const entries = expectLaws(embeddedJournal(engine));
  expect(entries.map((entry) => envelopeOf(entry).id)).toEqual(acknowledged);
});

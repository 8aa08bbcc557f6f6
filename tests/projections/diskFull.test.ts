// A disk that is full beneath the read models is a state: reads go on, nothing ends, and it passes when there is room again.
// A limit on the size of the process's files stands for the disk; it is taken off while the process runs.
import { execFileSync } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { fill } from '../../src/generator/fill.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { buildModels } from '../../src/projections/build/buildModels.ts';
import { LEDGER_FILE, openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { nextLine, remainingLines, startChild } from '../journal/child.ts';
import { contents } from '../support/modelsRows.ts';
import { tempDir } from '../support/tempDir.ts';

const CHILD = import.meta.resolve('./children/full.ts');
const clock = () => Date.parse('2025-06-26T00:00:00Z');

const limitFiles = (pid: number, bytes: number | 'unlimited') =>
  execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}:unlimited`]);

async function told(child: ReturnType<typeof startChild>): Promise<Record<string, unknown>> {
  return JSON.parse((await nextLine(child)) ?? '{}') as Record<string, unknown>;
}

async function expectAsBuilt(dataDir: string): Promise<void> {
  const journal = openSqliteJournalReader(dataDir, LEDGER_FILE);
  onTestFinished(() => journal.close());
  const signal = new AbortController().signal;
  await buildModels({ dataDir, file: 'built.db', journal, clock, signal });
  expect(contents(dataDir, 'models.db')).toEqual(contents(dataDir, 'built.db'));
}

describe('a full disk', () => {
  it('at a commit of the read models stalls them, and they go on when there is room, with nothing lost or twice', {
    timeout: 240_000,
  }, async () => {
    const dataDir = await tempDir();
    const child = startChild(CHILD, dataDir, 'follow');
    const pid = Number((await told(child)).ready);
    limitFiles(pid, 3_000_000);
    expect(await told(child)).toMatchObject({
      state: 'stalled',
      reason: expect.stringMatching(/disk|full/),
      first: true,
      late: false,
      listed: 1,
      isReached: false,
    });
    limitFiles(pid, 'unlimited');
    const { cursor, stored, projected, ...after } = await told(child);
    expect([after.state, after.late, stored, projected]).toEqual([
      'live',
      true,
      Number(cursor) + 1,
      Number(cursor) + 1,
    ]);
    expect((await remainingLines(child)).map((line) => JSON.parse(line))).toEqual([{ news: ['stalled', 'recovered'] }]);
    await expectAsBuilt(dataDir);
  });

  it('at a build of the read models stalls it, and they are built when there is room', {
    timeout: 240_000,
  }, async () => {
    const dataDir = await tempDir();
    const engine = openSqliteEngine({ dataDir });
    expect(await fill(engine.ledger, { commitments: 400, seed: 5 })).toBeGreaterThan(2_000);
    await engine.close();
    const child = startChild(CHILD, dataDir, 'build');
    const pid = Number((await told(child)).ready);
    limitFiles(pid, 1_500_000);
    expect(await told(child)).toMatchObject({ state: 'stalled', reason: expect.stringMatching(/disk|full/) });
    limitFiles(pid, 'unlimited');
    expect(await told(child)).toMatchObject({ state: 'live' });
    expect((await remainingLines(child)).map((line) => JSON.parse(line))).toEqual([{ news: ['stalled', 'recovered'] }]);
    await expectAsBuilt(dataDir);
  });
});

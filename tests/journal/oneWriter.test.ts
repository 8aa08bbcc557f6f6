import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { expect, onTestFinished, test } from 'vitest';
import { openFollower } from '../../src/journal/follower.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvents } from '../store/events.ts';
import { tempDir } from '../support/tempDir.ts';
import { nextLine, startChild } from './child.ts';
import { expectLaws } from './laws.ts';

const never = () => new AbortController().signal;

test('a second process is refused, told who holds the DATA_DIR and what to do', async () => {
  const dataDir = await tempDir();
  const engine = openSqliteEngine({ dataDir });
  onTestFinished(() => engine.close());
  const refused = await nextLine(startChild(import.meta.resolve('./children/hold.ts'), dataDir));
  expect(refused).toContain(`DATA_DIR ${dataDir} is in use: process ${process.pid} writes to it`);
  expect(refused).toMatch(/--url.*stop it/);
});

test('so is this process, and the lock stays with who has it', async () => {
  const dataDir = await tempDir();
  const holder = startChild(import.meta.resolve('./children/hold.ts'), dataDir);
  expect(await nextLine(holder)).toBe('held');
  const locked = { code: 'DATA_DIR_LOCKED', message: expect.stringContaining(`process ${holder.process.pid} writes`) };
  expect(() => openSqliteEngine({ dataDir })).toThrow(expect.objectContaining(locked));
  expect(() => openSqliteEngine({ dataDir })).toThrow(expect.objectContaining(locked));
});

test('the death of its holder frees the lock, and closing does', async () => {
  const dataDir = await tempDir();
  const holder = startChild(import.meta.resolve('./children/hold.ts'), dataDir);
  expect(await nextLine(holder)).toBe('held');
  await holder.kill();
  const engine = openSqliteEngine({ dataDir });
  await engine.close();
  await openSqliteEngine({ dataDir }).close();
});

test('a follower holds the same lock', async () => {
  const dataDir = await tempDir();
  const authority = openSqliteEngine({ dataDir: await tempDir() });
  const follower = openFollower({ dataDir, authority });
  onTestFinished(async () => {
    await follower.close();
    await authority.close();
  });
  expect(await nextLine(startChild(import.meta.resolve('./children/hold.ts'), dataDir))).toContain('is in use');
});

test('a reader beside a writer sees each commit, and is woken by it', async () => {
  const dataDir = await tempDir();
  const engine = openSqliteEngine({ dataDir });
  const reader = openSqliteJournalReader(dataDir);
  onTestFinished(async () => {
    reader.close();
    await engine.close();
  });
  for (let n = 0; n < 5; n++) {
    const waiting = reader.beyond(n * 3 - 1, never());
    await engine.ledger.append(freshStream(), newEvents(3), 'no_stream');
    await waiting;
    expect(expectLaws(reader)).toHaveLength(3 * (n + 1));
  }
});

test('a reader of a ledger at rest writes nothing that keeps a writer out', async () => {
  const dataDir = await tempDir();
  const before = openSqliteEngine({ dataDir });
  const [event] = newEvents(1);
  await before.ledger.append('a', event ? [event] : [], 'no_stream');
  await before.close();
  const reader = openSqliteJournalReader(dataDir);
  expect(reader.find(event?.id ?? '')?.sequence).toBe(0);
  const after = openSqliteEngine({ dataDir });
  await after.ledger.append('a', newEvents(1), 0);
  expect(reader.readStream('a')).toHaveLength(2);
  reader.close();
  await after.close();
});

test('where there is no ledger a reader says so', async () => {
  const dataDir = await tempDir();
  expect(() => openSqliteJournalReader(dataDir)).toThrow(expect.objectContaining({ code: 'DATA_DIR_EMPTY' }));
});

test('a ledger of a newer schema is refused and left as it is', async () => {
  const dataDir = await tempDir();
  await openSqliteEngine({ dataDir }).close();
  const db = new DatabaseSync(join(dataDir, 'ledger.db'));
  db.exec('PRAGMA user_version = 99');
  db.close();
  const newer = { code: 'DATA_DIR_NEWER', message: expect.stringContaining('schema 99') };
  expect(() => openSqliteEngine({ dataDir })).toThrow(expect.objectContaining(newer));
  expect(() => openSqliteJournalReader(dataDir)).toThrow(expect.objectContaining(newer));
  const again = new DatabaseSync(join(dataDir, 'ledger.db'), { returnArrays: true });
  expect(again.prepare('PRAGMA user_version').get()).toEqual([99]);
  again.close();
});

test('a DATA_DIR that is no folder, or holds no database, is refused in words', async () => {
  const dataDir = await tempDir();
  await writeFile(join(dataDir, 'file'), '');
  const unusable = expect.objectContaining({ code: 'DATA_DIR_UNUSABLE' });
  expect(() => openSqliteEngine({ dataDir: join(dataDir, 'file') })).toThrow(unusable);
  await writeFile(join(dataDir, 'ledger.db'), 'this is no database, whatever its name says. '.repeat(100));
  const damaged = expect.objectContaining({
    code: 'DATA_DIR_DAMAGED',
    message: expect.stringMatching(/ledger\.db is damaged \(file is not a database\)/),
  });
  expect(() => openSqliteEngine({ dataDir })).toThrow(damaged);
  expect(() => openSqliteJournalReader(dataDir)).toThrow(damaged);
});

test('a copy of the file in a folder of its own opens as a ledger', async () => {
  const [dataDir, copy] = [await tempDir(), join(await tempDir(), 'deep', 'copy')];
  const engine = openSqliteEngine({ dataDir });
  await engine.ledger.append('a', newEvents(3), 'no_stream');
  await engine.close();
  await mkdir(copy, { recursive: true });
  await copyFile(join(dataDir, 'ledger.db'), join(copy, 'ledger.db'));
  const copied = openSqliteEngine({ dataDir: copy });
  expect(await copied.ledger.readStream('a')).toHaveLength(3);
  await copied.close();
});

// The line of checkpoints that several nodes share: who may continue it, and what is found where it is another one.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { adoptLine } from '../../src/audit/log/adoptLine.ts';
import { openLog, type TransparencyLog } from '../../src/audit/log/openLog.ts';
import { CHECKPOINT_STREAM, LEASE } from '../../src/audit/log/sharedSigning.ts';
import { generateKey, parseSigner } from '../../src/audit/note/keys.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import type { EventStore } from '../../src/store/eventStore.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, ORIGIN, record, signer } from './support/ledger.ts';

const identity = { origin: ORIGIN, keys: [signer.verifier] };
const time = { now: Date.UTC(2025, 5, 25) };

async function line(): Promise<EventStore> {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  return engine.operations;
}

/** A node with its own copy of `events` events, in a folder that may be opened again. */
async function node(
  dataDir: string,
  operations: EventStore,
  events: number,
  { salt = '', checkpointFile }: { readonly salt?: string; readonly checkpointFile?: string } = {},
) {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  await record(engine.ledger, journal.head().sequence + 1, events, salt);
  const log = await openLog({
    dataDir,
    journal,
    origin: ORIGIN,
    signers: [signer],
    shared: operations,
    interval: 5,
    clock: () => time.now,
    checkpointFile,
  });
  const close = async () => {
    await log.close();
    await engine.close();
  };
  onTestFinished(close);
  return { engine, journal, log, close };
}

const rounds = () => new Promise((resolve) => setTimeout(resolve, 60));
const notes = async (operations: EventStore) => (await operations.readStream(CHECKPOINT_STREAM)).length;
const serves = (log: TransparencyLog, size: number) => expect.poll(() => log.health().signed).toBe(size);

/** A line of one checkpoint over three entries, by a node that is gone. */
async function lineOfThree(): Promise<EventStore> {
  const operations = await line();
  const first = await node(await tempDir(), operations, 3);
  await covered(first.log, 2);
  await first.close();
  time.now += LEASE + 5_001;
  return operations;
}

async function adopt(
  dataDir: string,
  operations: EventStore,
  memories: readonly { note: string; where: string }[] = [],
) {
  const engine = openSqliteEngine({ dataDir });
  try {
    return await adoptLine({
      dataDir,
      identity,
      streams: operations,
      journal: embeddedJournal(engine),
      memories,
    });
  } finally {
    await engine.close();
  }
}

describe('a node that remembers nothing of the line it finds', () => {
  it('serves it and signs nothing, after a restart as well, and says what to do', async () => {
    const operations = await lineOfThree();
    const dataDir = await tempDir();
    for (const events of [4, 5]) {
      const { log, close } = await node(dataDir, operations, events);
      await serves(log, 3);
      await rounds();
      expect(await notes(operations)).toBe(1);
      expect(log.health()).toMatchObject({ withheld: true, lastError: expect.stringContaining('concordat adopt') });
      await close();
    }
  });

  it('continues it once an operator has adopted it', async () => {
    const operations = await lineOfThree();
    const dataDir = await tempDir();
    await (await node(dataDir, operations, 4)).close();
    expect(await adopt(dataDir, operations)).toMatchObject({ size: 3 });
    const { log } = await node(dataDir, operations, 4);
    await covered(log, 3);
    expect(log.health().withheld).toBe(false);
    expect(await notes(operations)).toBe(2);
  });

  it('cannot adopt a line that is older than what is remembered elsewhere, or is another history', async () => {
    const operations = await lineOfThree();
    const elsewhere = await node(await tempDir(), await line(), 5);
    await covered(elsewhere.log, 4);
    const later = { note: elsewhere.log.reader.head().note, where: 'a file' };
    const other = await node(await tempDir(), await line(), 2, { salt: 'otherwise' });
    await covered(other.log, 1);
    const otherwise = { note: other.log.reader.head().note, where: 'a file' };
    const dataDir = await tempDir();
    await (await node(dataDir, operations, 4)).close();
    await expect(adopt(dataDir, operations, [later])).rejects.toMatchObject({ code: 'OLDER_DATA' });
    await expect(adopt(dataDir, operations, [otherwise])).rejects.toMatchObject({ code: 'FORKED' });
    const { log } = await node(dataDir, operations, 4);
    await serves(log, 3);
    expect(log.health().withheld).toBe(true);
  });

  it('cannot adopt what it has not copied yet, nor a line that is not there', async () => {
    const operations = await lineOfThree();
    const dataDir = await tempDir();
    await (await node(dataDir, await line(), 2)).close();
    await expect(adopt(dataDir, operations)).rejects.toMatchObject({ code: 'NOT_COVERED' });
    await expect(adopt(dataDir, await line())).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('a line', () => {
  it('of another origin in the same stream is passed over: after a loss the ledger goes on under another one', async () => {
    const operations = await lineOfThree();
    const origin = 'ledger.example/second';
    const second = parseSigner(generateKey(origin).skey);
    const dataDir = await tempDir();
    const engine = openSqliteEngine({ dataDir });
    onTestFinished(() => engine.close());
    await record(engine.ledger, 0, 2, 'otherwise');
    const parts = { dataDir, journal: embeddedJournal(engine), origin, signers: [second], shared: operations };
    for (const size of [2, 4]) {
      await record(engine.ledger, embeddedJournal(engine).head().sequence + 1, size, 'otherwise');
      const log = await openLog({ ...parts, interval: 5, clock: () => time.now });
      await covered(log, size - 1);
      await log.close();
      time.now += LEASE + 5_001;
    }
    expect(await notes(operations)).toBe(3);
    const first = await node(await tempDir(), operations, 4);
    await serves(first.log, 3);
    expect(first.log.health().withheld).toBe(true);
  });

  it('that covers no entries commits to nothing: whoever finds it goes on with it', async () => {
    const operations = await line();
    const first = await node(await tempDir(), operations, 0);
    await serves(first.log, 0);
    await first.close();
    time.now += LEASE + 5_001;
    expect(await notes(operations)).toBe(1);
    const { log } = await node(await tempDir(), operations, 2);
    await covered(log, 1);
  });
});

describe('what was signed before', () => {
  it('and is not reached by a journal that has caught up is told at once, before the log stops for it', async () => {
    const file = join(await tempDir(), 'checkpoint');
    const before = await node(await tempDir(), await line(), 5);
    await covered(before.log, 4);
    writeFileSync(file, before.log.reader.head().note);
    const { log, engine } = await node(await tempDir(), await line(), 2, { checkpointFile: file });
    expect(log.behind()).toContain('older than what this log has signed');
    expect(log.health().status).toBe('live');
    await record(engine.ledger, 2, 5);
    expect(log.behind()).toBeUndefined();
  });
});

describe('a line that is not the one a node knows', () => {
  it('stops it where the last checkpoint it read is gone, though nothing else changed', async () => {
    const operations = await line();
    const dataDir = await tempDir();
    const before = await node(dataDir, operations, 3);
    await covered(before.log, 2);
    await before.close();
    const { log } = await node(dataDir, await line(), 3);
    await expect.poll(() => log.health().status).toBe('stopped');
    expect(log.health().lastError).toContain('is not there any more');
  });

  it('stops it where another checkpoint stands in its place', async () => {
    const operations = await line();
    const dataDir = await tempDir();
    const before = await node(dataDir, operations, 3);
    await covered(before.log, 2);
    await before.close();
    const other = await line();
    time.now += LEASE + 5_001;
    const another = await node(await tempDir(), other, 2);
    await covered(another.log, 1);
    const { log } = await node(dataDir, other, 3);
    await expect.poll(() => log.health().status).toBe('stopped');
    expect(log.health().lastError).toContain('holds another checkpoint');
  });
});

// Several nodes, one line of checkpoints: who signs, who serves, and what stops a node.
import { describe, expect, it, onTestFinished } from 'vitest';
import { adoptLine } from '../../src/audit/log/adoptLine.ts';
import { openLog, type TransparencyLog } from '../../src/audit/log/openLog.ts';
import { CHECKPOINT_STREAM, LEASE } from '../../src/audit/log/sharedSigning.ts';
import { openCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import type { EventStore } from '../../src/store/eventStore.ts';
import { openSqliteEngine, type SqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, ORIGIN, record, signer } from './support/ledger.ts';

/** A node: its own copy of the journal, its own log, and operational streams it shares with the others. */
async function node(
  operations: EventStore,
  clock: () => number,
  adopting?: readonly { note: string; where: string }[],
): Promise<{ engine: SqliteEngine; log: TransparencyLog }> {
  const dataDir = await tempDir();
  const engine = openSqliteEngine({ dataDir });
  if (adopting !== undefined) {
    await record(engine.ledger, 0, 2);
    const journal = embeddedJournal(engine);
    const identity = { origin: ORIGIN, keys: [signer.verifier] };
    await adoptLine({ dataDir, identity, streams: operations, journal, memories: adopting });
  }
  const log = await openLog({
    dataDir,
    journal: embeddedJournal(engine),
    origin: ORIGIN,
    signers: [signer],
    shared: operations,
    interval: 5,
    clock,
  });
  onTestFinished(async () => {
    await log.close();
    await engine.close();
  });
  return { engine, log };
}

async function cluster(): Promise<EventStore> {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  return engine.operations;
}

async function notesIn(operations: EventStore): Promise<{ note: string; node: string }[]> {
  const events = await operations.readStream(CHECKPOINT_STREAM);
  return events.map(({ data }) => data as unknown as { note: string; node: string });
}

describe('nodes that share their checkpoints', () => {
  it('one signs, both serve its note, and only what their own tree has reached', async () => {
    const operations = await cluster();
    const [a, b] = [await node(operations, Date.now), await node(operations, Date.now)];
    await record(a.engine.ledger, 0, 4);
    await Promise.race([covered(a.log, 3), expect.poll(() => notesIn(operations)).not.toEqual([])]);
    await record(b.engine.ledger, 0, 4);
    const grown = record(a.engine.ledger, 4, 6).then(() => record(b.engine.ledger, 4, 6));
    await grown;
    await Promise.all([covered(a.log, 5), covered(b.log, 5)]);
    expect(a.log.reader.head().note).toBe(b.log.reader.head().note);
    const notes = await notesIn(operations);
    expect(new Set(notes.map((signed) => signed.node)).size).toBe(1);
    const sizes = notes.map(({ note }) => openCheckpoint(note, ORIGIN, [signer.verifier]).size);
    expect(sizes).toEqual(sizes.toSorted((x, y) => x - y));
  });

  it('when the one that signs falls silent, another takes over after its lease', async () => {
    const operations = await cluster();
    let now = Date.UTC(2025, 5, 25);
    const a = await node(operations, () => now);
    await record(a.engine.ledger, 0, 2);
    await covered(a.log, 1);
    await a.log.close();
    const b = await node(operations, () => now, [{ note: a.log.reader.head().note, where: 'elsewhere' }]);
    await record(b.engine.ledger, 2, 3);
    await expect.poll(() => b.log.health().signed ?? -1).toBeGreaterThanOrEqual(0);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(b.log.health().signed).toBeLessThan(3);
    now += LEASE + 5_001;
    await covered(b.log, 2);
    expect(new Set((await notesIn(operations)).map((signed) => signed.node)).size).toBe(2);
  });

  it('a node whose journal is another stops, serves nothing and says so', async () => {
    const operations = await cluster();
    const a = await node(operations, Date.now);
    await record(a.engine.ledger, 0, 3);
    await covered(a.log, 2);
    const b = await node(operations, Date.now);
    await record(b.engine.ledger, 0, 3, 'otherwise');
    await expect.poll(() => b.log.health().status).toBe('stopped');
    expect(() => b.log.reader.checkpoint()).toThrow(
      /^The log stopped: The journal is not the history that the checkpoint in the operational stream log-checkpoints, revision \d+ covers \(size [0-3]\)/,
    );
    expect(a.log.health().status).toBe('live');
  });

  it('a node that has caught up and still lacks what was signed stops after a minute', async () => {
    const operations = await cluster();
    let now = Date.UTC(2025, 5, 25);
    const a = await node(operations, () => now);
    await record(a.engine.ledger, 0, 3);
    await covered(a.log, 2);
    const b = await node(operations, () => now);
    await record(b.engine.ledger, 0, 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(b.log.health().status).toBe('live');
    now += 61_000;
    await expect
      .poll(() => b.log.health().lastError)
      .toMatch('the journal holds 1 entries, the checkpoint in the operational');
  });

  it('while the cluster is out of reach the last checkpoint is served, and the reason is told', async () => {
    const operations = await cluster();
    let broken = false;
    const shared: EventStore = {
      append: (stream, events, expected) => operations.append(stream, events, expected),
      readStream: async (stream, options) => {
        if (broken) throw new Error('no answer from the cluster');
        return operations.readStream(stream, options);
      },
    };
    const { engine, log } = await node(shared, Date.now);
    await record(engine.ledger, 0, 2);
    await covered(log, 1);
    broken = true;
    await record(engine.ledger, 2, 3);
    await expect.poll(() => log.health().lastError).toBe('no answer from the cluster');
    expect([log.health().status, log.reader.head().size]).toEqual(['live', 2]);
    broken = false;
    await covered(log, 2);
    expect(log.health().lastError).toBeUndefined();
  });
});

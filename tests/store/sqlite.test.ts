import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, describe, expect, test } from 'vitest';
import type { ExpectedRevision } from '../../src/store/eventStore.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { storeContract } from './contract.ts';
import { followed, newEvent, newEvents } from './events.ts';

const root = await mkdtemp(join(tmpdir(), 'concordat-store-'));
afterAll(() => rm(root, { recursive: true, force: true }));

let ledgers = 0;
const dataDir = () => join(root, String(ledgers++));
storeContract('the embedded engine', async () => openSqliteEngine({ dataDir: dataDir() }));

describe('the embedded engine', () => {
  test('refuses an id that it holds, at the current revision and in another stream as well', async () => {
    const engine = openSqliteEngine({ dataDir: dataDir() });
    const [first, second] = [newEvent(), newEvent()];
    await engine.ledger.append('a', [first], 'no_stream');
    const wrong = { code: 'WRONG_EXPECTED_REVISION' };
    await expect(engine.ledger.append('a', [first], 0)).rejects.toMatchObject(wrong);
    await expect(engine.ledger.append('b', [second, first], 'no_stream')).rejects.toMatchObject(wrong);
    expect(await engine.ledger.readStream('b')).toEqual([]);
    await engine.close();
  });

  test('remembers what it holds when it is opened again: revisions, ids, the last sequence', async () => {
    const at = { dataDir: dataDir() };
    const before = openSqliteEngine(at);
    const events = newEvents(10_000);
    await Promise.all(events.map((event, i) => before.ledger.append(`s${i % 100}`, [event], revisionBefore(i))));
    await before.close();
    const after = openSqliteEngine(at);
    expect(after.log.head().sequence).toBe(9_999);
    for (const i of [0, 5_000, 9_999]) {
      expect(after.log.find(events[i]?.id ?? '')?.sequence).toBe(i);
      const again = after.ledger.append(`s${i % 100}`, newEvents(1), revisionBefore(i + 100));
      if (i < 9_900) await expect(again).rejects.toMatchObject({ code: 'WRONG_EXPECTED_REVISION', actual: 99 });
      else await expect(again).resolves.toEqual({ revision: 100 });
    }
    await after.close();
  });

  test('remembers the order of both logs when it is opened again, and takes a plain sequence for a position', async () => {
    const at = { dataDir: dataDir() };
    const before = openSqliteEngine(at);
    await before.operations.append('a', newEvents(1), 'no_stream');
    await before.ledger.append('a', newEvents(2), 'no_stream');
    await before.operations.append('a', newEvents(1), 0);
    await before.ledger.append('a', newEvents(1), 1);
    await before.close();
    const after = openSqliteEngine(at);
    const positions = async (from: string | undefined, count: number) =>
      (await followed(after.follow(from, 2, new AbortController().signal), count)).map(({ position }) => position);
    expect(await positions(undefined, 5)).toEqual(['-1+0', '0', '1', '1+1', '2']);
    expect(await positions('1', 2)).toEqual(['1+1', '2']);
    await after.close();
  });

  test('has no connections, and never calls the check of one', async () => {
    const engine = openSqliteEngine({ dataDir: dataDir() });
    engine.heldTo(() => expect.unreachable());
    await engine.ledger.append('a', newEvents(1), 'no_stream');
    expect(engine.health()).toEqual({ connected: true, state: 'up', lastError: undefined });
    await engine.close();
    await expect(engine.at('0')).rejects.toMatchObject({ code: 'CLOSED' });
  });

  test('a file from before the order has its events first, and goes on', async () => {
    const at = { dataDir: dataDir() };
    const before = openSqliteEngine(at);
    await before.ledger.append('a', newEvents(2), 'no_stream');
    await before.close();
    const old = new DatabaseSync(join(at.dataDir, 'ledger.db'));
    old.exec('DROP TABLE operation_order');
    old.close();
    const after = openSqliteEngine(at);
    await after.operations.append('a', newEvents(1), 'no_stream');
    const there = await followed(after.follow('0', 2, new AbortController().signal), 2);
    expect(there.map(({ position }) => position)).toEqual(['1', '1+0']);
    await after.close();
  });

  test("a row's clock takes from an event at most this machine's time of the append and 5 s, and never decreases", async () => {
    let now = Date.parse('2026-01-01T00:00:00.000Z');
    const engine = openSqliteEngine({ dataDir: dataDir(), clock: () => now });
    const [ahead, behind] = ['2099-01-01T00:00:00.000Z', '2025-01-01T00:00:00.000Z'];
    await engine.ledger.append('a', [newEvent({}, ahead)], 'no_stream');
    now -= 60_000;
    await engine.ledger.append('a', [newEvent({}, behind), newEvent({}, ahead)], 0);
    const first = Date.parse('2026-01-01T00:00:05.000Z');
    expect(engine.log.rows.read(-1, 9).map(({ clock }) => clock)).toEqual([first, first, first]);
    await engine.close();
  });
});

/** The revision before the i-th event, where a hundred streams take turns. */
function revisionBefore(i: number): ExpectedRevision {
  return i < 100 ? 'no_stream' : Math.floor(i / 100) - 1;
}

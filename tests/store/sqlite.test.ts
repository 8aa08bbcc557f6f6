import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import type { ExpectedRevision } from '../../src/store/eventStore.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { storeContract } from './contract.ts';
import { newEvent, newEvents } from './events.ts';

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
});

/** The revision before the i-th event, where a hundred streams take turns. */
function revisionBefore(i: number): ExpectedRevision {
  return i < 100 ? 'no_stream' : Math.floor(i / 100) - 1;
}

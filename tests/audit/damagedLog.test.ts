// A log.db that is not what was written to it: its tiles are made again, and what it signed is never forgotten without a word.
import { existsSync, readdirSync } from 'node:fs';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { LOG_FILE, LogFile } from '../../src/audit/log/logFile.ts';
import { DamagedFile } from '../../src/support/damagedFile.ts';
import { json, PARTY, startNode } from '../api/node.ts';
import { pagesOf, zero } from '../support/damaged.ts';
import { tempDir } from '../support/tempDir.ts';
import { ledgerOf, openLedger, record } from './support/ledger.ts';

const PAGE = 4_096;
const ENTRIES = 1_300;

/** A ledger at rest, signed in several steps, so that its log remembers several checkpoints. */
async function signed(): Promise<string> {
  const dir = await tempDir();
  for (const upTo of [300, 700, ENTRIES]) {
    const { engine, close } = await openLedger(dir);
    await record(engine.ledger, engine.log.head().sequence + 1, upTo);
    await close();
    await (await openLedger(dir)).close();
  }
  return dir;
}

function notesIn(dir: string): string[] {
  const file = LogFile.openReader(dir);
  const notes = file.checkpoints();
  file.close();
  return notes;
}

/** Of a small file: where what was signed begins, and ends. */
function pagesBesideTiles(path: string): ReadonlySet<number> {
  const db = new DatabaseSync(path, { readOnly: true, returnArrays: true });
  const roots = db.prepare("SELECT rootpage FROM sqlite_schema WHERE name <> 'tile'").all();
  db.close();
  return new Set(roots.map((row) => Number(row[0]) - 1));
}

describe('a log damaged at rest', () => {
  it('has its tiles made again, or is refused: whichever page came back empty, no checkpoint is forgotten', {
    timeout: 240_000,
  }, async () => {
    const whole = await signed();
    const [notes, last] = [notesIn(whole), (await readFile(join(whole, LOG_FILE))).length / PAGE];
    expect(notes.length).toBeGreaterThan(2);
    const [repaired, refused]: [number[], number[]] = [[], []];
    for (let page = 0; page < last; page++) {
      const dir = await tempDir();
      await cp(whole, dir, { recursive: true });
      zero(join(dir, LOG_FILE), page, PAGE);
      const told: string[] = [];
      try {
        const { log, close } = await openLedger(dir, { onRepaired: (why) => told.push(why) });
        expect(log.reader.head().size).toBe(ENTRIES);
        expect(log.reader.tile(1, 0, 5).bytes).toHaveLength(5 * 32);
        await close();
        expect(notesIn(dir)).toEqual(expect.arrayContaining(notes));
        if (told.length > 0) {
          repaired.push(page);
          expect(told).toEqual([expect.stringMatching(/log\.db is damaged .*carried over, and it lies in .*aside/)]);
          expect(readdirSync(join(dir, 'aside'))).toHaveLength(1);
          expect(existsSync(join(dir, 'log.next.db'))).toBe(false);
        }
      } catch (error) {
        if (!(error instanceof DamagedFile)) throw error;
        refused.push(page);
        expect(error.message).toMatch(/log\.db is damaged .*put back the newest copy.*CHECKPOINT_FILE/);
      }
      await rm(dir, { recursive: true, force: true });
    }
    expect([repaired.length > 5, refused.length > 1]).toEqual([true, true]);
  });

  it('whose start was refused starts again on the copy that is put back', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 20);
    const path = join(dir, LOG_FILE);
    const original = await readFile(path);
    zero(path, 0, PAGE);
    await expect(openLedger(dir)).rejects.toThrow(DamagedFile);
    expect((await readFile(path)).subarray(PAGE)).toEqual(original.subarray(PAGE));
    await writeFile(path, original);
    const { log } = await openLedger(dir);
    expect(log.reader.head().size).toBe(20);
  });
});

describe('a log damaged while it is in use', () => {
  it('stops with the reason, while commands and answers go on; its tiles are made again at the next start', {
    timeout: 240_000,
  }, async () => {
    const dataDir = await tempDir();
    const first = await startNode({ dataDir, log: true });
    for (let n = 0; n < 300; n++) await first.command('RegisterParty', { ...PARTY, party: `P${n}` });
    await expect.poll(async () => (await first.get('/tlog/tile/0/000')).status).toBe(200);
    const tile = await (await first.get('/tlog/tile/0/000')).arrayBuffer();
    await first.close();

    const node = await startNode({ dataDir, log: true });
    const path = join(dataDir, LOG_FILE);
    const kept = pagesBesideTiles(path);
    for (let page = 1; page < pagesOf(path, PAGE); page++) if (!kept.has(page)) zero(path, page, PAGE);
    // whatever another connection wrote makes this one read its pages again
    const other = new DatabaseSync(path);
    other.exec('PRAGMA user_version = 0; PRAGMA user_version = 1');
    other.close();
    expect((await node.command('RegisterParty', { ...PARTY, party: 'LATE' })).status).toBe(201);
    await expect
      .poll(async () => await json(node.get('/readyz')))
      .toMatchObject({
        status: 'ready',
        log: { status: 'stopped', lastError: expect.stringMatching(/log\.db is damaged/) },
      });
    const refused = await node.get('/tlog/checkpoint');
    expect([refused.status, await json(refused)]).toEqual([
      503,
      expect.objectContaining({ code: 'LOG_STOPPED', detail: expect.not.stringContaining(dataDir) }),
    ]);
    expect((await node.get('/v1/parties/LATE')).status).toBe(200);
    await node.close();
    const again = await startNode({ dataDir, log: true });
    await expect.poll(async () => (await again.get('/tlog/tile/0/000')).status).toBe(200);
    expect(await (await again.get('/tlog/tile/0/000')).arrayBuffer()).toEqual(tile);
    expect(readdirSync(join(dataDir, 'aside'))).toHaveLength(1);
  });
});

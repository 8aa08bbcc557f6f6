// An operator's two commands for a node whose server holds what it does not know: adopt a line, set its own files aside.
import { existsSync, readdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openLog } from '../../../src/audit/log/openLog.ts';
import { generateKey, parseSigner } from '../../../src/audit/note/keys.ts';
import { openFollower } from '../../../src/journal/follower.ts';
import { openSqliteEngine, type SqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvents } from '../../store/events.ts';
import { tempDir } from '../../support/tempDir.ts';
import { run } from '../run.ts';

const ORIGIN = 'ledger.example/adopted';
const { skey } = generateKey(ORIGIN);

async function server(events: number): Promise<SqliteEngine> {
  const engine = openSqliteEngine({ dataDir: await tempDir() });
  onTestFinished(() => engine.close());
  await engine.ledger.append(freshStream(), newEvents(events), 'no_stream');
  return engine;
}

/** A node that ran on a server until its log served `size` entries. */
async function ran(dataDir: string, authority: SqliteEngine, size: number): Promise<string> {
  const folder = join(dataDir, 'eventstoredb');
  const follower = openFollower({ dataDir: folder, authority });
  const signers = [parseSigner(skey)];
  const parts = { dataDir: folder, journal: follower.journal, origin: ORIGIN, signers, shared: authority.operations };
  await follower.journal.beyond(size - 2, AbortSignal.timeout(10_000));
  const log = await openLog({ ...parts, interval: 5 });
  await expect.poll(() => log.health().signed).toBe(size);
  const { note } = log.reader.head();
  await log.close();
  await follower.close();
  return note;
}

const node = (dataDir: string, authority: SqliteEngine, more: Record<string, string> = {}) => ({
  env: {
    DATA_DIR: dataDir,
    EVENTSTORE_URL: 'esdb://127.0.0.1:1?tls=false',
    LEDGER_ORIGIN: ORIGIN,
    SIGNING_KEY: skey,
    ...more,
  },
  wiring: { openEngine: async () => ({ ...authority, close: async () => undefined }) },
});

describe('adopt', () => {
  it('lets a node continue the line it found, held to a checkpoint kept elsewhere', async () => {
    const [authority, dataDir, kept] = [await server(3), await tempDir(), join(await tempDir(), 'kept')];
    await writeFile(kept, await ran(await tempDir(), authority, 3));
    await ran(dataDir, authority, 3);
    const told = await run(['adopt', '--json', '--checkpoint', kept], node(dataDir, authority));
    expect(told.code).toBe(0);
    expect(JSON.parse(told.out)).toMatchObject({
      origin: ORIGIN,
      size: '3',
      heldTo: [expect.stringContaining('kept')],
    });
  });

  it('refuses a line that is older than what CHECKPOINT_FILE remembers, and says what that means', async () => {
    const [authority, longer, dataDir] = [await server(3), await server(5), await tempDir()];
    await ran(await tempDir(), authority, 3);
    await ran(dataDir, authority, 3);
    const file = join(await tempDir(), 'checkpoint');
    await writeFile(file, await ran(await tempDir(), longer, 5));
    const { code, err } = await run(['adopt'], node(dataDir, authority, { CHECKPOINT_FILE: file }));
    expect([code, err]).toEqual([1, expect.stringContaining('the line is older than what was signed')]);
  });

  it('asks for something to hold the line to, or for the word that there is nothing', async () => {
    const [authority, dataDir] = [await server(3), await tempDir()];
    await ran(await tempDir(), authority, 3);
    await ran(dataDir, authority, 3);
    const { code, err } = await run(['adopt'], node(dataDir, authority));
    expect([code, err]).toEqual([1, expect.stringContaining('--checkpoint')]);
    expect(await run(['adopt', '--unchecked'], node(dataDir, authority))).toMatchObject({ code: 0 });
  });

  it('has nothing to do on an embedded ledger', async () => {
    const { code, err } = await run(['adopt', '--data-dir', await tempDir()]);
    expect([code, err]).toEqual([1, expect.stringContaining('set EVENTSTORE_URL')]);
  });
});

describe('set-aside', () => {
  it('moves what was copied and derived, leaves the rest, and forgets nothing that was signed', async () => {
    const [authority, dataDir] = [await server(4), await tempDir()];
    await ran(dataDir, authority, 4);
    const folder = join(dataDir, 'eventstoredb');
    const { code, out } = await run(['set-aside', '--json'], node(dataDir, authority));
    expect([code, JSON.parse(out)]).toMatchObject([0, { moved: ['journal.db', 'log.db'] }]);
    expect(existsSync(join(folder, 'journal.db'))).toBe(false);
    expect(readdirSync(JSON.parse(out).to)).toEqual(expect.arrayContaining(['journal.db', 'log.db']));
    // Another history under the same name and key is found out by what was set aside.
    const another = await server(2);
    const follower = openFollower({ dataDir: folder, authority: another });
    onTestFinished(() => follower.close());
    await expect.poll(() => follower.journal.caughtUp).toBe(true);
    let now = Date.now();
    const parts = { dataDir: folder, journal: follower.journal, origin: ORIGIN, signers: [parseSigner(skey)] };
    const log = await openLog({ ...parts, shared: another.operations, interval: 5, clock: () => now });
    onTestFinished(() => log.close());
    await expect.poll(() => log.health().lastError).toContain('older than what this log has signed');
    expect(log.health().signed).toBeUndefined();
    now += 31_000;
    await expect.poll(() => log.health().status).toBe('stopped');
  });

  it('says so where there is nothing', async () => {
    const dataDir = await tempDir();
    const { code, out } = await run(['set-aside'], { env: { DATA_DIR: dataDir } });
    expect([code, out]).toEqual([0, expect.stringContaining('there is nothing to set aside')]);
  });
});

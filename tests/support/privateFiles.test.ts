// A DATA_DIR is its owner's alone, whatever the umask and whatever was there before.
import { chmodSync, mkdirSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { CaptureStore } from '../../src/captures/captureStore.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { LEDGER_FILE, LEDGER_SCHEMA, openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { openForReading } from '../../src/support/dataDir.ts';
import { keepPrivate } from '../../src/support/privateFiles.ts';
import { tempDir } from './tempDir.ts';

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8);

/** Every file and folder, with its mode. */
const modesIn = (dataDir: string): [string, string][] =>
  (readdirSync(dataDir, { recursive: true }) as string[]).map((name) => [name, modeOf(join(dataDir, name))]);

/** Opens all that a node keeps, and looks while it is open. */
async function whileOpen<Seen>(dataDir: string, look: () => Seen): Promise<Seen> {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const readModels = openReadModels({ dataDir, journal, clock: Date.now });
  loadSigners({ dataDir, origin: 'ledger.example/test' });
  await new CaptureStore({ dataDir }).put(Buffer.from('a document'));
  const seen = look();
  await readModels.close();
  await engine.close();
  return seen;
}

describe.skipIf(process.platform === 'win32')('a DATA_DIR', () => {
  it('is made 0700 and its files 0600, those SQLite puts beside them included, and holds known names alone', async () => {
    const dataDir = join(await tempDir(), 'data');
    const modes = await whileOpen(dataDir, () => modesIn(dataDir));
    expect(modeOf(dataDir)).toBe('700');
    expect(modes.map(([name]) => name)).toEqual(
      expect.arrayContaining(['ledger.db-wal', 'ledger.db-shm', 'writer.lock']),
    );
    expect(modes.filter(([, mode]) => !/^[67]00$/.test(mode))).toEqual([]);
    chmodSync(dataDir, 0o755);
    expect(keepPrivate(dataDir)).toEqual([{ path: dataDir, mode: '0755', left: undefined }]);
  });

  it('that others could read is closed to them, and what it was is told', async () => {
    const dataDir = join(await tempDir(), 'data');
    await whileOpen(dataDir, () => {});
    mkdirSync(join(dataDir, 'timestamps'), { mode: 0o700 });
    writeFileSync(join(dataDir, 'timestamps', '1-0.tsr'), '');
    const names = ['ledger.db', 'signing.key', 'captures', 'timestamps/1-0.tsr'];
    const open = [dataDir, ...names.map((name) => join(dataDir, name))];
    for (const path of open) chmodSync(path, statSync(path).isDirectory() ? 0o777 : 0o664);
    const told = keepPrivate(dataDir);
    expect(told.map(({ path }) => path).toSorted()).toEqual(open.toSorted());
    expect(told.every(({ left }) => left === undefined)).toBe(true);
    for (const path of open) expect(modeOf(path)).toMatch(/^[67]00$/);
    expect(keepPrivate(dataDir)).toEqual([]);
  });

  it('that holds something else is left as it is, and only the ledger’s files are closed', async () => {
    const dataDir = await tempDir();
    for (const name of ['ledger.db', 'shared.txt']) writeFileSync(join(dataDir, name), '');
    for (const name of ['ledger.db', 'shared.txt']) chmodSync(join(dataDir, name), 0o644);
    chmodSync(dataDir, 0o755);
    expect(keepPrivate(dataDir)).toEqual([
      { path: dataDir, mode: '0755', left: expect.stringContaining('shared.txt') },
      { path: join(dataDir, 'ledger.db'), mode: '0644', left: undefined },
    ]);
    expect([modeOf(dataDir), modeOf(join(dataDir, 'shared.txt'))]).toEqual(['755', '644']);
  });

  it('that is only read keeps its modes', async () => {
    const dataDir = join(await tempDir(), 'data');
    await whileOpen(dataDir, () => {});
    chmodSync(join(dataDir, LEDGER_FILE), 0o644);
    const db = openForReading({ dataDir, file: LEDGER_FILE, schemaVersion: LEDGER_SCHEMA });
    onTestFinished(() => db.close());
    expect(modeOf(join(dataDir, LEDGER_FILE))).toBe('644');
  });
});

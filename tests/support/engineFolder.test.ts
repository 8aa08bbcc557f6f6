import { copyFileSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { engineFolder, takeEngineFolder } from '../../src/support/engineFolder.ts';
import { asideIn, setAside } from '../../src/support/setAside.ts';
import { freshStream, newEvents } from '../store/events.ts';
import { tempDir } from './tempDir.ts';

/** A folder as it was before engines had folders of their own: all side by side, the last writes still in the WAL. */
async function formerLayout(events = 3): Promise<string> {
  const [made, dataDir] = [await tempDir(), await tempDir()];
  const engine = openSqliteEngine({ dataDir: made });
  await engine.ledger.append(freshStream(), newEvents(events), 'no_stream');
  for (const name of readdirSync(made)) copyFileSync(join(made, name), join(dataDir, name));
  await engine.close();
  writeFileSync(join(dataDir, 'signing.key'), 'a key');
  mkdirSync(join(dataDir, 'captures', 'ab'), { recursive: true });
  writeFileSync(join(dataDir, 'captures', 'ab', 'x'), 'a capture');
  writeFileSync(join(dataDir, 'models.db'), 'made anew');
  return dataDir;
}

async function entriesIn(dataDir: string): Promise<number> {
  const engine = openSqliteEngine({ dataDir });
  const { sequence } = embeddedJournal(engine).head();
  await engine.close();
  return sequence + 1;
}

describe('the files of an engine', () => {
  it('lie in a folder of their own', async () => {
    const dataDir = await tempDir();
    const taken = takeEngineFolder(dataDir, 'embedded');
    expect(taken).toEqual({ folder: join(dataDir, 'embedded'), carriedOver: false, beside: undefined });
    expect(engineFolder(dataDir, 'embedded')).toBe(taken.folder);
    expect(engineFolder(dataDir, 'eventstoredb')).toBe(join(dataDir, 'eventstoredb'));
  });

  it('of the former layout are read where they lie, and carried over whole by who writes', async () => {
    const dataDir = await formerLayout();
    expect(engineFolder(dataDir, 'embedded')).toBe(dataDir);
    const { folder, carriedOver } = takeEngineFolder(dataDir, 'embedded');
    expect(carriedOver).toBe(true);
    expect(await entriesIn(folder)).toBe(3);
    expect(readFileSync(join(folder, 'signing.key'), 'utf8')).toBe('a key');
    expect(readFileSync(join(folder, 'captures', 'ab', 'x'), 'utf8')).toBe('a capture');
    expect(readdirSync(dataDir).filter((name) => /\.db|captures|key/.test(name))).toEqual([]);
    expect(takeEngineFolder(dataDir, 'embedded').carriedOver).toBe(false);
  });

  it('are carried over to the end after a start that was cut short', async () => {
    const dataDir = await formerLayout();
    const folder = join(dataDir, 'embedded');
    mkdirSync(folder);
    cpSync(join(dataDir, 'captures'), join(folder, 'captures'), { recursive: true });
    takeEngineFolder(dataDir, 'embedded');
    expect(await entriesIn(folder)).toBe(3);
    expect(existsSync(join(folder, 'signing.key'))).toBe(true);
  });

  it('are not touched where an older program still writes there', async () => {
    const dataDir = await tempDir();
    const older = openSqliteEngine({ dataDir });
    await older.ledger.append(freshStream(), newEvents(2), 'no_stream');
    expect(() => takeEngineFolder(dataDir, 'embedded')).toThrow(expect.objectContaining({ code: 'DATA_DIR_LOCKED' }));
    await older.close();
    expect(await entriesIn(takeEngineFolder(dataDir, 'embedded').folder)).toBe(2);
  });

  it('are refused where the history lies there twice, and both stay', async () => {
    const dataDir = await formerLayout();
    await entriesIn(takeEngineFolder(dataDir, 'embedded').folder);
    await entriesIn(dataDir);
    expect(() => takeEngineFolder(dataDir, 'embedded')).toThrow(/holds ledger\.db twice/);
    expect(existsSync(join(dataDir, 'ledger.db'))).toBe(true);
  });

  it('of another engine lie beside, and are named', async () => {
    const dataDir = await formerLayout();
    expect(takeEngineFolder(dataDir, 'eventstoredb')).toMatchObject({ beside: dataDir, carriedOver: false });
    takeEngineFolder(dataDir, 'embedded');
    expect(takeEngineFolder(dataDir, 'eventstoredb')).toMatchObject({ beside: join(dataDir, 'embedded') });
  });
});

describe('what is set aside', () => {
  it('is moved with what its last writer left, and stays readable there', async () => {
    const dataDir = await formerLayout();
    const { to, moved } = setAside(dataDir, ['ledger.db', 'log.db'], '2025-06-25');
    expect([moved, asideIn(dataDir)]).toEqual([['ledger.db'], [to]]);
    expect(existsSync(join(dataDir, 'ledger.db-wal'))).toBe(false);
    expect(await entriesIn(to)).toBe(3);
  });
});

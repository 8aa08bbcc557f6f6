// Read models are of one history: made from it, carried with it, and never asked or written on over another.
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvents } from '../store/events.ts';
import { tempDir } from '../support/tempDir.ts';

/** A ledger of so many events more, with models that have them all, closed again. */
async function grown(dataDir: string, events: number): Promise<void> {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  await engine.ledger.append(freshStream(), newEvents(events), 'no_stream');
  const models = openReadModels({ dataDir, journal, clock: Date.now });
  await models.reached(journal.head().sequence, 10_000);
  await models.close();
  await engine.close();
}

/** What models say of themselves over a folder's ledger, and how far they come there. */
async function opened(dataDir: string) {
  const engine = openSqliteEngine({ dataDir });
  const journal = embeddedJournal(engine);
  const models = openReadModels({ dataDir, journal, clock: Date.now });
  onTestFinished(async () => {
    await models.close();
    await engine.close();
  });
  await engine.ledger.append(freshStream(), newEvents(4), 'no_stream');
  await models.reached(journal.head().sequence, 300);
  return { divergence: models.divergence(), cursor: models.health()[0]?.cursor, head: journal.head().sequence };
}

const put = (from: string, to: string, name: string) => cpSync(join(from, name), join(to, name));

describe('read models', () => {
  it('go on over the history they were made from', async () => {
    const dataDir = await tempDir();
    await grown(dataDir, 3);
    expect(await opened(dataDir)).toEqual({ divergence: undefined, cursor: 6, head: 6 });
  });

  it('over an older state of it say so, and stay as they are', async () => {
    const [dataDir, older] = [await tempDir(), await tempDir()];
    await grown(dataDir, 3);
    put(dataDir, older, 'ledger.db');
    await grown(dataDir, 9);
    put(older, dataDir, 'ledger.db');
    const { divergence, cursor } = await opened(dataDir);
    expect(divergence).toMatch(/know 12 events, and .*ledger\.db holds 7: it lost its end, or was restored/);
    expect(cursor).toBe(11);
  });

  it('over another history, however long, say so and take nothing of it', async () => {
    const [dataDir, other] = [await tempDir(), await tempDir()];
    await grown(dataDir, 3);
    await grown(other, 8);
    put(other, dataDir, 'ledger.db');
    const { divergence, cursor } = await opened(dataDir);
    expect(divergence).toMatch(/were made from another history than .* its first 3 events have another root/);
    expect(cursor).toBe(2);
  });
});

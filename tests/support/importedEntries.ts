// A DATA_DIR that the tests of a file share: entries imported before all of them, as the command line does it.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect } from 'vitest';
import { run } from '../cli/run.ts';

/** Call it at the top of a file. @returns where they are, once the tests run */
export function importedEntries(entries: readonly object[]): () => string {
  let dataDir = '';
  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'concordat-'));
    const file = join(dataDir, 'histories.jsonl');
    await writeFile(file, entries.map((one) => `${JSON.stringify(one)}\n`).join(''));
    const { out } = await run(['import', '--json', '--data-dir', dataDir, file]);
    expect(JSON.parse(out)).toMatchObject({ recorded: entries.length, refusals: [] });
  }, 60_000);
  afterAll(() => rm(dataDir, { recursive: true, force: true, maxRetries: 3 }));
  return () => dataDir;
}

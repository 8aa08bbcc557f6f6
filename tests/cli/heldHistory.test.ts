// Commands that write are held to what was derived from the ledger and signed of it, as a server is.
import { cpSync, mkdirSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLog } from '../../src/audit/log/openLog.ts';
import { loadSigners } from '../../src/audit/log/signingKey.ts';
import { embeddedJournal } from '../../src/journal/logJournal.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { covered } from '../audit/support/ledger.ts';
import { tempDir } from '../support/tempDir.ts';
import { run } from './run.ts';

const entry = (n: number) =>
  `{"id":"p${n}","command":"RegisterParty","data":{"party":"P${n}","name":"P","kind":"other"}}\n`;

async function importing(dataDir: string, ...numbers: number[]) {
  const file = join(await tempDir(), 'entries.jsonl');
  await writeFile(file, numbers.map(entry).join(''));
  return run(['import', '--data-dir', dataDir, file]);
}

/** Puts another folder's ledger in the place of one's own. */
const put = (from: string, to: string) => {
  mkdirSync(join(to, 'embedded'), { recursive: true });
  cpSync(join(from, 'embedded', 'ledger.db'), join(to, 'embedded', 'ledger.db'));
};

it('an import over a ledger older than its read models is refused, and records nothing', async () => {
  const [dataDir, older] = [await tempDir(), await tempDir()];
  await importing(dataDir, 1, 2);
  put(dataDir, older);
  await importing(dataDir, 3, 4);
  put(older, dataDir);
  for (const numbers of [[5], [6, 7, 8]]) {
    const { code, err } = await importing(dataDir, ...numbers);
    expect([code, err]).toEqual([1, expect.stringMatching(/know 4 events, and .* holds 2/)]);
  }
});

it('an import over a ledger older than what was signed of it is refused', async () => {
  const [dataDir, older] = [await tempDir(), await tempDir()];
  await importing(dataDir, 1, 2);
  put(dataDir, older);
  await importing(dataDir, 3);
  const folder = join(dataDir, 'embedded');
  const engine = openSqliteEngine({ dataDir: folder });
  const origin = 'ledger.example/held';
  const signers = loadSigners({ dataDir: folder, origin });
  const log = await openLog({ dataDir: folder, journal: embeddedJournal(engine), origin, signers, interval: 5 });
  await covered(log, 2);
  await log.close();
  await engine.close();
  put(older, dataDir);
  const { code, err } = await importing(dataDir, 5);
  expect([code, err]).toEqual([1, expect.stringMatching(/holds 2 entries, and the checkpoint in .*log\.db covers 3/)]);
});

// A process killed at any moment: what it signed still holds, and the tiles are those of a log that was never killed.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { expect, it, onTestFinished } from 'vitest';
import { LogFile } from '../../src/audit/log/logFile.ts';
import { openCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { GrowingTiles } from '../../src/audit/tiles/growingTiles.ts';
import { verifyJournal } from '../../src/audit/verify/verifyJournal.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { base64, leafHash } from '../../src/merkle/hash.ts';
import { tempDir } from '../support/tempDir.ts';
import { ORIGIN, openLedger, SKEY, signer } from './support/ledger.ts';

const CHILD = fileURLToPath(new URL('./support/crashChild.ts', import.meta.url));

/** Lets a child work until it has signed `times` checkpoints and a little longer, then kills it. What it showed, last. */
async function killed(dataDir: string, checkpointFile: string, times: number): Promise<{ size: number; root: string }> {
  const child = spawn(process.execPath, [CHILD, dataDir, ORIGIN, SKEY, checkpointFile], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  onTestFinished(() => void child.kill('SIGKILL'));
  const ended = once(child, 'exit');
  let last = { size: 0, root: '' };
  let seen = 0;
  for await (const line of createInterface(child.stdout)) {
    const [size, root = ''] = line.split(' ');
    if (Number(size) > last.size) seen++;
    last = { size: Number(size), root };
    if (seen === times) setTimeout(() => child.kill('SIGKILL'), (times * 7) % 5);
  }
  await ended;
  return last;
}

it('after kill -9 at any point the tiles are the same, and no checkpoint shown is taken back', async () => {
  const dataDir = await tempDir();
  const checkpointFile = join(await tempDir(), 'kept');
  for (const times of [1, 3, 8, 13]) {
    const shown = await killed(dataDir, checkpointFile, times);
    const kept = openCheckpoint(readFileSync(checkpointFile, 'utf8'), ORIGIN, [signer.verifier]);
    expect(kept.size).toBeGreaterThanOrEqual(shown.size);
    const journal = openSqliteJournalReader(dataDir);
    const entries = journal.read(-1, 1_000_000);
    const file = LogFile.openReader(dataDir);
    const { upTo, faults } = await verifyJournal({ journal, tiles: (l, i) => file.tile(l, i), checkpoints: [kept] });
    expect({ upTo, faults }).toEqual({ upTo: kept.size, faults: [] });
    journal.close();
    file.close();
    const { log, close } = await openLedger(dataDir, { checkpointFile, signers: [signer] });
    const never = new GrowingTiles(({ level, index, bytes }) => {
      expect(Buffer.compare(log.reader.tile(level, index).bytes, bytes)).toBe(0);
    });
    for (const { text } of entries) {
      never.append(leafHash(text));
      if (never.size === shown.size) expect(base64(never.root())).toBe(shown.root);
    }
    expect(log.reader.head()).toMatchObject({ size: entries.length, root: never.root() });
    await close();
  }
}, 60_000);

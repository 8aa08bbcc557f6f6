// Tamper drills on what lies on disk and on what comes over the wire: whatever is touched, an auditor who kept one old
// checkpoint is told, or what was touched says nothing of the history.
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { FetchPath } from '../../src/audit/verify/remoteTiles.ts';
import { verifyRemote } from '../../src/audit/verify/verifyRemote.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { run } from '../cli/run.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, ledgerOf, ORIGIN, openLedger, record, signer } from './support/ledger.ts';

const { vkey } = signer.verifier;

/** A ledger of a few entries at rest, all its files whole, and what an auditor with an old checkpoint runs on it. */
async function atRest(n: number) {
  const [dir, elsewhere] = [await tempDir(), await tempDir()];
  const kept = join(elsewhere, 'kept.checkpoint');
  await ledgerOf(dir, 2, { checkpointFile: kept });
  const { engine, log, close } = await openLedger(dir);
  await record(engine.ledger, 2, n);
  await covered(log, n - 1);
  await close();
  for (const file of ['ledger.db', 'log.db']) {
    const db = new DatabaseSync(join(dir, file));
    db.exec('PRAGMA journal_mode=DELETE');
    db.close();
  }
  const verify = () => run(['verify', '--data-dir', dir, '--vkey', vkey, '--checkpoint', kept]);
  expect(await verify()).toMatchObject({ code: 0 });
  return { dir, verify };
}

function historyOf(dir: string): unknown {
  const journal = openSqliteJournalReader(dir);
  const history = [...journal.readByStream(100)];
  journal.close();
  return history;
}

interface Flip {
  readonly file: string;
  readonly original: Buffer;
  readonly at: number;
}

async function withFlipped<T>({ file, original, at }: Flip, work: () => Promise<T>): Promise<T> {
  const changed = Buffer.from(original);
  changed[at] = (changed[at] as number) ^ (1 << (at % 8));
  await writeFile(file, changed);
  try {
    return await work();
  } finally {
    await writeFile(file, original);
  }
}

describe('the files of a ledger of a few kilobytes', { timeout: 120_000 }, () => {
  it('wherever a byte of the ledger is changed, what verifies is the history as it was', async () => {
    const { dir, verify } = await atRest(6);
    const file = join(dir, 'ledger.db');
    const original = await readFile(file);
    const history = historyOf(dir);
    let seen = 0;
    for (let at = 0; at < original.length; at += 83) {
      const unseen = await withFlipped({ file, original, at }, async () => {
        const { code } = await verify();
        if (code === 0) expect(historyOf(dir), `byte ${at} was changed unseen`).toEqual(history);
        return code === 0;
      });
      if (!unseen) seen++;
    }
    expect(seen).toBeGreaterThan(10);
  });

  it('every byte of an entry’s text is watched, and the columns beside it as far as anything is read by them', async () => {
    const { dir, verify } = await atRest(3);
    const file = join(dir, 'ledger.db');
    const original = await readFile(file);
    const start = original.indexOf('{"data":{"code":"P1"');
    const end = original.indexOf('"version":1}', start) + 12;
    const history = historyOf(dir);
    // Before the text stand the row's length, its sequence, the types of its columns and their values.
    for (let at = start - 16; at < end; at++) {
      await withFlipped({ file, original, at }, async () => {
        const { code, out, err } = await verify();
        const where = `byte ${at - start} of entry 1`;
        if (at >= start) expect(out + err, where).toMatch(/entry 1 was changed: its text has the leaf hash/);
        else if (code === 0) expect(historyOf(dir), where).toEqual(history);
      });
    }
  });

  it('every byte of the tile, of the checkpoint and of its signature beside the ledger is watched', async () => {
    const { dir, verify } = await atRest(3);
    const file = join(dir, 'log.db');
    const original = await readFile(file);
    const note = original.lastIndexOf(`${ORIGIN}\n3\n`);
    const db = new DatabaseSync(file, { readOnly: true });
    const { hashes } = db.prepare('SELECT hashes FROM tile').get() as { hashes: Uint8Array };
    db.close();
    const tile = original.lastIndexOf(hashes);
    expect(hashes.length).toBe(96);
    const end = original.indexOf('\n', original.indexOf(`\n— ${ORIGIN}`, note) + 1) + 1;
    for (const [first, last, message] of [
      [tile, tile + hashes.length, /tile 0 of level 0 was changed|entry \d was changed/],
      [note, end, /the checkpoint in log\.db|in log\.db/i],
    ] as const) {
      for (let at = first; at < last; at++) {
        const { code, out, err } = await withFlipped({ file, original, at }, verify);
        if (code !== 1) expect.fail(`byte ${at - first} was changed unseen: ${out}`);
        expect(out + err).toMatch(message);
      }
    }
  });
});

/** What a server shows of `n` entries, and a checkpoint of fewer that an auditor kept. */
async function shown(old: number, n: number) {
  const { engine, log } = await openLedger(await tempDir());
  await record(engine.ledger, 0, old);
  await covered(log, old - 1);
  const kept = log.reader.head().note;
  await record(engine.ledger, old, n);
  await covered(log, n - 1);
  const { reader } = log;
  const honest: FetchPath = async (path) => {
    try {
      return path === 'checkpoint' ? reader.checkpoint().bytes : reader.path(path).bytes;
    } catch {
      return undefined;
    }
  };
  const audit = async (change: (path: string, bytes: Uint8Array) => Uint8Array | undefined) => {
    const fetch: FetchPath = async (path) => {
      const bytes = await honest(path);
      return bytes === undefined ? undefined : change(path, bytes);
    };
    return verifyRemote({ fetch, origin: ORIGIN, keys: [signer.verifier], kept });
  };
  return { audit, kept };
}

describe('a server that shows something else than it signed', () => {
  const HASH = 32;
  /** Entries of a bundle, each with its length. */
  const split = (bundle: Uint8Array): Buffer[] => {
    const bytes = Buffer.from(bundle);
    const parts: Buffer[] = [];
    for (let at = 0; at < bytes.length; at += (parts.at(-1) as Buffer).length) {
      parts.push(bytes.subarray(at, at + 2 + bytes.readUInt16BE(at)));
    }
    return parts;
  };
  const entries = (change: (parts: Buffer[]) => Buffer[]) => (path: string, bytes: Uint8Array) =>
    path.startsWith('tile/entries/') ? Buffer.concat(change(split(bytes))) : bytes;
  const tiles = (change: (bytes: Uint8Array) => Uint8Array | undefined) => (path: string, bytes: Uint8Array) =>
    path.startsWith('tile/0/') ? change(bytes) : bytes;

  const cases: [string, (path: string, bytes: Uint8Array) => Uint8Array | undefined, RegExp][] = [
    ['an entry left out', entries((all) => all.toSpliced(3, 1)), /^tile\/entries\/000\.p\/9 holds 8 entries, not 9$/],
    [
      'two entries swapped',
      entries((all) => all.with(5, all[6] as Buffer).with(6, all[5] as Buffer)),
      /^entry 5 is not what the log's tile lists: its bytes have the leaf hash .{44}, the tile says .{44}$/,
    ],
    ['an entry twice', entries((all) => all.with(7, all[6] as Buffer)), /^entry 7 is not what the log's tile lists/],
    [
      'a bundle cut off',
      (path, bytes) => (path.startsWith('tile/entries/') ? bytes.subarray(0, -5) : bytes),
      /^entry 8 of the bundle has \d+ bytes, not \d+$/,
    ],
    ['a tile cut off', tiles((bytes) => bytes.subarray(0, -HASH)), /^tile\/0\/000\.p\/9 has 256 bytes, not 288$/],
    ['a tile gone', tiles(() => undefined), /^tile\/0\/000\.p\/9 is not there, though the checkpoint covers it$/],
  ];

  it.each(cases)('%s', async (_, change, message) => {
    const { audit } = await shown(4, 9);
    const { faults, checkpoint } = await audit(change);
    expect(faults[0]?.message).toMatch(message);
    expect(checkpoint).toBeUndefined();
  });

  it('two entries swapped in tile and bundle alike', async () => {
    const { audit } = await shown(8, 9);
    const swap = (bytes: Uint8Array): Buffer => {
      const hashes = Array.from({ length: 9 }, (_, i) => bytes.subarray(i * HASH, (i + 1) * HASH));
      return Buffer.concat(hashes.with(5, hashes[6] as Uint8Array).with(6, hashes[5] as Uint8Array));
    };
    const both = (path: string, bytes: Uint8Array) =>
      entries((all) => all.with(5, all[6] as Buffer).with(6, all[5] as Buffer))(path, bytes);
    const { faults } = await audit((path, bytes) => (path.startsWith('tile/0/') ? swap(bytes) : both(path, bytes)));
    expect(faults[0]?.message).toMatch(
      /^the log was rewritten: its first 8 entries now have the root .* An entry before 8 was changed\.$/,
    );
  });

  it('the checkpoint kept, shown again for ever, hides what came since, and no more', async () => {
    const { audit, kept } = await shown(4, 9);
    const { faults, upTo } = await audit((path, bytes) => (path === 'checkpoint' ? Buffer.from(kept) : bytes));
    expect([faults, upTo]).toEqual([[], 4]);
  });
});

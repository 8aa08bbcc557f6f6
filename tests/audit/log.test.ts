// The log over a journal: its tiles, its checkpoints, and what it refuses to go on from.
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { KEY_FILE, loadSigners } from '../../src/audit/log/signingKey.ts';
import { openCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { generateKey, parseSigner } from '../../src/audit/note/keys.ts';
import { checkTlogProof } from '../../src/audit/note/tlogProof.ts';
import { parseEntryBundle } from '../../src/audit/tiles/entryBundle.ts';
import { checkConsistency, checkInclusion } from '../../src/audit/verify/checkProof.ts';
import { leafHash } from '../../src/merkle/hash.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, ledgerOf, ORIGIN, openLedger, record, SKEY, signer } from './support/ledger.ts';
import { mth } from './support/oracle.ts';

const trust = { origin: ORIGIN, keys: [signer.verifier] };

describe('the log of a ledger', () => {
  it('an empty ledger has a checkpoint of size 0', async () => {
    const { log } = await openLedger(await tempDir());
    await expect.poll(() => log.health().signed).toBe(0);
    expect(log.reader.head().note.split('\n').slice(0, 2)).toEqual([ORIGIN, '0']);
  });

  it('its checkpoint, tiles, entries and proofs are those of RFC 6962 over the journal’s texts', async () => {
    const { engine, log } = await openLedger(await tempDir());
    await record(engine.ledger, 0, 600);
    await covered(log, 599);
    const leaves = engine.log.rows.read(-1, 600).map(({ text }) => Buffer.from(text));
    const { reader } = log;
    const { size, root } = openCheckpoint(text(reader.checkpoint()), ORIGIN, [signer.verifier]);
    expect([size, Buffer.from(root)]).toEqual([600, mth(leaves)]);
    expect(parseEntryBundle(reader.path('tile/entries/001').bytes).map(String)).toEqual(
      leaves.slice(256, 512).map(String),
    );
    expect(Buffer.from(reader.path('tile/0/002.p/88').bytes)).toEqual(Buffer.concat(leaves.slice(512).map(leafHash)));
    expect(Buffer.from(reader.path('tile/1/000.p/2').bytes)).toEqual(
      Buffer.concat([mth(leaves.slice(0, 256)), mth(leaves.slice(256, 512))]),
    );
    for (const index of [0, 255, 256, 599]) {
      checkTlogProof(text(reader.proofFile(index)), reader.entry(index).bytes, trust);
      const proof = JSON.parse(text(reader.inclusionProof(index))) as { leafHash: string; auditPath: string[] };
      const claim = { leaf: decode(proof.leafHash), path: proof.auditPath.map(decode), index, size, root };
      checkInclusion(claim);
    }
    const steps = JSON.parse(text(reader.consistencyProof(300, 600))) as { firstHash: string; consistency: string[] };
    const fromRoot = decode(steps.firstHash);
    expect(fromRoot).toEqual(mth(leaves.slice(0, 300)));
    checkConsistency({ from: 300, to: 600, fromRoot, toRoot: root, path: steps.consistency.map(decode) });
  });

  it('what is not under its checkpoint is not shown, and what never changes is marked so', async () => {
    const { engine, log } = await openLedger(await tempDir());
    await record(engine.ledger, 0, 3);
    await covered(log, 2);
    const { reader } = log;
    expect(() => reader.tile(0, 0)).toThrow(
      'tile 0 of level 0 is 3 wide at the checkpoint’s size, not 256'.replace('’', "'"),
    );
    expect(() => reader.tile(1, 0, 1)).toThrow(expect.objectContaining({ code: 'NOT_FOUND' }));
    expect(() => reader.proofFile(3)).toThrow(expect.objectContaining({ code: 'NOT_COVERED' }));
    expect(() => reader.inclusionProof(0, 4)).toThrow(expect.objectContaining({ code: 'NOT_COVERED' }));
    expect(() => reader.consistencyProof(0, 3)).toThrow('no consistency proof leads from size 0 to 3');
    expect(() => reader.path('tile/0/0')).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
    expect([reader.tile(0, 0, 2).cache, reader.entries(0, 3).cache, reader.inclusionProof(0, 3).cache]).toEqual(
      Array(3).fill('immutable'),
    );
    expect([reader.checkpoint().cache, reader.inclusionProof(0).cache, reader.proofFile(0).cache]).toEqual([2, 2, 2]);
    expect(reader.vkeyFile().bytes.toString()).toBe(`${signer.verifier.vkey}\n`);
  });

  it('opened again, it serves the same checkpoint; with its file gone it makes the same tiles', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 700);
    const first = await openLedger(dir);
    const before = { note: first.log.reader.head().note, tile: first.log.reader.tile(1, 0, 2).bytes };
    await first.close();
    await removeLog(dir);
    const second = await openLedger(dir);
    expect({ note: second.log.reader.head().note, tile: second.log.reader.tile(1, 0, 2).bytes }).toEqual(before);
  });

  it('without SIGNING_KEY a key is made once, for its owner alone, and kept', async () => {
    const dataDir = await tempDir();
    const [made] = loadSigners({ dataDir, origin: ORIGIN });
    expect(statSync(join(dataDir, KEY_FILE)).mode & 0o777).toBe(0o600);
    expect(loadSigners({ dataDir, origin: ORIGIN })[0]?.verifier.vkey).toBe(made?.verifier.vkey);
    const two = loadSigners({ dataDir, origin: ORIGIN, signingKey: `${SKEY} ${generateKey(ORIGIN).skey}` });
    expect(two.map(({ verifier }) => verifier.vkey)[0]).toBe(signer.verifier.vkey);
    const foreign = parseSigner(generateKey('else.example').skey);
    await expect(openLedger(dataDir, { signers: [foreign] })).rejects.toThrow(
      "SIGNING_KEY is the key of 'else.example', and LEDGER_ORIGIN is 'ledger.example/log'",
    );
  });

  it('after a change of keys it signs the same head again, with both keys for one start', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 5);
    const next = parseSigner(generateKey(ORIGIN).skey);
    await expect(openLedger(dir, { signers: [next] })).rejects.toThrow(
      /^The checkpoint in log\.db of DATA_DIR is refused: signed by .* name the earlier one after the new one in SIGNING_KEY/,
    );
    const both = await openLedger(dir, { signers: [next, signer] });
    await expect.poll(() => both.log.reader.head().note.split('\n').length).toBe(7);
    await both.close();
    const { log } = await openLedger(dir, { signers: [next] });
    expect(openCheckpoint(log.reader.head().note, ORIGIN, [next.verifier]).size).toBe(5);
  });
});

describe('starting on data that are not what was signed', () => {
  const KEPT = 'kept.checkpoint';

  it('an old backup of the whole folder is refused by the checkpoint kept outside it', async () => {
    const [dir, backup] = [await tempDir(), await tempDir()];
    const checkpointFile = join(await tempDir(), KEPT);
    await ledgerOf(dir, 5, { checkpointFile });
    await cp(dir, backup, { recursive: true });
    const { engine, log, close } = await openLedger(dir, { checkpointFile });
    await record(engine.ledger, 5, 9);
    await covered(log, 8);
    await close();
    await expect(openLedger(backup, { checkpointFile })).rejects.toThrow(
      /older than what this log has signed: the journal holds 5 entries, the checkpoint in CHECKPOINT_FILE .* covers 9\..*Restore the newer data/,
    );
    await openLedger(backup).then(({ close }) => close());
  });

  it('a history that went another way after a restored backup is refused as a fork', async () => {
    const [dir, backup] = [await tempDir(), await tempDir()];
    const checkpointFile = join(await tempDir(), KEPT);
    await ledgerOf(dir, 5, { checkpointFile });
    await cp(dir, backup, { recursive: true });
    const first = await openLedger(dir, { checkpointFile });
    await record(first.engine.ledger, 5, 9);
    await covered(first.log, 8);
    await first.close();
    const second = await openLedger(backup);
    await record(second.engine.ledger, 5, 12, 'otherwise');
    await covered(second.log, 11);
    await second.close();
    await expect(openLedger(backup, { checkpointFile })).rejects.toThrow(
      /not the history that the checkpoint in CHECKPOINT_FILE .* covers \(size 9\): its first 9 entries have the root/,
    );
  });

  it('an entry changed under its tiles is named', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 600);
    change(dir, 'ledger.db', "UPDATE event SET text = replace(text, 'Party 300', 'Party 3OO') WHERE sequence = 300");
    await expect(openLedger(dir)).rejects.toThrow('entry 300 is the first that differs from what was signed');
  });

  it('an entry changed far back does not hold up the start, and stops the log as soon as it is found', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 17_000);
    change(dir, 'ledger.db', "UPDATE event SET text = replace(text, 'Party 5 ', 'Party 6 ') WHERE sequence = 5");
    const stops: string[] = [];
    const { log } = await openLedger(dir, { onStop: ({ code }) => stops.push(code) });
    await expect.poll(() => log.health().status, { timeout: 10_000 }).toBe('stopped');
    expect(log.health().lastError).toMatch('entry 5 is the first that differs from what was signed');
    expect(stops).toEqual(['FORKED']);
    expect(() => log.reader.tile(0, 0)).toThrow(/^The log stopped: /);
  });

  it('damaged tiles are made again from a journal that is what was signed', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 600);
    change(dir, 'log.db', 'UPDATE tile SET hashes = zeroblob(8192) WHERE place = 1');
    const { log } = await openLedger(dir);
    const leaves = parseEntryBundle(log.reader.entries(1).bytes);
    expect(Buffer.from(log.reader.tile(0, 1).bytes)).toEqual(Buffer.concat(leaves.map(leafHash)));
  });

  it.each([
    [
      'of another log',
      (note: string) => note.replace(ORIGIN, 'else.example'),
      /of 'else\.example', not of .*Set LEDGER_ORIGIN/,
    ],
    [
      'with a changed root',
      (note: string) => note.replace(/\n.{4}(.*=)\n\n/, '\nAAAA$1\n\n'),
      /does not fit the text.*Compare it/,
    ],
    ['cut off', (note: string) => note.slice(0, 30), /is refused: the note.*Compare it/],
  ])('a checkpoint file %s is refused', async (_, change, message) => {
    const dir = await tempDir();
    const checkpointFile = join(await tempDir(), KEPT);
    await ledgerOf(dir, 5, { checkpointFile });
    writeFileSync(checkpointFile, change(readFileSync(checkpointFile, 'utf8')));
    await expect(openLedger(dir, { checkpointFile })).rejects.toThrow(message);
  });

  it('a checkpoint file that is new is written at once', async () => {
    const dir = await tempDir();
    await ledgerOf(dir, 5);
    const checkpointFile = join(await tempDir(), KEPT);
    const { log } = await openLedger(dir, { checkpointFile });
    expect(readFileSync(checkpointFile, 'utf8')).toBe(log.reader.head().note);
  });
});

async function removeLog(dir: string): Promise<void> {
  for (const suffix of ['', '-wal', '-shm']) await rm(join(dir, `log.db${suffix}`), { force: true });
}

function change(dir: string, file: string, sql: string): void {
  const db = new DatabaseSync(join(dir, file));
  db.exec(sql);
  db.close();
}

function text({ bytes }: { readonly bytes: Uint8Array }): string {
  return Buffer.from(bytes).toString();
}

function decode(encoded: string): Buffer {
  return Buffer.from(encoded, 'base64');
}

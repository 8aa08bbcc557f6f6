// Tamper drills: what an auditor with one old checkpoint sees of each change, in a sentence.
import { describe, expect, it } from 'vitest';
import { LogFile } from '../../src/audit/log/logFile.ts';
import { type Checkpoint, openCheckpoint, signCheckpoint } from '../../src/audit/note/checkpoint.ts';
import { generateKey, parseSigner } from '../../src/audit/note/keys.ts';
import type { FetchPath } from '../../src/audit/verify/remoteTiles.ts';
import { verifyJournal } from '../../src/audit/verify/verifyJournal.ts';
import { verifyRemote } from '../../src/audit/verify/verifyRemote.ts';
import type { Journal, JournalEntry } from '../../src/journal/journal.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { base64, EMPTY_ROOT } from '../../src/merkle/hash.ts';
import { tempDir } from '../support/tempDir.ts';
import { covered, ledgerOf, ORIGIN, openLedger, record, signer } from './support/ledger.ts';
import { mth } from './support/oracle.ts';

/** A ledger at rest as an auditor reads it: entries, kept tiles, and two checkpoints, one of them old. */
async function atRest(old: number, n: number) {
  const dir = await tempDir();
  await ledgerOf(dir, n);
  const journal = openSqliteJournalReader(dir);
  const file = LogFile.openReader(dir);
  const entries = journal.read(-1, n);
  const tiles = new Map<string, Uint8Array>();
  for (let level = 0; level < 2; level++) {
    for (let i = 0; i * 256 < n; i++) {
      const tile = file.tile(level, i);
      if (tile !== undefined) tiles.set(`${level}/${i}`, tile);
    }
  }
  journal.close();
  file.close();
  return { entries, tiles, checkpoint: checkpointOf(entries.slice(0, old)), latest: checkpointOf(entries) };
}

function checkpointOf(entries: readonly JournalEntry[], by = signer): Checkpoint {
  const root = mth(entries.map(({ text }) => Buffer.from(text)));
  return signCheckpoint({ origin: ORIGIN, size: entries.length, root }, [by]);
}

function reading(entries: readonly JournalEntry[]): Pick<Journal, 'read'> {
  return { read: (after, limit) => entries.filter(({ sequence }) => sequence > after).slice(0, limit) };
}

function flipped(bytes: Uint8Array, at: number): Buffer {
  const copy = Buffer.from(bytes);
  copy[at] = (copy[at] as number) ^ (1 << (at % 8));
  return copy;
}

function withText(entries: readonly JournalEntry[], sequence: number, text: string): JournalEntry[] {
  return entries.map((entry) => (entry.sequence === sequence ? { ...entry, text } : entry));
}

describe('a journal on disk', () => {
  it('as it was signed has no fault, and says how far the checkpoints reach', async () => {
    const { entries, tiles, checkpoint, latest } = await atRest(300, 600);
    const kept = (level: number, index: number) => tiles.get(`${level}/${index}`);
    const report = await verifyJournal({ journal: reading(entries), tiles: kept, checkpoints: [latest, checkpoint] });
    expect(report).toEqual({ entries: 600, root: base64(latest.root), upTo: 600, faults: [] });
    const old = await verifyJournal({ journal: reading(entries), checkpoints: [checkpoint] });
    expect([old.upTo, old.faults]).toEqual([300, []]);
  });

  it('every byte of every entry changed is seen, and the entry is named', async () => {
    const { entries, tiles, checkpoint } = await atRest(8, 8);
    const kept = (level: number, index: number) => tiles.get(`${level}/${index}`);
    let bytes = 0;
    for (const { sequence, text } of entries) {
      const original = Buffer.from(text);
      for (let at = 0; at < original.length; at++, bytes++) {
        const journal = reading(withText(entries, sequence, flipped(original, at).toString()));
        const [fault, ...more] = (await verifyJournal({ journal, tiles: kept, checkpoints: [checkpoint] })).faults;
        if (fault?.code !== 'ENTRY_CHANGED' || fault.sequence !== sequence || more.length > 0) {
          expect.fail(`byte ${at} of entry ${sequence}: ${JSON.stringify(fault)}`);
        }
      }
    }
    expect(bytes).toBeGreaterThan(2000);
  });

  it('every byte of every tile changed is seen', async () => {
    const { entries, tiles, latest } = await atRest(300, 600);
    for (const [key, tile] of tiles) {
      for (let at = 0; at < tile.length; at += 97) {
        const kept = (level: number, index: number) =>
          `${level}/${index}` === key ? flipped(tile, at) : tiles.get(`${level}/${index}`);
        const { faults } = await verifyJournal({ journal: reading(entries), tiles: kept, checkpoints: [latest] });
        expect(faults).toMatchObject([{ code: 'TILE_CHANGED' }]);
        if (at === 0)
          expect(faults[0]?.message).toMatch(
            /^tile \d of level [01] was changed: it is not what the entries from \d+ on give/,
          );
      }
    }
  });

  const cases: [string, (entries: readonly JournalEntry[]) => JournalEntry[], number, RegExp][] = [
    [
      'an entry removed',
      (e) => e.filter(({ sequence }) => sequence !== 290),
      290,
      /^entry 290 is missing: after entry 289 comes 291$/,
    ],
    [
      'an entry removed and the rest moved up',
      (e) => renumbered(e.filter(({ sequence }) => sequence !== 290)),
      290,
      /^entry 290 was changed: its text has the leaf hash .{44}, the log holds .{44}$/,
    ],
    [
      'two entries swapped',
      (e) => renumbered([...e.slice(0, 40), ...e.slice(40, 42).reverse(), ...e.slice(42)]),
      40,
      /^entry 40 was changed/,
    ],
    [
      'the end cut off',
      (e) => e.slice(0, 250),
      250,
      /^entry 250 is missing: the journal ends there, the checkpoint covers 300 entries$/,
    ],
    [
      'an entry put in',
      (e) => renumbered([...e.slice(0, 7), e[3] as JournalEntry, ...e.slice(7)]),
      7,
      /^entry 7 was changed/,
    ],
    ['everything gone', () => [], 0, /^entry 0 is missing/],
  ];

  it.each(cases)('%s', async (_, change, sequence, message) => {
    const { entries, tiles, checkpoint } = await atRest(300, 300);
    const kept = (level: number, index: number) => tiles.get(`${level}/${index}`);
    const { faults } = await verifyJournal({
      journal: reading(change(entries)),
      tiles: kept,
      checkpoints: [checkpoint],
    });
    expect(faults[0]).toMatchObject({ sequence, message: expect.stringMatching(message) });
  });

  it('rewritten together with its tiles, it is narrowed down between the checkpoints that were kept', async () => {
    const { entries, checkpoint } = await atRest(300, 600);
    const latest = checkpointOf(entries);
    const rewritten = withText(entries, 450, '{}');
    const { upTo, faults } = await verifyJournal({ journal: reading(rewritten), checkpoints: [checkpoint, latest] });
    expect([upTo, faults[0]?.sequence]).toEqual([300, 300]);
    expect(faults[0]?.message).toMatch(
      /^entries 300 to 599 are not all what was signed: .*; those before 300 are as they were signed\./,
    );
  });
});

function renumbered(entries: readonly JournalEntry[]): JournalEntry[] {
  return entries.map((entry, sequence) => ({ ...entry, sequence }));
}

/** What a server shows, by path, and an old checkpoint of it. */
async function shown(old: number, n: number, salt = '') {
  const { engine, log, close } = await openLedger(await tempDir());
  await record(engine.ledger, 0, old);
  await covered(log, old - 1);
  const kept = log.reader.head().note;
  await record(engine.ledger, old, n, salt);
  await covered(log, n - 1);
  const files = new Map<string, Uint8Array>([['checkpoint', log.reader.checkpoint().bytes]]);
  for (const level of [0, 1, 'entries'] as const) {
    const count = level === 1 ? Math.floor(n / 256) : n;
    for (let i = 0; i * 256 < count; i++) {
      const width = Math.min(256, count - i * 256);
      const path = `tile/${level}/00${i}${width < 256 ? `.p/${width}` : ''}`;
      files.set(path, log.reader.path(path).bytes);
    }
  }
  await close();
  return { kept, files };
}

const who = { origin: ORIGIN, keys: [signer.verifier] };

function fetching(files: ReadonlyMap<string, Uint8Array>): FetchPath {
  return async (path) => files.get(path);
}

describe('a log elsewhere', () => {
  it('is read from the checkpoint kept on, and gives the next one to keep', async () => {
    const { kept, files } = await shown(300, 900);
    const asked: string[] = [];
    const fetch: FetchPath = async (path) => {
      asked.push(path);
      return files.get(path);
    };
    const report = await verifyRemote({ ...who, fetch, kept });
    expect(report).toMatchObject({ faults: [], upTo: 900, entries: 900 - 256 });
    expect(report.checkpoint?.note).toBe(report.shown);
    expect(asked).not.toContain('tile/entries/000');
    expect(await verifyRemote({ ...who, fetch })).toMatchObject({ faults: [], entries: 900 });
    const again = { ...who, fetch, kept: report.shown as string };
    expect(await verifyRemote(again)).toMatchObject({ faults: [], upTo: 900 });
  });

  it('with any byte changed in its checkpoint, tiles or entries is seen through', async () => {
    const { kept, files } = await shown(2, 5);
    let bytes = 0;
    for (const [path, original] of files) {
      for (let at = 0; at < original.length; at++, bytes++) {
        const fetch = fetching(new Map([...files, [path, flipped(original, at)]]));
        const report = await verifyRemote({ ...who, fetch, kept });
        if (report.faults.length === 0 || report.checkpoint !== undefined)
          expect.fail(`byte ${at} of ${path} passed unseen`);
      }
    }
    expect(bytes).toBeGreaterThan(2000);
  });

  it('with a byte changed in a higher tile is seen through', async () => {
    const { files } = await shown(5, 600);
    const path = 'tile/1/000.p/2';
    const changed = new Map([...files, [path, flipped(files.get(path) as Uint8Array, 40)]]);
    expect((await verifyRemote({ ...who, fetch: fetching(changed) })).faults[0]).toMatchObject({
      code: 'TILE_CHANGED',
      sequence: 256,
      message: 'hash 1 of tile 0, level 1, is not what entries from 256 on give',
    });
  });

  it('an old backup that is served again went back', async () => {
    const [before, after] = [await shown(5, 7), await shown(5, 9)];
    const kept = Buffer.from(after.files.get('checkpoint') as Uint8Array).toString();
    expect((await verifyRemote({ ...who, fetch: fetching(before.files), kept })).faults[0]).toMatchObject({
      code: 'OLDER_DATA',
      message: 'the log shows 7 entries, the checkpoint kept covers 9: it went back, entry 7 is the first that is gone',
    });
  });

  it('a fork signed again with the log’s own key is a rewritten log, whatever its size', async () => {
    const [one, other] = [await shown(5, 300), await shown(5, 300, 'otherwise')];
    const larger = await shown(5, 700, 'otherwise');
    const kept = Buffer.from(one.files.get('checkpoint') as Uint8Array).toString();
    for (const fork of [other, larger]) {
      const { faults, checkpoint } = await verifyRemote({ ...who, fetch: fetching(fork.files), kept });
      expect(checkpoint).toBeUndefined();
      expect(faults[0]?.message).toMatch(
        /^the log was rewritten: its first 300 entries now have the root .* keep both notes/,
      );
    }
  });

  it('a checkpoint that runs ahead of the entries shown is no checkpoint of them', async () => {
    const { files } = await shown(5, 12);
    const head = openCheckpoint(Buffer.from(files.get('checkpoint') as Uint8Array).toString(), ORIGIN, who.keys);
    const ahead = signCheckpoint({ ...head, root: EMPTY_ROOT }, [signer]).note;
    const report = await verifyRemote({
      ...who,
      fetch: fetching(new Map([...files, ['checkpoint', Buffer.from(ahead)]])),
    });
    expect(report.faults[0]?.message).toMatch(
      /^the entries and tiles shown agree with each other, not with the checkpoint/,
    );
  });

  it('signed by another key, of another name, or without its tiles is refused with the reason', async () => {
    const { files } = await shown(5, 12);
    const messages = async (map: ReadonlyMap<string, Uint8Array>, keys = who.keys, origin = ORIGIN) =>
      (await verifyRemote({ origin, keys, fetch: fetching(map) })).faults[0]?.message;
    const other = parseSigner(generateKey(ORIGIN).skey);
    expect(await messages(files, [other.verifier])).toMatch(/^signed by ledger\.example\/log \(key ddac4a01\), not by/);
    expect(await messages(files, who.keys, 'else.example')).toBe(
      "a checkpoint of 'ledger.example/log', not of 'else.example'",
    );
    expect(await messages(new Map())).toBe('the log shows no checkpoint');
    const without = new Map([...files].filter(([path]) => !path.startsWith('tile/entries')));
    expect(await messages(without)).toBe('tile/entries/000.p/12 is not there, though the checkpoint covers it');
  });
});

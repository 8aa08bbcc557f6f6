// Captures: kept by their hash, checked on every read, removed with their hash left behind.
import { hash } from 'node:crypto';
import { readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CaptureStore } from '../../src/captures/captureStore.ts';
import { isSha256, parseSha256, type Sha256 } from '../../src/captures/sha256.ts';
import { tempDir } from '../support/tempDir.ts';

const TEXT = Buffer.from('<p>agreed to set up a working-level body</p>');
const SHA = hash('sha256', TEXT, 'hex') as Sha256;
const clock = () => Date.parse('2025-07-01T00:00:00Z');

async function store(maxBytes?: number) {
  const dataDir = await tempDir();
  const captures = new CaptureStore({ dataDir, clock, ...(maxBytes === undefined ? {} : { maxBytes }) });
  return { captures, dataDir, path: join(dataDir, 'captures', SHA.slice(0, 2), SHA) };
}

async function listed(captures: CaptureStore) {
  const found = [];
  for await (const one of captures.list()) found.push(one);
  return found;
}

describe('a capture', () => {
  it('is kept under its SHA-256, and comes back as it was, with its type', async () => {
    const { captures, path } = await store();
    expect(await captures.put(TEXT, 'Text/HTML; charset=utf-8')).toEqual({ sha256: SHA, size: 44, repeated: false });
    expect(readFileSync(path)).toEqual(TEXT);
    expect(await captures.get(SHA)).toEqual({ sha256: SHA, bytes: TEXT, type: 'text/html; charset=utf-8' });
    expect(await listed(captures)).toEqual([{ sha256: SHA, size: 44, type: 'text/html; charset=utf-8' }]);
  });

  it('comes as a stream, too, and leaves nothing half written behind', async () => {
    const { captures, dataDir } = await store();
    async function* chunks() {
      yield TEXT.subarray(0, 10);
      yield TEXT.subarray(10);
    }
    expect((await captures.put(chunks())).sha256).toBe(SHA);
    async function* breaks() {
      yield TEXT;
      throw new Error('the sender went away');
    }
    await expect(captures.put(breaks())).rejects.toThrow('the sender went away');
    expect(readdirSync(join(dataDir, 'captures', 'new'))).toEqual([]);
  });

  it('is written once: the same bytes again change neither file nor type', async () => {
    const { captures, path } = await store();
    await captures.put(TEXT, 'text/html');
    const before = statSync(path).ino;
    expect(await captures.put(TEXT, 'image/png')).toEqual({ sha256: SHA, size: 44, repeated: true });
    expect([statSync(path).ino, (await captures.get(SHA)).type]).toEqual([before, 'text/html']);
  });

  it('that is too large is refused, and nothing of it stays', async () => {
    const { captures } = await store(43);
    await expect(captures.put(TEXT)).rejects.toMatchObject({ code: 'TOO_LARGE' });
    expect(await listed(captures)).toEqual([]);
  });

  it('that was changed on disk is refused with both hashes, on reading and on adding', async () => {
    const { captures, path } = await store();
    await captures.put(TEXT);
    writeFileSync(path, 'something else');
    const found = hash('sha256', 'something else', 'hex');
    const message = `the capture ${SHA} was changed on disk: its SHA-256 is now ${found}`;
    await expect(captures.get(SHA)).rejects.toMatchObject({
      code: 'ALTERED',
      message: expect.stringContaining(message),
    });
    await expect(captures.put(TEXT)).rejects.toMatchObject({ code: 'ALTERED' });
    expect(readFileSync(path, 'utf8')).toBe('something else');
  });

  it('of a type that is none is kept as bytes of an unknown one', async () => {
    const { captures } = await store();
    await captures.put(TEXT, 'text/html\r\nSet-Cookie: a=b');
    expect((await captures.get(SHA)).type).toBe('application/octet-stream');
  });

  it('that is not there is told so', async () => {
    const { captures } = await store();
    await expect(captures.get(SHA)).rejects.toMatchObject({ code: 'NOT_CAPTURED' });
    await expect(captures.redact(SHA, 'because')).rejects.toMatchObject({ code: 'NOT_CAPTURED' });
    expect(await listed(captures)).toEqual([]);
  });
});

describe('a redacted capture', () => {
  it('is gone; its hash, the reason and the time stay', async () => {
    const { captures, path } = await store();
    await captures.put(TEXT, 'text/html');
    const redaction = { sha256: SHA, reason: 'a private address', redactedAt: '2025-07-01T00:00:00.000Z' };
    expect(await captures.redact(SHA, 'a private address')).toEqual(redaction);
    expect(readdirSync(join(path, '..'))).toEqual([`${SHA}.redacted`]);
    await expect(captures.get(SHA)).rejects.toMatchObject({
      code: 'REDACTED',
      message: expect.stringContaining('private'),
    });
    expect(await listed(captures)).toEqual([redaction]);
  });

  it('does not come back, and its first reason stands', async () => {
    const { captures } = await store();
    await captures.put(TEXT);
    await captures.redact(SHA, 'first');
    await expect(captures.put(TEXT)).rejects.toMatchObject({ code: 'REDACTED' });
    expect((await captures.redact(SHA, 'second')).reason).toBe('first');
  });

  it('takes with it what was left half written an hour ago or more, which may be the same document', async () => {
    const { captures, dataDir } = await store();
    await captures.put(TEXT);
    const left = (name: string) => join(dataDir, 'captures', 'new', name);
    writeFileSync(left('old'), TEXT);
    writeFileSync(left('under-way'), TEXT);
    utimesSync(left('old'), new Date(clock() - 7_200_000), new Date(clock() - 7_200_000));
    await captures.redact(SHA, 'private');
    expect(readdirSync(join(dataDir, 'captures', 'new'))).toEqual(['under-way']);
  });

  it('whose removal a crash cut off is refused all the same, and asking again removes it', async () => {
    const { captures, path } = await store();
    await captures.put(TEXT);
    writeFileSync(`${path}.redacted`, JSON.stringify({ reason: 'cut off', redactedAt: '2025-07-01T00:00:00.000Z' }));
    await expect(captures.get(SHA)).rejects.toMatchObject({ code: 'REDACTED' });
    await captures.redact(SHA, 'again');
    expect(readdirSync(join(path, '..'))).toEqual([`${SHA}.redacted`]);
  });
});

describe('the name of a capture', () => {
  it('is 64 hex digits of lower case: nothing else is one, so that no path leads elsewhere', () => {
    for (const name of ['', '../../etc/passwd', SHA.toUpperCase(), `${SHA}\n`, `${SHA}/..`, SHA.slice(1)]) {
      expect(isSha256(name)).toBe(false);
      expect(() => parseSha256(name)).toThrow(expect.objectContaining({ code: 'NOT_A_HASH' }));
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(isSha256(name)).toBe(/^[0-9a-f]{64}$/.test(name) && name.length === 64);
      }),
    );
  });
});

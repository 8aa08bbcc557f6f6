// The source documents behind citations, kept outside the log by their SHA-256: DATA_DIR/captures/<aa>/<sha256>.
// A capture is never overwritten, is checked whenever it is read, and can be removed for good while its hash stays.
import { createHash, hash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CaptureError } from './captureError.ts';
import { namesIn, readOrNothing, removeOlder, sizeOf, stage, syncFolder, usable } from './files.ts';
import { type Redaction, redacted, tombstone } from './redaction.ts';
import { isSha256, type Sha256 } from './sha256.ts';

export interface Capture {
  readonly sha256: Sha256;
  readonly bytes: Buffer;
  /** its media type, as whoever added it said */
  readonly type: string;
}

export interface Kept {
  readonly sha256: Sha256;
  readonly size: number;
  /** it was there already: nothing was written */
  readonly repeated: boolean;
}

export type Listed = { readonly sha256: Sha256; readonly size: number; readonly type: string } | Redaction;

export interface CaptureStoreOptions {
  readonly dataDir: string;
  /** milliseconds since 1970 */
  readonly clock?: () => number;
  /** the largest capture taken, bytes */
  readonly maxBytes?: number;
}

const MAX_BYTES = 32 * 1024 * 1024;
const MEDIA_TYPE = /^[a-z0-9!#$&^_.+-]{1,64}\/[a-z0-9!#$&^_.+-]{1,64}(?: *; *charset="?utf-8"?)?$/i;
const UNKNOWN_TYPE = 'application/octet-stream';
const MAX_REASON = 500;
/** Nobody takes an hour to send a document: a file begun before then was left behind. Milliseconds. */
const CUT_OFF_AFTER = 3_600_000;

export class CaptureStore {
  readonly maxBytes: number;
  readonly #folder: string;
  readonly #clock: () => number;

  /** Opens nothing: a folder without captures is made by the first. */
  constructor({ dataDir, clock = Date.now, maxBytes = MAX_BYTES }: CaptureStoreOptions) {
    this.#folder = join(dataDir, 'captures');
    this.#clock = clock;
    this.maxBytes = maxBytes;
  }

  /**
   * Durable when it returns. The same bytes again change nothing, not even their type.
   * @param type a media type; what is none is kept as bytes of an unknown type
   * @throws CaptureError TOO_LARGE, REDACTED, ALTERED, UNUSABLE
   */
  async put(bytes: Uint8Array | AsyncIterable<Uint8Array>, type = UNKNOWN_TYPE): Promise<Kept> {
    const sum = createHash('sha256');
    let size = 0;
    const chunks = this.#bounded(bytes, (chunk) => {
      size += chunk.length;
      sum.update(chunk);
    });
    const staged = await usable(stage(join(this.#folder, 'new'), chunks));
    try {
      const sha256 = sum.digest('hex') as Sha256;
      if (await this.#isKept(sha256)) return { sha256, size, repeated: true };
      const said = MEDIA_TYPE.test(type) ? type.toLowerCase() : UNKNOWN_TYPE;
      await this.#write(`${this.#path(sha256)}.type`, said);
      await usable(staged.moveTo(this.#path(sha256)));
      // Another process may have redacted it meanwhile: whoever comes last removes it.
      const redaction = await this.redaction(sha256);
      if (redaction !== undefined) {
        await this.#remove(sha256);
        throw redacted(redaction);
      }
      return { sha256, size, repeated: false };
    } finally {
      await staged.discard();
    }
  }

  /** @throws CaptureError NOT_CAPTURED, REDACTED, ALTERED with the hash found, UNUSABLE */
  async get(sha256: Sha256): Promise<Capture> {
    const redaction = await this.redaction(sha256);
    if (redaction !== undefined) throw redacted(redaction);
    const bytes = await readOrNothing(this.#path(sha256));
    if (bytes === undefined) throw notCaptured(sha256);
    const found = hash('sha256', bytes, 'hex');
    if (found !== sha256) throw altered(sha256, found);
    return { sha256, bytes, type: await this.#typeOf(sha256) };
  }

  /** Why and when the capture was removed; undefined where it was not. @throws CaptureError UNUSABLE */
  async redaction(sha256: Sha256): Promise<Redaction | undefined> {
    const text = await readOrNothing(`${this.#path(sha256)}.redacted`);
    if (text === undefined) return undefined;
    const { reason, redactedAt } = tombstone(sha256, text.toString());
    return { sha256, reason, redactedAt };
  }

  /**
   * Removes the bytes, and leaves the hash with the reason and when. Law: what says so is on disk before the bytes go,
   * so that a crash in between leaves a capture that is refused, and asking again finishes. The first reason stands.
   * @throws CaptureError NOT_CAPTURED, UNUSABLE
   */
  async redact(sha256: Sha256, reason: string): Promise<Redaction> {
    let redaction = await this.redaction(sha256);
    if (redaction === undefined) {
      if ((await sizeOf(this.#path(sha256))) === undefined) throw notCaptured(sha256);
      redaction = { sha256, reason: reason.slice(0, MAX_REASON), redactedAt: new Date(this.#clock()).toISOString() };
      const { redactedAt } = redaction;
      await this.#write(`${this.#path(sha256)}.redacted`, JSON.stringify({ reason: redaction.reason, redactedAt }));
    }
    await this.#remove(sha256);
    // What a crash cut off may be the very document.
    await usable(removeOlder(join(this.#folder, 'new'), this.#clock() - CUT_OFF_AFTER));
    return redaction;
  }

  /** Every capture kept or removed, by hash. Their bytes are not checked. @throws CaptureError UNUSABLE */
  async *list(): AsyncGenerator<Listed, void, undefined> {
    for (const aa of await namesIn(this.#folder)) {
      if (!/^[0-9a-f]{2}$/.test(aa)) continue;
      const hashes = new Set((await namesIn(join(this.#folder, aa))).map((name) => name.slice(0, 64)));
      for (const sha256 of hashes) if (isSha256(sha256)) yield* this.#listed(sha256);
    }
  }

  async *#listed(sha256: Sha256): AsyncGenerator<Listed, void, undefined> {
    const redaction = await this.redaction(sha256);
    if (redaction !== undefined) return yield redaction;
    const size = await sizeOf(this.#path(sha256));
    if (size !== undefined) yield { sha256, size, type: await this.#typeOf(sha256) };
  }

  async #remove(sha256: Sha256): Promise<void> {
    await usable(rm(this.#path(sha256), { force: true }));
    await usable(rm(`${this.#path(sha256)}.type`, { force: true }));
    await usable(syncFolder(dirname(this.#path(sha256))));
  }

  #path(sha256: Sha256): string {
    return join(this.#folder, sha256.slice(0, 2), sha256);
  }

  async #isKept(sha256: Sha256): Promise<boolean> {
    try {
      await this.get(sha256);
      return true;
    } catch (error) {
      if (error instanceof CaptureError && error.code === 'NOT_CAPTURED') return false;
      throw error;
    }
  }

  async #typeOf(sha256: Sha256): Promise<string> {
    const type = (await readOrNothing(`${this.#path(sha256)}.type`))?.toString() ?? '';
    return MEDIA_TYPE.test(type) ? type : UNKNOWN_TYPE;
  }

  async #write(path: string, text: string): Promise<void> {
    const staged = await usable(stage(join(this.#folder, 'new'), [Buffer.from(text)]));
    await usable(staged.moveTo(path));
  }

  async *#bounded(bytes: Uint8Array | AsyncIterable<Uint8Array>, onChunk: (chunk: Uint8Array) => void) {
    let size = 0;
    for await (const chunk of bytes instanceof Uint8Array ? [bytes] : bytes) {
      size += chunk.length;
      if (size > this.maxBytes) {
        throw new CaptureError('TOO_LARGE', `a capture takes at most ${this.maxBytes} bytes: keep what is cited of it`);
      }
      onChunk(chunk);
      yield chunk;
    }
  }
}

const notCaptured = (sha256: Sha256): CaptureError =>
  new CaptureError('NOT_CAPTURED', `no capture ${sha256} is kept here: add the document whose SHA-256 this is`);

const altered = (sha256: Sha256, found: string): CaptureError =>
  new CaptureError(
    'ALTERED',
    `the capture ${sha256} was changed on disk: its SHA-256 is now ${found}. Nothing of it is shown; ` +
      'move the changed file away and add the document again from a copy',
  );

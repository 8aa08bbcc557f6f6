// Tiles and bundles of a log elsewhere, by path: fetched once each, held to their length.

import { HASH_BYTES } from '../../merkle/hash.ts';
import { AuditError } from '../auditError.ts';
import { parseEntryBundle } from '../tiles/entryBundle.ts';
import { TILE_WIDTH, tilePath, widthAt } from '../tiles/tilePath.ts';

/** Fetches a path below the log's prefix, for instance `checkpoint` or `tile/0/000`; undefined where there is nothing. */
export type FetchPath = (path: string) => Promise<Uint8Array | undefined>;

export class RemoteTiles {
  readonly #fetch: FetchPath;
  readonly #size: number;
  readonly #tiles = new Map<string, Promise<Uint8Array>>();

  /** @param size of the checkpoint that says which tiles there are */
  constructor(fetch: FetchPath, size: number) {
    this.#fetch = fetch;
    this.#size = size;
  }

  /** All hashes of a tile at this size. @throws AuditError NOT_FOUND, MALFORMED */
  tile(level: number, index: number): Promise<Uint8Array> {
    const key = `${level}/${index}`;
    const known = this.#tiles.get(key) ?? this.#fetchTile(level, index);
    this.#tiles.set(key, known);
    return known;
  }

  /** Leaves of the entries it is not asked for again: a long log's level 0 need not stay in memory. */
  forget(level: number, index: number): void {
    this.#tiles.delete(`${level}/${index}`);
  }

  async entries(index: number): Promise<Uint8Array[]> {
    const width = widthAt(0, index, this.#size);
    const leaves = parseEntryBundle(await this.#get('entries', index, width));
    if (leaves.length >= width) return leaves.slice(0, width);
    throw new AuditError(
      'MALFORMED',
      `${tilePath({ level: 'entries', index, width })} holds ${leaves.length} entries, not ${width}`,
    );
  }

  async #fetchTile(level: number, index: number): Promise<Uint8Array> {
    const width = widthAt(level, index, this.#size);
    const bytes = await this.#get(level, index, width);
    if (bytes.length % HASH_BYTES === 0 && bytes.length >= width * HASH_BYTES)
      return bytes.subarray(0, width * HASH_BYTES);
    throw new AuditError(
      'MALFORMED',
      `${tilePath({ level, index, width })} has ${bytes.length} bytes, not ${width * HASH_BYTES}`,
    );
  }

  /** A partial tile may be gone once it is full (C2SP tlog-tiles): then the full one begins with it. */
  async #get(level: number | 'entries', index: number, width: number): Promise<Uint8Array> {
    const path = tilePath({ level, index, width });
    const bytes = await this.#fetch(path);
    if (bytes !== undefined) return bytes;
    const full = width === TILE_WIDTH ? undefined : await this.#fetch(tilePath({ level, index, width: TILE_WIDTH }));
    if (full !== undefined) return full;
    throw new AuditError('NOT_FOUND', `${path} is not there, though the checkpoint covers it`);
  }
}

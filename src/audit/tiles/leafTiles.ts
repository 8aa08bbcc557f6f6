// The level-0 tiles read as a list of leaf hashes: where two lists part, and what root a list has.
import { CompactRange } from '../../merkle/compactRange.ts';
import { HASH_BYTES, type Hash } from '../../merkle/hash.ts';
import { TILE_WIDTH } from './tilePath.ts';

/** A tile's bytes as far as they are kept, full or partial; undefined where none are. */
export type KeptTiles = (level: number, index: number) => Uint8Array | undefined;

/** The place of the first hash in which two tiles differ, as far as both go; undefined where they agree. */
export function firstDifference(a: Uint8Array, b: Uint8Array): number | undefined {
  const end = Math.min(a.length, b.length);
  let at = 0;
  while (at < end && a[at] === b[at]) at++;
  return at < end ? Math.floor(at / HASH_BYTES) : undefined;
}

/** The root over the first `size` leaf hashes kept; undefined where some are not. It reads every one of them. */
export function rootOfLeafTiles(tiles: KeptTiles, size: number): Hash | undefined {
  const range = new CompactRange();
  for (let index = 0; range.size < size; index++) {
    const tile = tiles(0, index) ?? new Uint8Array();
    const width = Math.min(TILE_WIDTH, size - range.size);
    if (tile.length < width * HASH_BYTES) return undefined;
    for (let i = 0; i < width; i++) range.append(tile.subarray(i * HASH_BYTES, (i + 1) * HASH_BYTES));
  }
  return range.root();
}

// Any complete node of the tree, from the tiles: each height between two levels is hashed from the level below.
import { HASH_BYTES, rootOfHashes } from '../../merkle/hash.ts';
import type { NodeSource } from '../../merkle/proof.ts';
import { TILE_HEIGHT, TILE_WIDTH } from './tilePath.ts';

/** A tile's bytes, at least `width` hashes of them. */
export type TileSource = (level: number, index: number, width: number) => Uint8Array;

/**
 * Law: node (height, index) with height = 8 · level + r is the root of the 2^r hashes of `level` from index · 2^r,
 * which stand in one tile because r < 8.
 */
export function nodesOf(tiles: TileSource): NodeSource {
  return (height, index) => {
    const level = Math.floor(height / TILE_HEIGHT);
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const within = first % TILE_WIDTH;
    const tile = tiles(level, Math.floor(first / TILE_WIDTH), within + count);
    return rootOfHashes(tile.subarray(within * HASH_BYTES, (within + count) * HASH_BYTES));
  };
}

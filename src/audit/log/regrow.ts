// The tree grown afresh from the journal's leaves, beside the tiles that are stored: what differs, and where first.
import { setImmediate } from 'node:timers/promises';
import { HASH_BYTES, type Hash } from '../merkle/hash.ts';
import { type FullTile, GrowingTiles } from '../tiles/growingTiles.ts';
import { hashesAt, TILE_WIDTH } from '../tiles/tilePath.ts';
import type { LeafSource, LogTree } from './logTree.ts';

/** About two milliseconds of work at a time, for others share the process. */
const BATCH = 1024;

export interface Regrown {
  /** of the journal's first `size` leaves */
  readonly root: Hash;
  /** what the journal gives, where the stored tile is another */
  readonly differing: readonly FullTile[];
  /** the first entry whose leaf is another than the one stored */
  readonly firstEntry: number | undefined;
}

/** @param size at most the tree's @returns undefined where `signal` aborted */
export async function regrow(
  journal: LeafSource,
  tree: LogTree,
  size: number,
  signal: AbortSignal,
): Promise<Regrown | undefined> {
  const differing: FullTile[] = [];
  const afresh = new GrowingTiles((tile) => {
    if (Buffer.compare(tree.tile(tile.level, tile.index, TILE_WIDTH), tile.bytes) !== 0) differing.push(tile);
  });
  while (afresh.size < size) {
    const leaves = journal.leaves(afresh.size, Math.min(BATCH, size - afresh.size));
    if (leaves.length === 0) break;
    for (const leaf of leaves) afresh.append(leaf);
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  return { root: afresh.root(), differing, firstEntry: firstDifference(tree, afresh, differing) };
}

function firstDifference(tree: LogTree, afresh: GrowingTiles, differing: readonly FullTile[]): number | undefined {
  const tile = differing.find(({ level }) => level === 0);
  if (tile !== undefined) return tile.index * TILE_WIDTH + firstHash(tree.tile(0, tile.index, TILE_WIDTH), tile.bytes);
  const edge = Math.floor(hashesAt(0, afresh.size) / TILE_WIDTH);
  const width = afresh.size % TILE_WIDTH;
  const bytes = width === 0 ? undefined : afresh.edgeTile(0, edge, width);
  if (bytes === undefined) return undefined;
  const within = firstHash(tree.tile(0, edge, width), bytes);
  return within < width ? edge * TILE_WIDTH + within : undefined;
}

/** The place of the first hash that differs; the number of hashes where none does. */
function firstHash(a: Uint8Array, b: Uint8Array): number {
  let at = 0;
  while (at < b.length && a[at] === b[at]) at++;
  return Math.floor(at / HASH_BYTES);
}

/** The first of the entries from `first` to `end` whose leaf is another than the one stored; undefined where none is. */
export function firstDifferenceIn(journal: LeafSource, tree: LogTree, first: number, end: number): number | undefined {
  for (let index = Math.floor(first / TILE_WIDTH); index * TILE_WIDTH < end; index++) {
    const width = Math.min(TILE_WIDTH, end - index * TILE_WIDTH);
    const leaves = Buffer.concat(journal.leaves(index * TILE_WIDTH, width));
    const within = firstHash(leaves, tree.tile(0, index, width));
    if (within < width) return index * TILE_WIDTH + within;
  }
  return undefined;
}

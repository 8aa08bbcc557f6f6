// The tree grown afresh from the journal's leaves, beside the tiles that are kept: what differs, and where first.
import { setImmediate } from 'node:timers/promises';
import type { Hash } from '../../merkle/hash.ts';
import { type FullTile, GrowingTiles } from '../tiles/growingTiles.ts';
import { firstDifference, type KeptTiles } from '../tiles/leafTiles.ts';
import { TILE_WIDTH } from '../tiles/tilePath.ts';
import type { LeafSource } from './logTree.ts';

/** About two milliseconds of work at a time, for others share the process. */
const BATCH = 1024;

export interface Regrown {
  /** of the journal's first `size` leaves */
  readonly root: Hash;
  /** what the journal gives, where the tile kept is another */
  readonly differing: readonly FullTile[];
  /** the first entry whose leaf is another than the one kept */
  readonly firstEntry: number | undefined;
}

/** @returns undefined where `signal` aborted */
export async function regrow(
  journal: LeafSource,
  kept: KeptTiles,
  size: number,
  signal: AbortSignal,
): Promise<Regrown | undefined> {
  const differing: FullTile[] = [];
  const afresh = new GrowingTiles((tile) => {
    const stored = kept(tile.level, tile.index);
    if (stored !== undefined && Buffer.compare(stored, tile.bytes) !== 0) differing.push(tile);
  });
  while (afresh.size < size) {
    const leaves = journal.leaves(afresh.size, Math.min(BATCH, size - afresh.size));
    if (leaves.length === 0) break;
    for (const leaf of leaves) afresh.append(leaf);
    await setImmediate();
    if (signal.aborted) return undefined;
  }
  return { root: afresh.root(), differing, firstEntry: firstEntry(kept, afresh, differing) };
}

function firstEntry(kept: KeptTiles, afresh: GrowingTiles, differing: readonly FullTile[]): number | undefined {
  const edge = Math.floor(afresh.size / TILE_WIDTH);
  const bytes = afresh.edgeTile(0, edge, afresh.size % TILE_WIDTH) ?? new Uint8Array();
  const leafTiles = [...differing.filter(({ level }) => level === 0), { index: edge, bytes }];
  for (const tile of leafTiles) {
    const within = firstDifference(kept(0, tile.index) ?? new Uint8Array(), tile.bytes);
    if (within !== undefined) return tile.index * TILE_WIDTH + within;
  }
  return undefined;
}

/** The first of the entries from `first` to `end` whose leaf is another than the one kept; undefined where none is. */
export function firstDifferenceIn(
  journal: LeafSource,
  kept: KeptTiles,
  first: number,
  end: number,
): number | undefined {
  for (let index = Math.floor(first / TILE_WIDTH); index * TILE_WIDTH < end; index++) {
    const stored = kept(0, index);
    if (stored === undefined) continue;
    const leaves = Buffer.concat(journal.leaves(index * TILE_WIDTH, Math.min(TILE_WIDTH, end - index * TILE_WIDTH)));
    const within = firstDifference(leaves, stored);
    if (within !== undefined) return index * TILE_WIDTH + within;
  }
  return undefined;
}

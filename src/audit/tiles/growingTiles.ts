// The tree with its tiles, as leaves come: full tiles are handed on once, the right edge of each level stays here.
// It stores nothing itself and asks for no leaf twice.
import { CompactRange } from '../../merkle/compactRange.ts';
import { HASH_BYTES, type Hash, rootOfHashes } from '../../merkle/hash.ts';
import { nodesOf, type TileSource } from './tileNodes.ts';
import { hashesAt, TILE_BYTES, TILE_HEIGHT, TILE_WIDTH, widthAt } from './tilePath.ts';

export interface FullTile {
  readonly level: number;
  readonly index: number;
  /** 8,192 bytes */
  readonly bytes: Uint8Array;
}

interface Edge {
  index: number;
  width: number;
  bytes: Uint8Array;
}

export class GrowingTiles {
  readonly #onFull: (tile: FullTile) => void;
  #range = new CompactRange();
  readonly #edges: Edge[] = [];

  constructor(onFull: (tile: FullTile) => void) {
    this.#onFull = onFull;
  }

  /**
   * The tree of the full tiles stored: `leaves` is a multiple of 256.
   * Law: a level's edge holds the roots of the full tiles below that no full tile of its own holds yet.
   */
  static resume(leaves: number, stored: TileSource, onFull: (tile: FullTile) => void): GrowingTiles {
    const tree = new GrowingTiles(onFull);
    for (let level = 0; level === 0 || hashesAt(level, leaves) > 0; level++) {
      const edge = tree.#edge(level);
      edge.index = Math.floor(hashesAt(level, leaves) / TILE_WIDTH);
      edge.width = widthAt(level, edge.index, leaves);
      for (let i = 0; i < edge.width; i++) {
        const below = stored(level - 1, edge.index * TILE_WIDTH + i, TILE_WIDTH);
        edge.bytes.set(rootOfHashes(below), i * HASH_BYTES);
      }
    }
    const tiles: TileSource = (level, index, width) =>
      tree.edgeTile(level, index, width) ?? stored(level, index, width);
    tree.#range = CompactRange.of(leaves, nodesOf(tiles));
    return tree;
  }

  get size(): number {
    return this.#range.size;
  }

  root(): Hash {
    return this.#range.root();
  }

  append(leaf: Hash): void {
    this.#range.append(leaf, this.#keep);
  }

  /** The beginning of the right-most tile of a level; undefined where that is another tile, or shorter. */
  edgeTile(level: number, index: number, width: number): Uint8Array | undefined {
    const edge = this.#edges[level];
    if (edge === undefined || edge.index !== index || edge.width < width) return undefined;
    return edge.bytes.slice(0, width * HASH_BYTES);
  }

  readonly #keep = (height: number, hash: Hash): void => {
    if (height % TILE_HEIGHT !== 0) return;
    const level = height / TILE_HEIGHT;
    const edge = this.#edge(level);
    edge.bytes.set(hash, edge.width * HASH_BYTES);
    if (++edge.width < TILE_WIDTH) return;
    this.#onFull({ level, index: edge.index, bytes: edge.bytes });
    this.#edges[level] = { index: edge.index + 1, width: 0, bytes: new Uint8Array(TILE_BYTES) };
  };

  #edge(level: number): Edge {
    this.#edges[level] ??= { index: 0, width: 0, bytes: new Uint8Array(TILE_BYTES) };
    return this.#edges[level];
  }
}

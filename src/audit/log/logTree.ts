// The tree of this node's journal: leaves are read in bounded batches, full tiles go to the file, any node can be asked for.
// It knows no checkpoint and no key: what may be shown of it is decided elsewhere.
import type { Journal } from '../../journal/journal.ts';
import { HASH_BYTES, type Hash } from '../../merkle/hash.ts';
import { type NodeSource, rootAt } from '../../merkle/proof.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import type { DamagedFile } from '../../support/damagedFile.ts';
import { AuditError } from '../auditError.ts';
import { type FullTile, GrowingTiles } from '../tiles/growingTiles.ts';
import type { KeptTiles } from '../tiles/leafTiles.ts';
import { nodesOf, type TileSource } from '../tiles/tileNodes.ts';
import { TILE_BYTES, TILE_WIDTH } from '../tiles/tilePath.ts';
import type { KeptCheckpoint, LinePlace, LogFile } from './logFile.ts';

export type LeafSource = Pick<Journal, 'leaves' | 'head'>;

/** So many full tiles, half a megabyte, wait in memory for the next transaction at most. */
const MAX_PENDING = 64;
/** So many tiles read last stay in memory, a megabyte: a proof asks for each of its own several times. */
const RECENT = 128;

/** As callers learn it: where the file lies is told in /readyz and in the log alone. */
export const FILE_DAMAGED = 'its file is damaged; its operator finds the reason in /readyz and in the log';

export class LogTree {
  readonly #journal: LeafSource;
  readonly #file: LogFile;
  readonly #pending = new Map<string, FullTile>();
  #recent = new BoundedMap<string, Uint8Array>(RECENT);
  #tree: GrowingTiles;

  /** Takes up the tree where its full tiles end. */
  constructor(journal: LeafSource, file: LogFile) {
    this.#journal = journal;
    this.#file = file;
    const stored = file.leaves();
    // Tiles beyond a journal that lost its end, or a level that lacks some, are made again.
    const leaves = stored <= journal.head().sequence + 1 ? stored : 0;
    if (leaves === 0) file.removeTiles();
    this.#tree = GrowingTiles.resume(leaves, this.#stored, this.#onFull);
  }

  /** Why its file is damaged, where that was found. */
  get damaged(): DamagedFile | undefined {
    return this.#file.damaged;
  }

  get size(): number {
    return this.#tree.size;
  }

  root(): Hash {
    return this.#tree.root();
  }

  /** The root over the first `size` leaves, at most those taken in. */
  rootAt(size: number): Hash {
    return size === this.size ? this.root() : rootAt(this.node, size);
  }

  /** Takes in at most `limit` leaves. @returns how many there were */
  absorb(limit: number): number {
    const leaves = this.#journal.leaves(this.size, limit);
    for (const leaf of leaves) this.#tree.append(leaf);
    if (this.#pending.size >= MAX_PENDING) this.save();
    return leaves.length;
  }

  /**
   * Writes the full tiles that wait, and a checkpoint with them. The right-most leaves go with a checkpoint, though they
   * could be read again: they are what tells, after a change, which entry was changed.
   */
  save(checkpoint?: KeptCheckpoint, line?: LinePlace): void {
    const tiles = [...this.#pending.values()];
    const index = Math.floor(this.size / TILE_WIDTH);
    const edge = checkpoint === undefined ? undefined : this.#tree.edgeTile(0, index, this.size % TILE_WIDTH);
    if (edge !== undefined && edge.length > 0) tiles.push({ level: 0, index, bytes: edge });
    this.#file.save(tiles, checkpoint, line);
    this.#pending.clear();
  }

  /** A tile as it was kept when it was signed; the last of level 0 may be partial. */
  readonly kept: KeptTiles = (level, index) =>
    this.#pending.get(`${level}/${index}`)?.bytes ?? this.#read(level, index);

  /** @throws AuditError STOPPED where the file is damaged there */
  #read(level: number, index: number): Uint8Array | undefined {
    try {
      return this.#file.tile(level, index);
    } catch (error) {
      throw this.damaged === undefined ? error : new AuditError('STOPPED', `The log stopped: ${FILE_DAMAGED}`, error);
    }
  }

  /** Puts other bytes in the place of damaged tiles. */
  repair(tiles: readonly FullTile[]): void {
    this.#file.save(tiles);
    for (const { level, index } of tiles) this.#recent.delete(`${level}/${index}`);
  }

  /** Starts again from nothing: the tiles on the disk are not those of this journal. */
  rebuild(): void {
    this.#pending.clear();
    this.#recent = new BoundedMap(RECENT);
    this.#file.removeTiles();
    this.#tree = new GrowingTiles(this.#onFull);
  }

  /** The first `width` hashes of a tile within the tree. */
  readonly tile: TileSource = (level, index, width) =>
    this.#tree.edgeTile(level, index, width) ?? this.#stored(level, index, width).subarray(0, width * HASH_BYTES);

  readonly node: NodeSource = nodesOf(this.tile);

  readonly #stored: TileSource = (level, index, width) => {
    const key = `${level}/${index}`;
    const bytes = this.#recent.get(key) ?? this.kept(level, index);
    if (bytes?.length === TILE_BYTES) this.#recent.set(key, bytes);
    if (bytes !== undefined && bytes.length >= width * HASH_BYTES) return bytes;
    throw new AuditError(
      'LOG_UNUSABLE',
      `log.db lacks tile ${level}/${index}: remove the file while the server is stopped`,
    );
  };

  readonly #onFull = (tile: FullTile): void => {
    this.#pending.set(`${tile.level}/${tile.index}`, tile);
  };
}

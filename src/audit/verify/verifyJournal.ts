// A journal on disk against signed checkpoints and the tiles kept beside it: every entry is read and hashed, in order.
// It trusts nothing that it reads but the checkpoints it is given, which were opened with the log's key.
import { setImmediate } from 'node:timers/promises';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { base64, HASH_BYTES, type Hash, leafHash, sameHash } from '../../merkle/hash.ts';
import { AuditError } from '../auditError.ts';
import type { Checkpoint } from '../note/checkpoint.ts';
import { type FullTile, GrowingTiles } from '../tiles/growingTiles.ts';
import { firstDifference, type KeptTiles, rootOfLeafTiles } from '../tiles/leafTiles.ts';
import { TILE_WIDTH } from '../tiles/tilePath.ts';
import { type LeafDifference, leafFault, missing, rewrittenHere, rootDiffers, tileFault } from './journalFaults.ts';
import { type Fault, faultOf, type OnProgress, type VerifyReport } from './report.ts';

export interface VerifyJournalParts {
  readonly journal: Pick<Journal, 'read'>;
  /** what is kept in log.db, or was kept elsewhere; without it a changed entry cannot be told from its neighbours */
  readonly tiles?: KeptTiles;
  /** opened with the log's key; one old one proves all it covers, several narrow a change down */
  readonly checkpoints: readonly Checkpoint[];
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

const PAGE = 2048;
const NO_TILES: KeptTiles = () => undefined;

/** Reads in pages of bounded memory and lets others run between them. Never throws for what it finds. */
export async function verifyJournal(parts: VerifyJournalParts): Promise<VerifyReport> {
  const walk = new Walk(parts);
  try {
    while (!parts.signal?.aborted && walk.page()) {
      parts.onProgress?.(walk.size);
      await setImmediate();
    }
    if (parts.signal?.aborted)
      throw new AuditError('STOPPED', `stopped before entry ${walk.size}: no more is shown by this`);
  } catch (error) {
    walk.faults.push(faultOf(error, walk.size));
  }
  return walk.report();
}

class Walk {
  readonly faults: Fault[] = [];
  readonly #parts: VerifyJournalParts;
  readonly #kept: KeptTiles;
  readonly #tree: GrowingTiles;
  /** ascending */
  readonly #heads: readonly Checkpoint[];
  readonly #roots = new Map<number, Hash>();
  #changedTile: FullTile | undefined;
  #changedLeaf: LeafDifference | undefined;

  constructor(parts: VerifyJournalParts) {
    this.#parts = parts;
    this.#kept = parts.tiles ?? NO_TILES;
    this.#heads = parts.checkpoints.toSorted((a, b) => a.size - b.size);
    this.#tree = new GrowingTiles((tile) => this.#compare(tile));
    this.#noteRoots();
  }

  get size(): number {
    return this.#tree.size;
  }

  /** @returns whether there may be more */
  page(): boolean {
    const entries = this.#parts.journal.read(this.size - 1, PAGE);
    let next = this.#heads.find(({ size }) => size > this.size)?.size ?? Number.POSITIVE_INFINITY;
    for (const entry of entries) {
      if (entry.sequence !== this.size) return this.#gap(entry);
      this.#tree.append(leafHash(entry.text));
      if (this.size !== next) continue;
      this.#noteRoots();
      next = this.#heads.find(({ size }) => size > this.size)?.size ?? Number.POSITIVE_INFINITY;
    }
    return entries.length > 0;
  }

  report(): VerifyReport {
    this.#compareEdge();
    const upTo = this.#upTo();
    const fault = this.faults.length > 0 ? this.#before(this.size) : this.#firstFault(upTo ?? 0);
    if (fault !== undefined) this.faults.unshift(fault);
    const { faults, size } = this;
    return { entries: size, root: base64(this.#tree.root()), ...(upTo === undefined ? {} : { upTo }), faults };
  }

  /** Law: where one that holds comes after one that does not, two histories were signed, and neither vouches for anything. */
  #upTo(): number | undefined {
    const broken = this.#heads.find((head) => !this.#holds(head))?.size ?? Number.POSITIVE_INFINITY;
    if (this.#heads.some((head) => head.size >= broken && this.#holds(head))) return undefined;
    return this.#heads.findLast(({ size }) => size < broken)?.size;
  }

  /** Where reading ended early: an entry before that which is not what the log holds. */
  #before(end: number): Fault | undefined {
    const changed = this.#changedLeaf;
    return changed !== undefined && changed.sequence < end ? leafFault(changed) : undefined;
  }

  #firstFault(upTo: number): Fault | undefined {
    const broken = this.#heads.find((head) => !this.#holds(head));
    if (broken !== undefined) return this.#explain(broken, upTo);
    const [tile, leaf] = [this.#changedTile, this.#changedLeaf];
    // What is signed and leads to the signed root is right; then it is the tile that was changed.
    if (leaf !== undefined && leaf.sequence >= upTo) return leafFault(leaf);
    return tile === undefined ? undefined : tileFault(tile, leaf?.sequence);
  }

  #noteRoots(): void {
    for (const { size } of this.#heads) if (size === this.size) this.#roots.set(size, this.#tree.root());
  }

  #holds({ size, root }: Checkpoint): boolean {
    const found = this.#roots.get(size);
    return found !== undefined && sameHash(found, root);
  }

  #gap({ sequence }: JournalEntry): false {
    const sentence = `entry ${this.size} is missing: after entry ${this.size - 1} comes ${sequence}`;
    this.faults.push({ code: 'ENTRY_MISSING', sequence: this.size, message: sentence });
    return false;
  }

  #compare(tile: FullTile): void {
    const kept = this.#kept(tile.level, tile.index);
    if (kept === undefined || Buffer.compare(kept, tile.bytes) === 0) return;
    if (tile.level === 0) this.#takeLeaf(tile, kept);
    else this.#changedTile ??= tile;
  }

  #compareEdge(): void {
    const index = Math.floor(this.size / TILE_WIDTH);
    const edge = this.#tree.edgeTile(0, index, this.size % TILE_WIDTH);
    const kept = this.#kept(0, index);
    if (edge !== undefined && kept !== undefined) this.#takeLeaf({ level: 0, index, bytes: edge }, kept);
  }

  #takeLeaf(tile: FullTile, kept: Uint8Array): void {
    const within = firstDifference(kept, tile.bytes);
    if (within === undefined) return;
    this.#changedTile ??= tile;
    const hashOf = (bytes: Uint8Array) => bytes.subarray(within * HASH_BYTES, (within + 1) * HASH_BYTES);
    const sequence = tile.index * TILE_WIDTH + within;
    this.#changedLeaf ??= { sequence, read: hashOf(tile.bytes), kept: hashOf(kept) };
  }

  /** Law: the tiles may name an entry only where they themselves lead to the signed root. */
  #explain({ size, root }: Checkpoint, upTo: number): Fault {
    const vouching = rootOfLeafTiles(this.#kept, size);
    const vouched = vouching !== undefined && sameHash(vouching, root);
    const changed = this.#changedLeaf;
    if (vouched && changed !== undefined && changed.sequence < size) return leafFault(changed);
    if (size > this.size) return missing(this.size, size);
    const found = this.#roots.get(size);
    const other = this.#heads.find((head) => head.size >= size && this.#holds(head));
    if (other !== undefined) return rewrittenHere(size, other.size);
    return rootDiffers({ size, root }, found, upTo);
  }
}

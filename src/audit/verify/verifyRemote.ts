// A log elsewhere, checked through its public paths: that it continues a checkpoint kept from before, and that every
// entry since is under the new one. Nothing is taken on its word but what its key has signed.

import { CompactRange, heightsOf } from '../../merkle/compactRange.ts';
import { base64, HASH_BYTES, type Hash, leafHash, rootOfHashes, sameHash } from '../../merkle/hash.ts';
import { AuditError } from '../auditError.ts';
import { openCheckpoint, type VerifiedCheckpoint } from '../note/checkpoint.ts';
import type { NoteVerifier } from '../note/keys.ts';
import { noteText } from '../note/signedNote.ts';
import { firstDifference } from '../tiles/leafTiles.ts';
import { TILE_HEIGHT, TILE_WIDTH } from '../tiles/tilePath.ts';
import { entryFault, rewritten, rootDiffers, wentBack } from './remoteFaults.ts';
import { type FetchPath, RemoteTiles } from './remoteTiles.ts';
import { type Fault, faultOf, type OnProgress, type VerifyReport } from './report.ts';

export interface VerifyRemoteParts {
  readonly fetch: FetchPath;
  readonly origin: string;
  /** the log's keys */
  readonly keys: readonly NoteVerifier[];
  readonly witnesses?: readonly NoteVerifier[];
  /** the signed note kept from the last time; without it everything is read, and nothing says it was not rewritten before */
  readonly kept?: string;
  readonly onProgress?: OnProgress;
  readonly signal?: AbortSignal;
}

export interface RemoteReport extends VerifyReport {
  /** what to keep for the next time; undefined where something is at fault: keep the old one then, and the new one as evidence */
  readonly checkpoint?: VerifiedCheckpoint;
  /** what the server showed, whether it held or not */
  readonly shown?: string;
}

/** So many bundles are on their way at once. */
const WINDOW = 8;

/** Never throws for what it finds. */
export async function verifyRemote(parts: VerifyRemoteParts): Promise<RemoteReport> {
  let shown: string | undefined;
  try {
    const bytes = await parts.fetch('checkpoint');
    if (bytes === undefined) throw new AuditError('NOT_FOUND', 'the log shows no checkpoint');
    shown = noteText(bytes);
    const { origin, keys, witnesses } = parts;
    const head = openCheckpoint(shown, origin, keys, witnesses);
    const kept = parts.kept === undefined ? undefined : openCheckpoint(parts.kept, origin, keys);
    return { ...(await new RemoteWalk(parts, head, kept).run()), shown };
  } catch (error) {
    return { entries: 0, faults: [faultOf(error)], ...(shown === undefined ? {} : { shown }) };
  }
}

class RemoteWalk {
  readonly #parts: VerifyRemoteParts;
  readonly #head: VerifiedCheckpoint;
  readonly #kept: VerifiedCheckpoint | undefined;
  readonly #tiles: RemoteTiles;
  readonly #nodes: { readonly level: number; readonly place: number; readonly hash: Hash }[] = [];
  #range = new CompactRange();
  #entries = 0;

  constructor(parts: VerifyRemoteParts, head: VerifiedCheckpoint, kept: VerifiedCheckpoint | undefined) {
    this.#parts = parts;
    this.#head = head;
    this.#kept = kept;
    this.#tiles = new RemoteTiles(parts.fetch, head.size);
  }

  async run(): Promise<RemoteReport> {
    const fault = this.#backwards() ?? (await this.#walk().catch((error) => faultOf(error, this.#range.size)));
    const upTo = this.#kept === undefined ? {} : { upTo: this.#kept.size };
    if (fault !== undefined) return { entries: this.#entries, faults: [fault], ...upTo };
    const { size, root } = this.#head;
    return { entries: this.#entries, root: base64(root), upTo: size, checkpoint: this.#head, faults: [] };
  }

  #backwards(): Fault | undefined {
    const [head, kept] = [this.#head, this.#kept];
    if (kept === undefined || head.size > kept.size) return undefined;
    if (head.size < kept.size) return wentBack(kept, head.size);
    return sameHash(head.root, kept.root) ? undefined : rewritten(kept, head.root);
  }

  async #walk(): Promise<Fault | undefined> {
    const start = Math.floor((this.#kept?.size ?? 0) / TILE_WIDTH);
    this.#range = await this.#rangeAt(start * TILE_WIDTH);
    const early = this.#compareKept();
    if (early !== undefined) return early;
    const end = Math.ceil(this.#head.size / TILE_WIDTH);
    const coming: Promise<[Uint8Array[], Uint8Array]>[] = [];
    for (let index = start, asked = start; index < end; index++) {
      if (this.#parts.signal?.aborted)
        throw new AuditError('STOPPED', 'stopped before the end: nothing is shown by this');
      for (; asked < Math.min(end, index + WINDOW); asked++) coming.push(this.#bundle(asked));
      const [leaves, tile] = await (coming.shift() as Promise<[Uint8Array[], Uint8Array]>);
      const fault = this.#take(index, leaves.map(leafHash), tile);
      if (fault !== undefined) return fault;
      this.#parts.onProgress?.(this.#entries);
    }
    return (await this.#compareNodes()) ?? this.#compareRoot();
  }

  /** What is not awaited yet must not be an unhandled rejection: it is met when its turn comes. */
  #bundle(index: number): Promise<[Uint8Array[], Uint8Array]> {
    const both = Promise.all([this.#tiles.entries(index), this.#tiles.tile(0, index)]);
    both.catch(() => undefined);
    return both;
  }

  /** The complete subtrees of the tree's first `size` leaves, from the right edges of the tiles. */
  async #rangeAt(size: number): Promise<CompactRange> {
    const nodes = new Map<string, Hash>();
    let start = 0;
    for (const height of heightsOf(size)) {
      const index = start / 2 ** height;
      nodes.set(`${height}/${index}`, await this.#node(height, index));
      start += 2 ** height;
    }
    return CompactRange.of(size, (height, index) => nodes.get(`${height}/${index}`) as Hash);
  }

  async #node(height: number, index: number): Promise<Hash> {
    const count = 2 ** (height % TILE_HEIGHT);
    const first = index * count;
    const within = first % TILE_WIDTH;
    const tile = await this.#tiles.tile(Math.floor(height / TILE_HEIGHT), Math.floor(first / TILE_WIDTH));
    return rootOfHashes(tile.subarray(within * HASH_BYTES, (within + count) * HASH_BYTES));
  }

  #take(index: number, leaves: readonly Hash[], tile: Uint8Array): Fault | undefined {
    const within = firstDifference(Buffer.concat(leaves), tile);
    if (within !== undefined)
      return entryFault(index * TILE_WIDTH + within, leaves[within] as Hash, hashAt(tile, within));
    this.#tiles.forget(0, index);
    for (const leaf of leaves) {
      this.#range.append(leaf, this.#onNode);
      this.#entries++;
      const fault = this.#compareKept();
      if (fault !== undefined) return fault;
    }
    return undefined;
  }

  #compareKept(): Fault | undefined {
    if (this.#kept === undefined || this.#range.size !== this.#kept.size) return undefined;
    const root = this.#range.root();
    return sameHash(root, this.#kept.root) ? undefined : rewritten(this.#kept, root);
  }

  readonly #onNode = (height: number, hash: Hash): void => {
    if (height === 0 || height % TILE_HEIGHT !== 0) return;
    this.#nodes.push({ level: height / TILE_HEIGHT, place: Math.floor(this.#range.size / 2 ** height), hash });
  };

  /** Each subtree that became complete, against the tile a level above that lists it. */
  async #compareNodes(): Promise<Fault | undefined> {
    for (const { level, place, hash } of this.#nodes) {
      const tile = await this.#tiles.tile(level, Math.floor(place / TILE_WIDTH));
      if (sameHash(hashAt(tile, place % TILE_WIDTH), hash)) continue;
      const sequence = place * TILE_WIDTH ** level;
      const message = `hash ${place % TILE_WIDTH} of tile ${Math.floor(place / TILE_WIDTH)}, level ${level}, is not what entries from ${sequence} on give`;
      return { code: 'TILE_CHANGED', sequence, message };
    }
    return undefined;
  }

  #compareRoot(): Fault | undefined {
    const root = this.#range.root();
    if (this.#range.size === this.#head.size && sameHash(root, this.#head.root)) return undefined;
    return rootDiffers(this.#head, root, this.#kept?.size ?? 0);
  }
}

function hashAt(tile: Uint8Array, place: number): Hash {
  return tile.subarray(place * HASH_BYTES, (place + 1) * HASH_BYTES);
}

// The tree as it grows: only the roots of its complete subtrees, one for each binary digit of its size.
// Law: root() after n appends is RFC 6962's MTH of those n leaves.
import { EMPTY_ROOT, HASH_BYTES, type Hash, nodeHash } from './hash.ts';
import type { NodeSource } from './proof.ts';

/** Told of each node as it becomes complete: its height above the leaves, and its hash. */
export type OnNode = (height: number, hash: Hash) => void;

export class CompactRange {
  /** largest subtree first */
  readonly #nodes: Hash[] = [];
  #size = 0;

  /** The range of a tree whose complete nodes are known. */
  static of(size: number, node: NodeSource): CompactRange {
    const range = new CompactRange();
    let start = 0;
    for (const height of heightsOf(size)) {
      range.#nodes.push(node(height, start / 2 ** height));
      start += 2 ** height;
    }
    range.#size = size;
    return range;
  }

  /** The range of a tree of `size` leaves whose complete subtrees have these roots, largest first, as `bytes()` gave them. */
  static fromBytes(size: number, bytes: Uint8Array): CompactRange {
    const range = new CompactRange();
    for (let at = 0; at < bytes.length; at += HASH_BYTES)
      range.#nodes.push(Buffer.from(bytes.subarray(at, at + HASH_BYTES)));
    range.#size = size;
    return range;
  }

  get size(): number {
    return this.#size;
  }

  /** The roots of its complete subtrees, one after another, largest first: with its size, all there is to it. */
  bytes(): Uint8Array {
    return Buffer.concat(this.#nodes);
  }

  /** Law: the carry of binary addition. Where size ends in k ones, k nodes are closed. */
  append(leaf: Hash, onNode?: OnNode): void {
    let hash = leaf;
    let height = 0;
    onNode?.(0, leaf);
    for (let rest = this.#size; rest % 2 === 1; rest = (rest - 1) / 2) {
      hash = nodeHash(this.#nodes.pop() as Hash, hash);
      onNode?.(++height, hash);
    }
    this.#nodes.push(hash);
    this.#size++;
  }

  /** Law: MTH splits at the largest power of two below n, so the subtrees fold from the right. */
  root(): Hash {
    let root = this.#nodes.at(-1);
    if (root === undefined) return EMPTY_ROOT;
    for (let i = this.#nodes.length - 2; i >= 0; i--) root = nodeHash(this.#nodes[i] as Hash, root);
    return root;
  }
}

/** The places of the ones in a size's binary form, highest first: the heights of its complete subtrees. */
export function heightsOf(size: number): number[] {
  const heights: number[] = [];
  for (let height = 0, rest = size; rest > 0; height++, rest = Math.floor(rest / 2)) {
    if (rest % 2 === 1) heights.unshift(height);
  }
  return heights;
}

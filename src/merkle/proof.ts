// Proofs made from stored hashes, as RFC 6962 defines them (2.1.1 PATH, 2.1.2 PROOF): a few dozen look-ups, however large the log.
import { EMPTY_ROOT, type Hash, nodeHash } from './hash.ts';

/**
 * The hash of a complete subtree: MTH(D[index · 2^height : (index + 1) · 2^height]).
 * Asked only for what lies wholly within the tree.
 */
export type NodeSource = (height: number, index: number) => Hash;

/** The largest power of two below n (n > 1): where MTH(D[n]) splits. */
function splitPoint(n: number): number {
  let k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

/** MTH(D[first:end]), where `first` is a multiple of the power of two at which the range splits. */
function rangeRoot(node: NodeSource, first: number, end: number): Hash {
  const n = end - first;
  if (n === 0) return EMPTY_ROOT;
  if (n === 1) return node(0, first);
  const k = splitPoint(n);
  if (k * 2 === n) return node(Math.round(Math.log2(n)), first / n);
  return nodeHash(rangeRoot(node, first, first + k), rangeRoot(node, first + k, end));
}

/** The root of the tree's first `size` leaves. */
export function rootAt(node: NodeSource, size: number): Hash {
  return rangeRoot(node, 0, size);
}

/** The hashes that lead from leaf `index` to the root at `size`, from its sibling upwards. Requires index < size. */
export function inclusionPath(node: NodeSource, index: number, size: number): Hash[] {
  if (!(index >= 0 && index < size)) throw new RangeError(`a tree of ${size} has no leaf ${index}`);
  const path: Hash[] = [];
  let [first, end] = [0, size];
  while (end - first > 1) {
    const middle = first + splitPoint(end - first);
    if (index < middle) {
      path.unshift(rangeRoot(node, middle, end));
      end = middle;
    } else {
      path.unshift(rangeRoot(node, first, middle));
      first = middle;
    }
  }
  return path;
}

/**
 * The hashes that show the tree of `from` leaves to be the beginning of the tree of `to`. Requires 0 < from <= to.
 * Law: SUBPROOF. The left tree's own root is left out where it is one whole subtree on the way, for the verifier has it.
 */
export function consistencyPath(node: NodeSource, from: number, to: number): Hash[] {
  if (!(from > 0 && from <= to)) throw new RangeError(`no proof leads from size ${from} to ${to}`);
  const path: Hash[] = [];
  let [first, end] = [0, to];
  while (from < end) {
    const middle = first + splitPoint(end - first);
    if (from <= middle) {
      path.unshift(rangeRoot(node, middle, end));
      end = middle;
    } else {
      path.unshift(rangeRoot(node, first, middle));
      first = middle;
    }
  }
  if (first > 0) path.unshift(rangeRoot(node, first, end));
  return path;
}

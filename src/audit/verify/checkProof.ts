// Proofs checked, as RFC 9162 says (2.1.3.2 and 2.1.4.2). What passes here was hashed from the leaf, or the old root, up.

import { base64, HASH_BYTES, type Hash, nodeHash, sameHash } from '../../merkle/hash.ts';
import { AuditError } from '../auditError.ts';

export interface InclusionClaim {
  /** from 0 */
  readonly index: number;
  readonly size: number;
  readonly leaf: Hash;
  readonly root: Hash;
  /** from the leaf's sibling upwards */
  readonly path: readonly Hash[];
}

export interface ConsistencyClaim {
  readonly from: number;
  readonly to: number;
  readonly fromRoot: Hash;
  readonly toRoot: Hash;
  readonly path: readonly Hash[];
}

/** @throws AuditError BAD_PROOF where the leaf is not at `index` of the tree with that root */
export function checkInclusion({ index, size, leaf, root, path }: InclusionClaim): void {
  if (!(isSize(index) && isSize(size) && index < size)) throw bad(`a tree of ${size} has no leaf ${index}`);
  expectHashes([leaf, root, ...path]);
  const sides = sidesOf(index, size - 1);
  expectLength(path, sides.length, `leaf ${index} of ${size}`);
  let hash = leaf;
  sides.forEach((side, i) => {
    const sibling = path[i] as Hash;
    hash = side === 'left' ? nodeHash(sibling, hash) : nodeHash(hash, sibling);
  });
  expectRoot(hash, root, `leaf ${index} leads to another root of the tree of ${size}`);
}

/**
 * @throws AuditError BAD_PROOF where the first tree is not the beginning of the second, or nothing can be said:
 * of an empty tree everything is a continuation, so a size of 0 is refused.
 */
export function checkConsistency({ from, to, fromRoot, toRoot, path }: ConsistencyClaim): void {
  if (!(isSize(from) && isSize(to) && from > 0 && from <= to)) throw bad(`no proof leads from size ${from} to ${to}`);
  if (from === to) {
    expectLength(path, 0, `the same size ${from} twice`);
    expectRoot(toRoot, fromRoot, `there are two roots for the size ${from}`);
    return;
  }
  expectHashes([fromRoot, toRoot, ...path]);
  const { hashes, sides } = consistencySteps({ from, to, fromRoot, path });
  let older = hashes[0] as Hash;
  let newer = older;
  sides.forEach((side, i) => {
    const sibling = hashes[i + 1] as Hash;
    if (side === 'left') older = nodeHash(sibling, older);
    newer = side === 'left' ? nodeHash(sibling, newer) : nodeHash(newer, sibling);
  });
  expectRoot(older, fromRoot, `the proof leads to another root of the tree of ${from}`);
  expectRoot(newer, toRoot, `the proof leads to another root of the tree of ${to}`);
}

/** Both trees share the last complete subtree of the older: the walk starts there, and its hash is the proof's first. */
function consistencySteps(claim: Omit<ConsistencyClaim, 'toRoot'>): { hashes: readonly Hash[]; sides: Side[] } {
  const { from, to, fromRoot, path } = claim;
  let [at, last] = [from - 1, to - 1];
  while (at % 2 === 1) [at, last] = [half(at), half(last)];
  const sides = sidesOf(at, last);
  const isWhole = at === 0;
  expectLength(path, sides.length + (isWhole ? 0 : 1), `size ${from} to ${to}`);
  return { hashes: isWhole ? [fromRoot, ...path] : path, sides };
}

type Side = 'left' | 'right';

/** On which side the siblings stand, from node `at` of a row upwards; the last of a row has none on its right. */
function sidesOf(index: number, lastIndex: number): Side[] {
  const sides: Side[] = [];
  for (let [at, last] = [index, lastIndex]; last > 0; [at, last] = [half(at), half(last)]) {
    if (at % 2 === 1) sides.push('left');
    else if (at < last) sides.push('right');
  }
  return sides;
}

function half(n: number): number {
  return Math.floor(n / 2);
}

function isSize(n: number): boolean {
  return Number.isSafeInteger(n) && n >= 0;
}

function expectHashes(hashes: readonly Hash[]): void {
  const odd = hashes.find(({ length }) => length !== HASH_BYTES);
  if (odd !== undefined) throw bad(`a hash has ${odd.length} bytes, not ${HASH_BYTES}`);
}

function expectLength(path: readonly Hash[], length: number, of: string): void {
  if (path.length !== length) throw bad(`the proof for ${of} has ${path.length} hashes, not ${length}`);
}

function expectRoot(actual: Hash, expected: Hash, what: string): void {
  if (!sameHash(actual, expected)) throw bad(`${what}: ${base64(actual)}, not ${base64(expected)}`);
}

function bad(message: string): AuditError {
  return new AuditError('BAD_PROOF', message);
}

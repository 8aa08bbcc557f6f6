// The tree's arithmetic against RFC 6962's recursive definitions, and against proofs others published.
import { globSync } from 'node:fs';
import { relative } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FullTile, GrowingTiles } from '../../src/audit/tiles/growingTiles.ts';
import { nodesOf, type TileSource } from '../../src/audit/tiles/tileNodes.ts';
import { checkConsistency, checkInclusion } from '../../src/audit/verify/checkProof.ts';
import { CompactRange } from '../../src/merkle/compactRange.ts';
import { EMPTY_ROOT, type Hash, leafHash } from '../../src/merkle/hash.ts';
import { consistencyPath, inclusionPath, rootAt } from '../../src/merkle/proof.ts';
import { mth, path, proof } from './support/oracle.ts';
import { readText, vectors } from './support/vectors.ts';

function leavesOf(n: number, salt = ''): Uint8Array[] {
  return Array.from({ length: n }, (_, i) => Buffer.from(`leaf ${i} ${salt}`));
}

/** A tree with its tiles in memory. */
function grown(leaves: readonly Uint8Array[]): { tree: GrowingTiles; full: FullTile[]; tiles: TileSource } {
  const full: FullTile[] = [];
  const tree = new GrowingTiles((tile) => full.push(tile));
  for (const leaf of leaves) tree.append(leafHash(leaf));
  const tiles: TileSource = (level, index, width) => {
    const found = full.find((tile) => tile.level === level && tile.index === index)?.bytes;
    const bytes = found ?? tree.edgeTile(level, index, width);
    if (bytes === undefined) throw new Error(`no tile ${level}/${index} of ${width}`);
    return bytes;
  };
  return { tree, full, tiles };
}

const size = fc.integer({ min: 0, max: 700 });

describe('the tree', () => {
  it('the root after each append is the recursive MTH of the leaves so far', () => {
    const leaves = leavesOf(70);
    const range = new CompactRange();
    expect(range.root()).toEqual(EMPTY_ROOT);
    leaves.forEach((leaf, i) => {
      range.append(leafHash(leaf));
      expect(Buffer.from(range.root())).toEqual(mth(leaves.slice(0, i + 1)));
    });
  });

  it('a text and its UTF-8 have one leaf hash', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(text.isWellFormed());
        expect(leafHash(text)).toEqual(leafHash(Buffer.from(text)));
      }),
    );
  });

  it('roots, inclusion and consistency paths made from tiles are those of the recursive definitions', () => {
    const leaves = leavesOf(700);
    const { tiles } = grown(leaves);
    const node = nodesOf(tiles);
    fc.assert(
      fc.property(size, size, fc.nat(), (a, b, pick) => {
        const [from, to] = [Math.min(a, b), Math.max(a, b)];
        const d = leaves.slice(0, to);
        expect(Buffer.from(rootAt(node, to))).toEqual(mth(d));
        if (to > 0) expect(inclusionPath(node, pick % to, to).map(hex)).toEqual(path(pick % to, d).map(hex));
        if (from > 0) expect(consistencyPath(node, from, to).map(hex)).toEqual(proof(from, d).map(hex));
      }),
      { numRuns: 60 },
    );
  });

  it('a tree resumed from its full tiles goes on to the same tiles and the same root', () => {
    const leaves = leavesOf(256 * 9 + 77);
    const whole = grown(leaves);
    for (const at of [0, 256, 256 * 8, 256 * 9]) {
      const full: FullTile[] = [];
      const resumed = GrowingTiles.resume(at, whole.tiles, (tile) => full.push(tile));
      for (const leaf of leaves.slice(at)) resumed.append(leafHash(leaf));
      expect(resumed.root()).toEqual(whole.tree.root());
      expect(full).toEqual(whole.full.slice(whole.full.length - full.length));
    }
  });
});

describe('proofs', () => {
  it('what the recursive definitions make is accepted, at every size and index', () => {
    const leaves = leavesOf(33);
    for (let n = 1; n <= 33; n++) {
      const d = leaves.slice(0, n);
      const root = mth(d);
      d.forEach((leaf, index) => {
        checkInclusion({ index, size: n, leaf: leafHash(leaf), root, path: path(index, d) });
      });
      for (let from = 1; from <= n; from++) {
        checkConsistency({ from, to: n, fromRoot: mth(d.slice(0, from)), toRoot: root, path: proof(from, d) });
      }
    }
  });

  it('a proof with any one bit changed, a hash more or a hash less is refused', () => {
    const leaves = leavesOf(40);
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 40 }), fc.nat(), fc.nat(), (n, pick, bit) => {
        const d = leaves.slice(0, n);
        const claim = {
          index: pick % n,
          size: n,
          leaf: leafHash(d[pick % n] as Hash),
          root: mth(d),
          path: path(pick % n, d),
        };
        for (const broken of brokenPaths(claim.path, bit))
          expect(() => checkInclusion({ ...claim, path: broken })).toThrow();
        const from = 1 + (pick % (n - 1));
        const steps = { from, to: n, fromRoot: mth(d.slice(0, from)), toRoot: mth(d), path: proof(from, d) };
        for (const broken of brokenPaths(steps.path, bit))
          expect(() => checkConsistency({ ...steps, path: broken })).toThrow();
      }),
      { numRuns: 200 },
    );
  });

  it('says what differs', () => {
    const leaf = leafHash('a');
    expect(() => checkInclusion({ index: 0, size: 1, leaf, root: EMPTY_ROOT, path: [] })).toThrow(
      /^leaf 0 leads to another root of the tree of 1: .{43}=, not 47DEQ/,
    );
    expect(() => checkInclusion({ index: 3, size: 3, leaf, root: leaf, path: [] })).toThrow(
      'a tree of 3 has no leaf 3',
    );
    expect(() => checkInclusion({ index: 0, size: 4, leaf, root: leaf, path: [] })).toThrow(
      'the proof for leaf 0 of 4 has 0 hashes, not 2',
    );
    expect(() => checkConsistency({ from: 2, to: 1, fromRoot: leaf, toRoot: leaf, path: [] })).toThrow(
      'no proof leads from size 2 to 1',
    );
  });
});

function brokenPaths(hashes: readonly Hash[], bit: number): Hash[][] {
  const flipped = hashes.map((hash) => Uint8Array.from(hash));
  const at = bit % (hashes.length * 256);
  const victim = flipped[Math.floor(at / 256)];
  if (victim !== undefined)
    victim[Math.floor((at % 256) / 8)] = (victim[Math.floor((at % 256) / 8)] as number) ^ (1 << (at % 8));
  return [
    ...(victim === undefined ? [] : [flipped]),
    [...hashes, EMPTY_ROOT],
    ...(hashes.length > 0 ? [hashes.slice(1)] : []),
  ];
}

function hex(hash: Hash): string {
  return Buffer.from(hash).toString('hex');
}

interface InclusionVector {
  leafIdx: number;
  treeSize: number;
  root: string | null;
  leafHash: string | null;
  proof: string[] | null;
  wantErr: boolean;
}

interface ConsistencyVector {
  size1: number;
  size2: number;
  root1: string | null;
  root2: string | null;
  proof: string[] | null;
  wantErr: boolean;
}

function bytes(text: string | null): Hash {
  return Buffer.from(text ?? '', 'base64');
}

const published = vectors('merkle');

describe.skipIf(published.missing)(`transparency-dev's proofs${published.note}`, () => {
  const files = (kind: string) =>
    globSync(`${published.path}/${kind}/**/*.json`).map(
      (file) => [relative(published.path, file), readText(file)] as const,
    );

  it.each(files('inclusion'))('%s', (_, text) => {
    const v = JSON.parse(text) as InclusionVector;
    const claim = { index: v.leafIdx, size: v.treeSize, leaf: bytes(v.leafHash), root: bytes(v.root) };
    const check = () => checkInclusion({ ...claim, path: (v.proof ?? []).map(bytes) });
    if (v.wantErr) expect(check).toThrow();
    else check();
  });

  it.each(files('consistency'))('%s', (_, text) => {
    const v = JSON.parse(text) as ConsistencyVector;
    const claim = { from: v.size1, to: v.size2, fromRoot: bytes(v.root1), toRoot: bytes(v.root2) };
    const check = () => checkConsistency({ ...claim, path: (v.proof ?? []).map(bytes) });
    if (v.wantErr) expect(check).toThrow();
    else check();
  });
});

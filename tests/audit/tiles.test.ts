// Tile paths and entry bundles: C2SP tlog-tiles, to the letter.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { entryBundle, parseEntryBundle } from '../../src/audit/tiles/entryBundle.ts';
import { parseTilePath, tilePath, widthAt } from '../../src/audit/tiles/tilePath.ts';

describe('tile paths', () => {
  it.each([
    [{ level: 0, index: 1234067, width: 256 }, 'tile/0/x001/x234/067'],
    [{ level: 1, index: 0, width: 1 }, 'tile/1/000.p/1'],
    [{ level: 'entries', index: 999, width: 255 }, 'tile/entries/999.p/255'],
    [{ level: 63, index: 1000, width: 256 }, 'tile/63/x001/000'],
  ] as const)('%j is %s', (place, path) => {
    expect(tilePath(place)).toBe(path);
    expect(parseTilePath(path)).toEqual(place);
  });

  it('every place has one path, and that path leads back to it', () => {
    const level = fc.oneof(fc.constant('entries' as const), fc.nat(63));
    const place = fc.record({ level, index: fc.maxSafeNat(), width: fc.integer({ min: 1, max: 256 }) });
    fc.assert(
      fc.property(place, (p) => {
        expect(parseTilePath(tilePath(p))).toEqual(p);
      }),
    );
  });

  it.each([
    'tile/00/000',
    'tile/64/000',
    'tile/0/0',
    'tile/0/001/000',
    'tile/0/x000/001',
    'tile/0/x001',
    'tile/0/000.p/0',
    'tile/0/000.p/256',
    'tile/0/000.p/01',
    'tile/data/000',
    'tile/0/000/',
    '/tile/0/000',
    'tile/0/x999/x999/x999/x999/x999/999',
  ])('%s is refused', (path) => {
    expect(() => parseTilePath(path)).toThrow(expect.objectContaining({ code: 'MALFORMED' }));
  });

  it("a tree of 70,000 has the tiles of the specification's example", () => {
    expect([272, 273, 274].map((n) => widthAt(0, n, 70_000))).toEqual([256, 112, 0]);
    expect([0, 1, 2].map((n) => widthAt(1, n, 70_000))).toEqual([256, 17, 0]);
    expect([widthAt(2, 0, 70_000), widthAt(1, 0, 256)]).toEqual([1, 1]);
  });
});

describe('entry bundles', () => {
  it('are read back as they were written', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'grapheme' }), { maxLength: 20 }), (texts) => {
        expect(parseEntryBundle(entryBundle(texts)).map((leaf) => Buffer.from(leaf).toString())).toEqual(texts);
      }),
    );
  });

  it('cut anywhere within an entry are refused, with the entry', () => {
    const bundle = entryBundle(['ab', 'cde']);
    expect(() => parseEntryBundle(bundle.subarray(0, 5))).toThrow('within the length of its entry 1');
    expect(() => parseEntryBundle(bundle.subarray(0, 8))).toThrow('entry 1 of the bundle has 2 bytes, not 3');
  });

  it('hold entries up to 65,535 bytes', () => {
    expect(entryBundle(['x'.repeat(65_535)])).toHaveLength(65_537);
    expect(() => entryBundle(['x'.repeat(65_536)])).toThrow('65535 are allowed');
  });
});

// Where a tile stands and what it is called: C2SP tlog-tiles. A path has one spelling, so that a cache holds one copy.

import { HASH_BYTES } from '../../merkle/hash.ts';
import { malformed } from '../auditError.ts';

/** Hashes in a full tile, entries in a full bundle. */
export const TILE_WIDTH = 256;
export const TILE_HEIGHT = 8;
export const TILE_BYTES = TILE_WIDTH * HASH_BYTES;

const MAX_LEVEL = 63;

export interface TilePlace {
  /** the tile's hashes are the roots of 256^level leaves each; `entries` for the leaves' own bytes */
  readonly level: number | 'entries';
  /** from 0, within the level */
  readonly index: number;
  /** 1 to 256 */
  readonly width: number;
}

/** `tile/<L>/<N>[.p/<W>]`, for instance `tile/0/x001/x234/067` or `tile/entries/000.p/112`. */
export function tilePath({ level, index, width }: TilePlace): string {
  return `tile/${level}/${indexPath(index)}${width === TILE_WIDTH ? '' : `.p/${width}`}`;
}

/** Law: digits in threes, all but the last three behind an `x`: no name is a file and a folder at once. */
function indexPath(index: number): string {
  let path = threeDigits(index % 1000);
  for (let rest = Math.floor(index / 1000); rest > 0; rest = Math.floor(rest / 1000)) {
    path = `x${threeDigits(rest % 1000)}/${path}`;
  }
  return path;
}

function threeDigits(n: number): string {
  return String(n).padStart(3, '0');
}

const PATH = /^tile\/(entries|0|[1-9]\d?)\/((?:x\d{3}\/)*\d{3})(?:\.p\/([1-9]\d{0,2}))?$/;

/** @throws AuditError MALFORMED where it is not the one spelling of a tile's path */
export function parseTilePath(path: string): TilePlace {
  const [, level, digits, width] = PATH.exec(path) ?? [];
  if (level === undefined || digits === undefined) throw malformed(`'${path}' is no tile's path: tile/<L>/<N>[.p/<W>]`);
  const place: TilePlace = {
    level: level === 'entries' ? level : Number(level),
    index: Number(digits.replaceAll(/[x/]/g, '')),
    width: width === undefined ? TILE_WIDTH : Number(width),
  };
  if (place.level !== 'entries' && place.level > MAX_LEVEL)
    throw malformed(`'${path}': a level is at most ${MAX_LEVEL}`);
  if (width !== undefined && place.width >= TILE_WIDTH) throw malformed(`'${path}': a partial tile is under 256 wide`);
  if (!Number.isSafeInteger(place.index)) throw malformed(`'${path}': no log is so large`);
  if (tilePath(place) !== path) throw malformed(`'${path}' is written ${tilePath(place)}`);
  return place;
}

/** How many hashes a level holds in a tree of `size`. Law: floor(size / 256^level). */
export function hashesAt(level: number, size: number): number {
  return Math.floor(size / TILE_WIDTH ** level);
}

/** How wide tile `index` of a level is in a tree of `size`: 0 where it is not there, 256 where it is full. */
export function widthAt(level: number, index: number, size: number): number {
  return Math.min(TILE_WIDTH, Math.max(0, hashesAt(level, size) - index * TILE_WIDTH));
}

// What can be wrong with a journal on disk, each in a sentence that an auditor can file.
import { base64, type Hash } from '../../merkle/hash.ts';
import type { TreeHead } from '../note/checkpoint.ts';
import type { FullTile } from '../tiles/growingTiles.ts';
import { TILE_WIDTH } from '../tiles/tilePath.ts';
import type { Fault } from './report.ts';

export interface LeafDifference {
  readonly sequence: number;
  readonly read: Hash;
  readonly kept: Hash;
}

export function leafFault({ sequence, read, kept }: LeafDifference): Fault {
  return {
    code: 'ENTRY_CHANGED',
    sequence,
    message: `entry ${sequence} was changed: its text has the leaf hash ${base64(read)}, the log holds ${base64(kept)}`,
  };
}

/** @param size of the checkpoint that does not hold @param other of one that does, as large or larger */
export function rewrittenHere(size: number, other: number): Fault {
  return {
    code: 'FORKED',
    sequence: 0,
    message:
      `the log was rewritten: its first ${size} entries are not what the checkpoint of ${size} covers, and the checkpoint ` +
      `of ${other} holds. Both are signed by its key: keep both notes, they prove it. An entry before ${size} was changed.`,
  };
}

export function missing(entries: number, size: number): Fault {
  return {
    code: 'ENTRY_MISSING',
    sequence: entries,
    message: `entry ${entries} is missing: the journal ends there, the checkpoint covers ${size} entries`,
  };
}

export function tileFault({ level, index }: FullTile, sequence?: number): Fault {
  const first = sequence ?? index * TILE_WIDTH ** (level + 1);
  return {
    code: 'TILE_CHANGED',
    sequence: first,
    message: `tile ${index} of level ${level} was changed: it is not what the entries from ${first} on give, and they are as signed`,
  };
}

/** @param found the root of what is there @param from the first entry that no checkpoint vouches for */
export function rootDiffers({ size, root }: Omit<TreeHead, 'origin'>, found: Hash | undefined, from: number): Fault {
  return {
    code: 'ROOT_DIFFERS',
    sequence: from,
    message:
      `entries ${from} to ${size - 1} are not all what was signed: the first ${size} entries have the root ` +
      `${found === undefined ? 'unknown' : base64(found)}, the checkpoint says ${base64(root)}` +
      `${from > 0 ? `; those before ${from} are as they were signed` : ''}. ` +
      'The tiles here do not lead to that root either, or are not here: compare with another copy to find the entry.',
  };
}

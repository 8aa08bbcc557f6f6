// What can be wrong with a log elsewhere, each in a sentence that an auditor can file.
import { base64, type Hash } from '../../merkle/hash.ts';
import type { TreeHead } from '../note/checkpoint.ts';
import type { Fault } from './report.ts';

/** @param kept the checkpoint kept from before @param size what the log shows now */
export function wentBack(kept: TreeHead, size: number): Fault {
  return {
    code: 'OLDER_DATA',
    sequence: size,
    message:
      `the log shows ${size} entries, the checkpoint kept covers ${kept.size}: it went back, ` +
      `entry ${size} is the first that is gone`,
  };
}

/** @param root of what the log shows now for the size kept */
export function rewritten({ size, root: expected }: TreeHead, root: Hash): Fault {
  return {
    code: 'FORKED',
    sequence: 0,
    message:
      `the log was rewritten: its first ${size} entries now have the root ${base64(root)}, the checkpoint kept says ` +
      `${base64(expected)}. Both are signed by its key: keep both notes, they prove it. An entry before ${size} was changed.`,
  };
}

/** @param from the first entry that no kept checkpoint vouches for */
export function rootDiffers({ size, root: signed }: TreeHead, root: Hash, from: number): Fault {
  return {
    code: 'ROOT_DIFFERS',
    sequence: from,
    message:
      `the entries and tiles shown agree with each other, not with the checkpoint: ${size} entries have the root ` +
      `${base64(root)}, signed was ${base64(signed)}. The first entry at fault is ${from} or a later one.`,
  };
}

/** @param shown of the entry's bytes @param listed by the tile */
export function entryFault(sequence: number, shown: Hash, listed: Hash): Fault {
  return {
    code: 'ENTRY_CHANGED',
    sequence,
    message:
      `entry ${sequence} is not what the log's tile lists: its bytes have the leaf hash ${base64(shown)}, ` +
      `the tile says ${base64(listed)}`,
  };
}

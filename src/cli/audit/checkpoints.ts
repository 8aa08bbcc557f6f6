// Checkpoints to hold a ledger to, each known by where it was found. One that does not open is a fault, told as such.
import { readFileSync } from 'node:fs';
import { openCheckpoint, type VerifiedCheckpoint } from '../../audit/note/checkpoint.ts';
import { noteText } from '../../audit/note/signedNote.ts';
import { type Fault, faultOf } from '../../audit/verify/report.ts';
import { reason } from '../../support/reason.ts';
import type { OptionSpecs } from '../command.ts';
import { Failed } from '../failure.ts';
import type { Trust } from './trust.ts';

export const CHECKPOINT: OptionSpecs = {
  checkpoint: {
    type: 'string',
    value: 'FILE',
    help: 'a checkpoint kept from before; with --url replaced by the newest',
  },
};

export interface FoundNote {
  readonly note: string;
  /** in words that follow "the checkpoint": `in old.checkpoint` */
  readonly from: string;
}

export interface NamedCheckpoint extends VerifiedCheckpoint {
  readonly from: string;
}

export interface OpenedCheckpoints {
  readonly checkpoints: readonly NamedCheckpoint[];
  readonly faults: readonly Fault[];
}

export function openAll(found: readonly FoundNote[], { origin, keys, witnesses }: Trust): OpenedCheckpoints {
  const checkpoints: NamedCheckpoint[] = [];
  const faults: Fault[] = [];
  for (const { note, from } of found) {
    try {
      checkpoints.push({ ...openCheckpoint(note, origin, keys, witnesses), from });
    } catch (error) {
      const { code, message } = faultOf(error);
      const hint =
        code === 'UNTRUSTED' ? ' If the log’s key was changed, give --vkey a file with the earlier key too.' : '';
      faults.push({ code, message: `the checkpoint ${from} is refused: ${message}${hint}` });
    }
  }
  return { checkpoints, faults };
}

/** @throws Failed */
export function readNote(path: string): FoundNote {
  try {
    return { note: noteText(readFileSync(path)), from: `in ${path}` };
  } catch (error) {
    throw new Failed(`the checkpoint ${path} cannot be read: ${reason(error)}`);
  }
}

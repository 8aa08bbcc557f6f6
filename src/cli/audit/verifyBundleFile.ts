// A bundle in a file, checked without any network: one record's whole history under a checkpoint that its log signed.
import { readFileSync } from 'node:fs';
import { verifyBundle } from '../../audit/bundle/verifyBundle.ts';
import { base64 } from '../../merkle/hash.ts';
import { reason } from '../../support/reason.ts';
import type { Context } from '../command.ts';
import { Failed, UsageError } from '../failure.ts';
import { textOption } from '../options.ts';
import type { Checked } from './checked.ts';
import { openAll, readNote } from './checkpoints.ts';
import { broughtTrust } from './trust.ts';

const ONE_RECORD =
  'A bundle holds one record up to its checkpoint: what came later, or was left out of it, only the log itself can tell.';
const NONE_KEPT =
  'No checkpoint was kept from before: nothing here says that the log was not rewritten before this bundle was made. ' +
  'Give one with --checkpoint.';

/** @throws Failed, UsageError */
export function verifyBundleFile(context: Context, file: string): Checked {
  const trust = broughtTrust(context);
  if (trust === undefined) throw new UsageError('--bundle takes --vkey too: a bundle cannot vouch for its own key');
  const path = textOption(context, 'checkpoint');
  const kept = path === undefined ? undefined : readNote(path);
  const { checkpoint, commitment, entries, faults } = verifyBundle(textIn(file), {
    vkey: trust.keys.map(({ vkey }) => vkey).join(' '),
    ...(kept === undefined ? {} : { checkpoint: kept.note }),
  });
  const found = checkpoint === undefined ? [] : [{ note: checkpoint.note, from: 'in the bundle' }];
  const head =
    checkpoint === undefined || faults.length > 0 ? {} : { upTo: checkpoint.size, root: base64(checkpoint.root) };
  return {
    entries,
    ...head,
    faults,
    subject: `the bundle ${file}${commitment === undefined ? '' : ` of commitment ${commitment}`}`,
    trust,
    checkpoints: openAll([...(kept === undefined ? [] : [kept]), ...found], trust).checkpoints,
    notes: [ONE_RECORD, ...(kept === undefined ? [NONE_KEPT] : [])],
  };
}

/** @throws Failed */
function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Failed(`the bundle cannot be read: ${reason(error)}`);
  }
}

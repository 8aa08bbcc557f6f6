// The generated ledger that the parts of this benchmark share, with its log: filled and signed once.
import { openSide } from '../harness/child.ts';
import { tempDir } from '../harness/temp.ts';
import type { SignedArgs } from '../sides/signedFill.ts';

/** About a million events, and about 50,000. */
const COMMITMENTS = 184_000;
const QUICK = 9_200;

export interface SignedLedger extends SignedArgs {
  readonly vkey: string;
  readonly events: number;
}

let made: Promise<SignedLedger> | undefined;

export function signedLedger(quick: boolean): Promise<SignedLedger> {
  made ??= make({ dataDir: tempDir(), commitments: quick ? QUICK : COMMITMENTS });
  return made;
}

async function make(args: SignedArgs): Promise<SignedLedger> {
  const filling = await openSide('signedFill', args);
  await filling.close();
  return { ...args, ...(filling.told as Pick<SignedLedger, 'vkey' | 'events'>) };
}

// An entry with its proof and checkpoint, ready to be sent, beside reading the entry alone.
import { comparison, type Part, roundsOf } from '../harness/bench.ts';
import { signedLedger } from './signedLedger.ts';

const PROOFS = 5_000;

export const runs: Part = async function* (quick) {
  const args = { ...(await signedLedger(quick)), count: PROOFS };
  yield await comparison(
    { name: 'inclusion proof of an entry', unit: 'proofs', against: 'reading the entry by its sequence' },
    { ours: { side: 'proofs', args }, baseline: { side: 'readEntries', args } },
    roundsOf(quick),
  );
};

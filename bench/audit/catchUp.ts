// Catch-up from nothing with the log kept in the same process, beside the same catch-up without it.
import { comparison, type Part } from '../harness/bench.ts';
import { signedLedger } from './signedLedger.ts';

export const runs: Part = async function* (quick) {
  const args = await signedLedger(quick);
  yield await comparison(
    { name: 'catch-up with the log', unit: 'events', aim: 0.85, against: 'catch-up of all models, no log' },
    { ours: { side: 'projectAndLog', args }, baseline: { side: 'projectAll', args } },
    quick ? 3 : 5,
  );
};

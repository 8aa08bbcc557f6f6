// Every entry on disk against the signed checkpoint, beside reading the same rows and hashing each, and no more.
import { comparison, type Part } from '../harness/bench.ts';
import { signedLedger } from './signedLedger.ts';

export const runs: Part = async function* (quick) {
  const args = await signedLedger(quick);
  yield await comparison(
    { name: 'verify from disk', unit: 'events', aim: 0.5, against: 'reading the same rows, SHA-256 of each' },
    { ours: { side: 'verifyDisk', args }, baseline: { side: 'readAndHash', args } },
    quick ? 3 : 5,
  );
};

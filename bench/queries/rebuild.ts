// A rebuild with every model on, beside reading and parsing the same events bare; its memory, and the disk it takes.
import { openSide } from '../harness/child.ts';
import { type Comparison, type Pair, type Row, rowOf } from '../harness/compare.ts';
import type { Figure } from '../harness/figure.ts';
import { type Filled, named } from './filled.ts';

const MIB = 2 ** 20;
/** A rebuild of so many commitments is long enough to be measured once. */
const LONG = 100_000;

export async function* rebuild(ledger: Filled, quick: boolean): AsyncGenerator<Row | Figure> {
  const what: Comparison = {
    name: named('rebuild, all models', ledger),
    unit: 'events',
    aim: 0.1,
    against: 'reading and parsing the same events',
  };
  const pairs = await pairsOf(ledger, quick || ledger.commitments >= LONG ? 1 : 3);
  yield rowOf(what, pairs);
  const { peak = 0, bytes = 0 } = pairs.at(-1)?.ours.more ?? {};
  const events = pairs[0]?.ours.units ?? 0;
  yield {
    name: named('rebuild, peak memory', ledger),
    value: peak / MIB,
    unit: 'MiB',
    atMost: 512,
    of: 'the most that its process had resident',
  };
  yield {
    name: named('models on disk', ledger),
    value: bytes / events,
    unit: 'bytes an event',
    atMost: 1_500,
    of: `all models together, ${events.toLocaleString('en-US')} events`,
  };
}

async function pairsOf(ledger: Filled, rounds: number): Promise<Pair[]> {
  const ours = await openSide('rebuild', ledger);
  const baseline = await openSide('readAndParse', ledger);
  try {
    const pairs: Pair[] = [];
    for (let round = 0; round < rounds; round++) {
      pairs.push({ ours: await ours.run(), baseline: await baseline.run() });
    }
    return pairs;
  } finally {
    await baseline.close();
    await ours.close();
  }
}

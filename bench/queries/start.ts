// Starting a server on a ledger that is there: how long until it says that it is ready, and its memory until then.
// It was started before, so that its models are built and its log is signed: that work is done once in a ledger's life.
import type { Row } from '../harness/compare.ts';
import type { Figure } from '../harness/figure.ts';
import { type Filled, named } from './filled.ts';
import { type Started, startServer } from './startServer.ts';

const MIB = 2 ** 20;
const ROUNDS = 5;

export async function* start(ledger: Filled): AsyncGenerator<Row | Figure> {
  await startServer(ledger);
  const starts: Started[] = [];
  for (let round = 0; round < ROUNDS; round++) starts.push(await startServer(ledger));
  const middle = (values: readonly number[]) => values.toSorted((a, b) => a - b)[ROUNDS >> 1] ?? Number.NaN;
  yield {
    name: named('start, until ready', ledger),
    value: middle(starts.map(({ seconds }) => seconds)),
    unit: 's',
    atMost: 2,
    of: `from the process's start to 200 at /readyz, the middle of ${ROUNDS}`,
  };
  yield {
    name: named('start, peak memory', ledger),
    value: middle(starts.map(({ peak }) => peak)) / MIB,
    unit: 'MiB',
    atMost: 256,
    of: 'the most that its process had resident by then',
  };
}

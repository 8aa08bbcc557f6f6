// `npm run bench -- treaties`: what one more act costs on a treaty of many parties, beside one more event of the generated
// ledger, whatever the order of import.
import { NO_COMMITMENT, withEvent } from '../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../src/domain/commitment/events.ts';
import { decidedAppends } from '../src/generator/decided.ts';
import type { Part } from './harness/bench.ts';
import { type Order, treaty } from './treaties/acts.ts';

const [PARTIES, ACTS] = [200, 400];
const ORDERS: readonly Order[] = ['oldest first', 'newest first', 'shuffled'];

/** Milliseconds of each of the last hundred acts, in order of length. */
function timesOf(facts: readonly CommitmentFact[], counted: number): readonly number[] {
  const times: number[] = [];
  let commitment = NO_COMMITMENT;
  for (const [index, fact] of facts.entries()) {
    const start = performance.now();
    commitment = withEvent(commitment, fact);
    if (index >= facts.length - counted) times.push(performance.now() - start);
  }
  return times.sort((a, b) => a - b);
}

const median = (times: readonly number[]): number => times[Math.floor(times.length / 2)] ?? Number.NaN;
const p99 = (times: readonly number[]): number => times[Math.floor(times.length * 0.99)] ?? Number.NaN;

const fold: Part = async function* (quick) {
  for (const order of ORDERS) {
    const facts = treaty(PARTIES, ACTS, order);
    const rounds = Array.from({ length: quick ? 5 : 20 }, () => timesOf(facts, 100));
    const times = rounds
      .slice(1)
      .flat()
      .sort((a, b) => a - b);
    const of = `${PARTIES} parties, ${ACTS} acts, ${order}`;
    yield { name: 'one more act, median', value: median(times), unit: 'ms', atMost: 2, of };
    yield { name: 'one more act, the slowest in a hundred', value: p99(times), unit: 'ms', of };
  }
};

const generated: Part = async function* (quick) {
  const streams = new Map<string, CommitmentFact[]>();
  for (const { stream, events } of decidedAppends({ commitments: quick ? 500 : 5_000, seed: 1 })) {
    if (!stream.startsWith('commitment-')) continue;
    const facts = streams.get(stream) ?? [];
    for (const { id, type, data, metadata } of events) {
      const recordedAt = Date.parse(metadata.recordedAt);
      facts.push({ id, type, data, revision: facts.length, recordedAt } as unknown as CommitmentFact);
    }
    streams.set(stream, facts);
  }
  const times = [...streams.values()].flatMap((facts) => timesOf(facts, 1)).sort((a, b) => a - b);
  const of = `${streams.size} commitments of the generated ledger`;
  yield { name: 'one more event, median', value: median(times), unit: 'ms', of };
  yield { name: 'one more event, the slowest in a hundred', value: p99(times), unit: 'ms', of };
};

export const parts: Readonly<Record<string, Part>> = { fold, generated };

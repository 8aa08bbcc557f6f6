// `npm run bench -- treaties`: what one more act costs on a treaty of many parties, beside one more event of the generated
// ledger, whatever the order of import; and what its answers cost, beside their bytes.
import { NO_COMMITMENT, withEvent } from '../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../src/domain/commitment/events.ts';
import { decidedAppends } from '../src/generator/decided.ts';
import type { Part } from './harness/bench.ts';
import { ACTS, ORDERS, PARTIES, treaty } from './treaties/acts.ts';
import { answers } from './treaties/answers.ts';
import { models } from './treaties/models.ts';

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

/** Of each commitment of a generated ledger, all of its events. */
function generatedStreams(commitments: number): readonly CommitmentFact[][] {
  const streams = new Map<string, CommitmentFact[]>();
  for (const { stream, events } of decidedAppends({ commitments, seed: 1 })) {
    if (!stream.startsWith('commitment-')) continue;
    const facts = streams.get(stream) ?? [];
    for (const { id, type, data, metadata } of events) {
      const recordedAt = Date.parse(metadata.recordedAt);
      facts.push({ id, type, data, revision: facts.length, recordedAt } as unknown as CommitmentFact);
    }
    streams.set(stream, facts);
  }
  return [...streams.values()];
}

const ofOneEvent = (streams: readonly CommitmentFact[][]): readonly number[] =>
  streams.flatMap((facts) => timesOf(facts, 1)).sort((a, b) => a - b);

interface Round {
  readonly acts: readonly number[];
  readonly events: readonly number[];
}

/** In turn, so that a machine that is slower for a while is slower for both; the first round warms up. */
function roundsOf(facts: readonly CommitmentFact[], streams: readonly CommitmentFact[][], count: number): Round[] {
  const rounds = Array.from({ length: count }, () => ({ acts: timesOf(facts, 100), events: ofOneEvent(streams) }));
  return rounds.slice(1);
}

const all = (times: readonly (readonly number[])[]): number[] => times.flat().sort((a, b) => a - b);

const fold: Part = async function* (quick) {
  const streams = generatedStreams(quick ? 500 : 2_000);
  const against = `that of one of ${streams.length} commitments of the generated ledger`;
  for (const order of ORDERS) {
    const rounds = roundsOf(treaty(PARTIES, ACTS, order), streams, quick ? 4 : 10);
    const [acts, events] = [all(rounds.map((round) => round.acts)), all(rounds.map((round) => round.events))];
    const ratios = all(rounds.map((round) => [median(round.acts) / median(round.events)]));
    const of = `${PARTIES} parties, ${ACTS} acts, ${order}`;
    yield { name: 'one more act, median', value: median(acts), unit: 'ms', atMost: 2, of };
    yield { name: 'one more act, the slowest in a hundred', value: p99(acts), unit: 'ms', of };
    yield { name: 'one more act, median', value: median(ratios), unit: 'times one more event', of: against };
    yield { name: 'one more event, median', value: median(events), unit: 'ms', of: 'the generated ledger' };
    yield { name: 'one more event, the slowest in a hundred', value: p99(events), unit: 'ms', of: 'the same' };
  }
};

export const parts: Readonly<Record<string, Part>> = { fold, models, answers };

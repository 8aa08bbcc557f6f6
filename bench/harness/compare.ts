// Compares two sides: in turn, A B A B…, after a warm-up each, and pair by pair, so that a machine that is slower for a
// while is slower for both. What is reported is the median of the pairs' ratios, never a ratio of two medians.
import type { Measured, Side } from './side.ts';

export interface Comparison {
  readonly name: string;
  /** what is counted: events, requests */
  readonly unit: string;
  /** how fast ours is to be, as a share of the baseline; undefined where there is no aim */
  readonly aim?: number;
  /** what the baseline is, in words */
  readonly against: string;
  /** what the ratio is of: units a second, or how long the middle one took, or the slowest in a hundred; the first where absent */
  readonly by?: 'rate' | 'p50' | 'p99';
}

export interface Row extends Comparison {
  readonly rounds: number;
  /** units a second, medians */
  readonly ours: number;
  readonly baseline: number;
  readonly ratio: number;
  /** microseconds of CPU a unit, medians */
  readonly oursCpu: number;
  readonly baselineCpu: number;
  /** the baseline's CPU a unit as a share of ours */
  readonly cpuRatio: number;
  readonly oursP?: readonly [p50: number, p99: number];
  readonly baselineP?: readonly [p50: number, p99: number];
}

const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? (sorted[middle] as number)
    : ((sorted[middle - 1] as number) + (sorted[middle] as number)) / 2;
};

const rate = ({ units, seconds }: Measured): number => units / seconds;
const cpu = ({ units, cpuSeconds }: Measured): number => (cpuSeconds * 1_000_000) / units;

/** How fast, whatever it is measured by. */
const speed = (measured: Measured, by: Comparison['by'] = 'rate'): number =>
  by === 'rate' ? rate(measured) : 1 / (measured[by] ?? Number.NaN);

export async function compare(what: Comparison, sides: { ours: Side; baseline: Side }, rounds: number): Promise<Row> {
  await sides.ours.run();
  await sides.baseline.run();
  const pairs: Pair[] = [];
  for (let round = 0; round < rounds; round++) {
    const ours = await sides.ours.run();
    pairs.push({ ours, baseline: await sides.baseline.run() });
  }
  return rowOf(what, pairs);
}

export interface Pair {
  readonly ours: Measured;
  readonly baseline: Measured;
}

/** What is reported of the rounds that were run. */
export function rowOf(what: Comparison, pairs: readonly Pair[]): Row {
  const of = (value: (pair: Pair) => number): number => median(pairs.map(value));
  return {
    ...what,
    rounds: pairs.length,
    ours: of(({ ours }) => rate(ours)),
    baseline: of(({ baseline }) => rate(baseline)),
    ratio: of(({ ours, baseline }) => speed(ours, what.by) / speed(baseline, what.by)),
    oursCpu: of(({ ours }) => cpu(ours)),
    baselineCpu: of(({ baseline }) => cpu(baseline)),
    cpuRatio: of(({ ours, baseline }) => cpu(baseline) / cpu(ours)),
    ...percentiles(
      'oursP',
      pairs.map(({ ours }) => ours),
    ),
    ...percentiles(
      'baselineP',
      pairs.map(({ baseline }) => baseline),
    ),
  };
}

function percentiles(name: 'oursP' | 'baselineP', rounds: readonly Measured[]): Partial<Row> {
  if (rounds[0]?.p50 === undefined) return {};
  return { [name]: [median(rounds.map(({ p50 }) => p50 ?? 0)), median(rounds.map(({ p99 }) => p99 ?? 0))] };
}

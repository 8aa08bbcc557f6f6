// `npm run bench -- queries`: what is asked of the models, now and on both clocks, and what it costs to make them and to
// start on them, as a ledger grows.
import type { Part } from './harness/bench.ts';
import { growth } from './queries/growth.ts';
import { LINES, ofSize } from './queries/size.ts';

const SIZES = { quick: [2_000, 10_000], whole: [10_000, 100_000, 1_000_000] } as const;
const ALL = [2_000, ...SIZES.whole];

/** A size stands for all of its lines; `10000:rebuild` and so on for some of them. */
export const parts: Readonly<Record<string, Part>> = Object.fromEntries([
  ...ALL.flatMap((size) => [
    [String(size), ofSize(size, Object.keys(LINES))] as const,
    ...Object.keys(LINES).map((line) => [`${size}:${line}`, ofSize(size, [line])] as const),
  ]),
  ['growth', growth],
]);

/** The last one compares what the others found. */
export const usual = (quick: boolean): readonly string[] => [...SIZES[quick ? 'quick' : 'whole'].map(String), 'growth'];

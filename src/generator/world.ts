// A generated ledger as a whole: its size, its seed and who is in it. Everything else follows from these.
import { type Cast, castOf } from './cast.ts';

export interface GenerateOptions {
  readonly commitments: number;
  /** the same seed and number of commitments give the same ledger */
  readonly seed: number;
}

export interface World extends GenerateOptions {
  readonly cast: Cast;
}

/** So many have room in the numbers that plan their steps. */
export const MAX_COMMITMENTS = 2 ** 22;
const MAX_SEED = 2 ** 32 - 1;

/** @throws RangeError where a number is out of range */
export function worldOf({ commitments, seed }: GenerateOptions): World {
  refuseOutside('commitments', commitments, [1, MAX_COMMITMENTS]);
  refuseOutside('seed', seed, [0, MAX_SEED]);
  return { commitments, seed, cast: castOf(commitments, seed) };
}

function refuseOutside(name: string, value: number, [least, most]: readonly [number, number]): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new RangeError(`${name} is ${value}: give a whole number from ${least} to ${most}`);
}

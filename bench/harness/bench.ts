// A part of a benchmark: comparisons as they are done, or a line for each that cannot be made here.

import { openSide } from './child.ts';
import { type Comparison, compare, type Row } from './compare.ts';
import type { Figure } from './figure.ts';

/** Why a comparison was not made, in words. */
export type Skipped = string;
export type Part = (quick: boolean) => AsyncGenerator<Row | Figure | Skipped, void, undefined>;

export interface SideSpec {
  /** a module of bench/sides/ */
  readonly side: string;
  readonly args: object;
}

/** Opens both sides, each in its own process, compares them and lets them go. */
export async function comparison(
  what: Comparison,
  { ours, baseline }: { readonly ours: SideSpec; readonly baseline: SideSpec },
  rounds: number,
): Promise<Row> {
  const first = await openSide(ours.side, ours.args);
  try {
    const second = await openSide(baseline.side, baseline.args);
    try {
      return await compare(what, { ours: first, baseline: second }, rounds);
    } finally {
      await second.close();
    }
  } finally {
    await first.close();
  }
}

export const roundsOf = (quick: boolean): number => (quick ? 3 : 9);

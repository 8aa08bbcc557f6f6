// How the slowest answer in a hundred grows with the ledger: of the largest size that ran beside the smallest.
import type { Part } from '../harness/bench.ts';
import type { Row } from '../harness/compare.ts';
import type { Filled } from './filled.ts';

type Asked = 'id' | 'list';
const found: { readonly asked: Asked; readonly commitments: number; readonly row: Row }[] = [];

/** Keeps what a line found for the comparison at the end. */
export const remember = (asked: Asked, { commitments }: Filled, row: Row): void => {
  found.push({ asked, commitments, row });
};

export const growth: Part = async function* () {
  for (const asked of ['id', 'list'] as const) {
    const bySize = found.filter((one) => one.asked === asked).sort((a, b) => a.commitments - b.commitments);
    const [least, most] = [bySize[0], bySize.at(-1)];
    if (least === undefined || most === undefined || least === most) {
      yield `growth of p99, ${asked}: run two sizes or more with it`;
      continue;
    }
    yield {
      name: `p99 of ${asked} at ${most.commitments.toLocaleString('en-US')} commitments`,
      value: (most.row.oursP?.[1] ?? Number.NaN) / (least.row.oursP?.[1] ?? Number.NaN),
      unit: `times that at ${least.commitments.toLocaleString('en-US')}`,
      atMost: 2,
      of: 'the slowest in a hundred',
    };
  }
};

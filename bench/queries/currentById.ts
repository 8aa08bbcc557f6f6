// A commitment as it is now by its id, over HTTP, beside an Express route that sends a constant prepared buffer.

import { roundsOf } from '../harness/bench.ts';
import { openSide } from '../harness/child.ts';
import { compare, type Row } from '../harness/compare.ts';
import type { AnswersTold } from '../sides/answerServer.ts';
import { type Filled, named } from './filled.ts';
import { remember } from './growth.ts';

export async function* currentById(ledger: Filled, quick: boolean): AsyncGenerator<Row> {
  const load = { connections: 64, requests: quick ? 10_000 : 50_000 };
  const ours = await openSide('answerServer', { ...ledger, ...load });
  try {
    const baseline = await openSide('constantServer', { ...load, ...(ours.told as AnswersTold) });
    try {
      const what = { name: named('current by id, HTTP', ledger), unit: 'requests', aim: 0.85, against: 'a constant' };
      const row = await compare(what, { ours, baseline }, roundsOf(quick));
      remember('id', ledger, row);
      yield row;
    } finally {
      await baseline.close();
    }
  } finally {
    await ours.close();
  }
}

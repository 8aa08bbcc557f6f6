// Questions about many commitments on both clocks, each beside the same question about now: pages, searches and statistics, drawn
// from a seed. Asked of the queries themselves, so that what HTTP costs both sides hides nothing.
import { comparison, roundsOf } from '../harness/bench.ts';
import type { Row } from '../harness/compare.ts';
import type { QuestionsArgs } from '../sides/askQuestions.ts';
import type { Asking, When } from '../sides/questions.ts';
import { type Filled, named } from './filled.ts';
import { remember } from './growth.ts';

interface Asked {
  readonly asking: Asking;
  readonly what: string;
  readonly unit: string;
}

const ASKED: readonly Asked[] = [
  { asking: 'page', what: 'filtered page', unit: 'pages' },
  { asking: 'search', what: 'search', unit: 'pages' },
  { asking: 'statistics', what: 'statistics', unit: 'answers' },
];
/** Every filter in every order: what is slow shows in the slowest of a hundred. */
const ORDERED: readonly Asked[] = [{ asking: 'ordered', what: 'page in any order', unit: 'pages' }];

/** How much slower than now it may be: a ratio is of speed. */
const WHEN: readonly { readonly when: When; readonly said: string; readonly aim?: number }[] = [
  { when: 'past', said: 'asOf past', aim: 1 / 1.5 },
  { when: 'knownPast', said: 'both past, asOf not before knownAt', aim: 1 / 2.5 },
  { when: 'beforeKnown', said: 'both past, asOf before knownAt' },
];

type Lines = (ledger: Filled, quick: boolean) => AsyncGenerator<Row>;
export const questions: Lines = (ledger, quick) => rows(ASKED, ledger, quick);
export const orders: Lines = (ledger, quick) => rows(ORDERED, ledger, quick);

async function* rows(all: readonly Asked[], ledger: Filled, quick: boolean): AsyncGenerator<Row> {
  const side = (args: Omit<QuestionsArgs, 'dataDir' | 'count'>) => ({
    side: 'askQuestions',
    args: { ...args, dataDir: ledger.dataDir, count: quick ? 200 : 1_000 },
  });
  for (const { asking, what, unit, when, said, aim } of all.flatMap((asked) =>
    WHEN.map((when) => ({ ...asked, ...when })),
  )) {
    const row = await comparison(
      {
        name: named(`${what}, ${said}`, ledger),
        unit,
        ...(aim === undefined || asking === 'ordered' ? {} : { aim }),
        against: 'the same now, full pages of both',
        by: 'p50',
      },
      { ours: side({ asking, when }), baseline: side({ asking, when: 'now' }) },
      roundsOf(quick),
    );
    if (asking === 'page' && when === 'past') remember('list', ledger, { ...row, oursP: row.baselineP ?? [0, 0] });
    yield row;
  }
}

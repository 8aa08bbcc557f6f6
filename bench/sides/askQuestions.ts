// Ours, and, asked about now, the baseline: pages of commitments and statistics, asked of the queries in this process.
// Only pages that fill are timed. To the answer belongs finding the sequence of a known date.
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openModelsReader } from '../../src/projections/modelsFile.ts';
import type { AskedAt, StatisticsScope } from '../../src/projections/readModels.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { type Asking, drawClocks, drawQuestion, drawScope, type When } from './questions.ts';
import { sampled } from './sampled.ts';

export interface QuestionsArgs {
  readonly dataDir: string;
  readonly asking: Asking;
  readonly when: When;
  /** questions a round */
  readonly count: number;
}

/** Asks at an instant, and says whether the answer is a whole one. */
type Ask = (at: AskedAt) => boolean | Promise<boolean>;

const LIMIT = 50;
const SAMPLE = 4_000;

export const open: OpenSide<QuestionsArgs> = async ({ dataDir, asking, when, count }) => {
  const journal = openSqliteJournalReader(dataDir);
  const queries = openModelsReader(dataDir, journal, Date.now);
  const from = sampled(journal, SAMPLE);
  const span = { first: journal.read(-1, 1)[0]?.clock ?? 0, last: journal.head().clock };
  const known = (instant: number) => journal.sequenceAt(instant);
  const clocks = Array.from({ length: count }, (_, number) => drawClocks(when, number, span, known));
  const questions = Array.from({ length: count }, (_, number): Ask => {
    if (asking === 'statistics') return countsOf(drawScope(number, from));
    const { filter, sort } = drawQuestion(asking, number, from);
    const paging = { limit: LIMIT, ...(sort === undefined ? {} : { sort }) };
    return (at) => queries.commitments(filter, paging, at).items.length === LIMIT;
  });
  function countsOf(scope: StatisticsScope): Ask {
    return async ({ asOf = Date.now(), sequence = journal.head().sequence }) =>
      (await queries.statistics(scope, { asOf, sequence })) !== '';
  }
  return {
    async run() {
      const times: number[] = [];
      const all = await measured(async () => {
        for (const [number, ask] of questions.entries()) await timed(() => ask(clocks[number]?.() ?? {}), times);
        return count;
      });
      times.sort((a, b) => a - b);
      const at = (share: number) => times[Math.floor(share * (times.length - 1))] ?? Number.NaN;
      return { ...all, p50: at(0.5), p99: at(0.99), more: { full: times.length } };
    },
    async close() {
      queries.close();
      journal.close();
    },
  };
};

async function timed(ask: () => boolean | Promise<boolean>, times: number[]): Promise<void> {
  const start = performance.now();
  if (await ask()) times.push(performance.now() - start);
}

// Ours, and, asked about now, the baseline: pages of commitments, asked of the queries in this process. Only pages that
// fill are timed. To the answer belongs finding the sequence of a known date.
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openModelsReader } from '../../src/projections/modelsFile.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { type Asking, drawClocks, drawQuestion, type When } from './questions.ts';
import { sampled } from './sampled.ts';

export interface QuestionsArgs {
  readonly dataDir: string;
  readonly asking: Asking;
  readonly when: When;
  /** questions a round */
  readonly count: number;
}

const LIMIT = 50;
const SAMPLE = 4_000;

export const open: OpenSide<QuestionsArgs> = async ({ dataDir, asking, when, count }) => {
  const journal = openSqliteJournalReader(dataDir);
  const queries = openModelsReader(dataDir, journal, Date.now);
  const from = sampled(journal, SAMPLE);
  const span = { first: journal.read(-1, 1)[0]?.clock ?? 0, last: journal.head().clock };
  const known = (instant: number) => journal.sequenceAt(instant);
  const asked = Array.from({ length: count }, (_, number) => ({
    ...drawQuestion(asking, number, from),
    clocks: drawClocks(when, number, span, known),
  }));
  return {
    async run() {
      const times: number[] = [];
      const all = await measured(() => {
        for (const { filter, sort, clocks } of asked) {
          const start = performance.now();
          const page = queries.commitments(filter, { limit: LIMIT, ...(sort === undefined ? {} : { sort }) }, clocks());
          if (page.items.length === LIMIT) times.push(performance.now() - start);
        }
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

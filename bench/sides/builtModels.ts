// What the sides that build read models share: models opened over a journal, and waited for until they have all of it.
import type { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { openReadModels } from '../../src/projections/openReadModels.ts';

type Journal = ReturnType<typeof openSqliteJournalReader>;

/** Longer than any build a benchmark should take, milliseconds. */
export const PATIENCE = 7_200_000;

/** Models that begin to be made where there are none. */
export const modelsOver = (journal: Journal, dataDir: string) => openReadModels({ dataDir, journal, clock: Date.now });

/** How many events they hold when they have reached the journal's head. @throws Error where they stop before it */
export async function allOf(journal: Journal, models: ReturnType<typeof modelsOver>): Promise<number> {
  const { sequence } = journal.head();
  if (await models.reached(sequence, PATIENCE)) return sequence + 1;
  throw new Error(`the read models stopped: ${JSON.stringify(models.health())}`);
}

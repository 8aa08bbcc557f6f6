// Read models of which some parts are the test's own: their methods need themselves, so they cannot be spread.
import type { ReadModels } from '../../src/projections/readModels.ts';

export const modelsWith = (models: ReadModels, own: Partial<ReadModels>): ReadModels => ({
  queries: models.queries,
  startAnswering: () => models.startAnswering(),
  ask: (query, args, gone) => models.ask(query, args, gone),
  committed: models.committed,
  health: () => models.health(),
  divergence: () => models.divergence(),
  setAside: () => models.setAside(),
  reached: (sequence, timeout) => models.reached(sequence, timeout),
  rebuild: () => models.rebuild(),
  close: () => models.close(),
  ...own,
});

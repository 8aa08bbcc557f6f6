// Says in the node's log how far a rebuild of the read models has come: when it begins, now and then, and when it is over:
// how it ended is said by who asked for it.
import type { ReadModels } from '../projections/readModels.ts';
import type { Logger } from './log.ts';

/** How often it is looked at, milliseconds. */
const EVERY = 10_000;

/** @returns what ends it */
export function sayRebuilds(models: Pick<ReadModels, 'health'>, log: Logger, every = EVERY): () => void {
  let building = false;
  const look = () => {
    const rebuild = models.health()[0]?.rebuild;
    if (rebuild !== undefined) log.info('the read models are being built', { ...rebuild });
    else if (building) log.info('the build of the read models is over');
    building = rebuild !== undefined;
  };
  look();
  const timer = setInterval(look, every);
  timer.unref();
  return () => clearInterval(timer);
}

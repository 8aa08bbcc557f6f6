// Whether this node may answer at all. Law: a node whose history is not the authority's answers nothing of it, and one
// that never read to the end of the ledger does not pass a beginning off as the whole.
import type { Context } from './parts.ts';
import { Problem } from './problem.ts';
import type { Route } from './routes.ts';

const IN_SHORT =
  'this node’s history is not the one it should be: ask another node; its operator finds the reason in /readyz and in its log';

/** @throws Problem HISTORY_DIVERGED, NOT_CAUGHT_UP */
export function expectStanding({ refusing, journal }: Pick<Context, 'refusing' | 'journal'>, route: Route): void {
  if (route.always === true) return;
  const why = refusing();
  // An open route tells nobody where the files lie.
  if (why !== undefined) throw new Problem('HISTORY_DIVERGED', route.needs === undefined ? IN_SHORT : why);
  if (journal.complete) return;
  throw new Problem(
    'NOT_CAUGHT_UP',
    `this node has read ${journal.head().sequence + 1} events and never reached the end of the ledger: ask again soon, or ask another node`,
  );
}

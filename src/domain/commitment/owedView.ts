// What the public reads of a target: what has to be reached by whom and when, and what became of each of its dates.
import { type Because, revisions, together } from './because.ts';
import type { Condition } from './conditions.ts';
import { deadlineView, outcomeOf } from './deadlines.ts';
import { dueOfParty, type Owing, timelinessAt } from './due.ts';
import { overAt, overFor } from './over.ts';
import type { State } from './state.ts';
import { goalOf, goalOfParty, isForEach, isMaintained } from './targets.ts';

/** Null where nothing is to be counted. */
export function targetView(owing: Owing & Pick<State, 'setBy'>, at: number) {
  const { quantity, target } = owing;
  if (quantity === undefined && target === undefined && owing.ownDeadlines.size === 0) return null;
  const goal = goalOf(quantity, target);
  const judgedAt = Math.min(at, overAt(owing));
  return {
    direction: goal?.direction ?? target?.direction ?? null,
    duty: isMaintained(target) ? ('maintain' as const) : ('attain' as const),
    reachedBy: isForEach(target) ? ('each_party' as const) : ('all_together' as const),
    measure: goal?.measure ?? target?.measure ?? null,
    subject: target?.subject ?? null,
    prices: target?.prices ?? null,
    baseline: target?.baseline ?? null,
    steps: (target?.steps ?? []).map(({ quantity: part, by }, index) => ({
      quantity: part,
      by,
      ...outcomeOf(by, owing.attained.steps[index]?.since, judgedAt),
    })),
    parties: partiesOf(owing).map((party) => shareView(owing, party, at)),
    because: revisions(targetBecause(owing)),
  };
}

/** What set the quantity, what it is meant as, and the deadlines of parties. */
const targetBecause = ({ setBy, ownDeadlines }: Owing & Pick<State, 'setBy'>): Because =>
  together([setBy.quantity, setBy.target, ...[...ownDeadlines.values()].map((own) => own.setBy)]);

/** Those with a share, a deadline or a condition of their own; all that owe it where each has to reach it. */
function partiesOf({ target, ownDeadlines, standings }: Owing): string[] {
  const owing = isForEach(target) ? standings.committers() : [];
  return [...new Set([...owing, ...(target?.shares ?? []).map(({ party }) => party), ...ownDeadlines.keys()])].sort();
}

function shareView(owing: Owing, party: string, at: number) {
  const { quantity, target, ownDeadlines, attained, conditions } = owing;
  const own = ownDeadlines.get(party);
  const judgedAt = Math.min(at, overFor(owing, party));
  return {
    party,
    quantity: goalOfParty(party, quantity, target)?.quantity ?? null,
    deadline: own === undefined ? null : deadlineView(own, attained.parties.get(party), judgedAt),
    timeliness: own === undefined ? null : timelinessAt(dueOfParty(owing, party, at), at),
    conditions: conditions.filter((one) => one.party === party).map(conditionView),
  };
}

export const conditionView = ({ text, standing, setBy, settledBy, because }: Condition) => ({
  text,
  standing,
  setBy,
  settledBy: settledBy ?? null,
  because: revisions(because),
});

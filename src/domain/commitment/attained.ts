// Since when a commitment, each party's part and each step is reached. What was reached when its date passed stays so
// where it lasts: a later breach is told by its window and undoes no outcome.
import type { Because } from './because.ts';
import type { Reached } from './deadlines.ts';
import type { Delivery } from './delivery.ts';
import type { Reaching } from './targets.ts';

/** Undefined, or without an entry, where it is not reached. */
export interface Attained {
  readonly whole: Reached | undefined;
  readonly parties: ReadonlyMap<string, Reached>;
  readonly steps: readonly (Reached | undefined)[];
}
export const NOTHING_ATTAINED: Attained = { whole: undefined, parties: new Map(), steps: [] };

interface Dates {
  readonly at: number;
  /** a sum that is corrected downwards was not reached; a rate, a stock or what is to be maintained was */
  readonly lasting: boolean;
  /** the ends of what they are due by */
  readonly endOf: (party?: string) => number;
  readonly stepEnds: readonly number[];
}

export function attainedBy(before: Attained, delivery: Delivery, dates: Dates): Attained {
  const parties = delivery.parties.flatMap((one): [string, Reached][] => {
    const since = sinceWhen(before.parties.get(one.party), one, dates.endOf(one.party), dates);
    return since === undefined ? [] : [[one.party, since]];
  });
  return {
    whole: sinceWhen(before.whole, delivery, dates.endOf(), dates),
    parties: parties.length === 0 ? NOTHING_ATTAINED.parties : new Map(parties),
    steps: delivery.steps.map((step, index) =>
      sinceWhen(before.steps[index], { ...step, because: delivery.because }, dates.stepEnds[index] ?? Infinity, {
        ...dates,
        lasting: true,
      }),
    ),
  };
}

function sinceWhen(
  before: Reached | undefined,
  { reached, reachedOn, because }: Reaching & { readonly because: Because },
  end: number,
  { at, lasting }: Dates,
): Reached | undefined {
  if (reached) return before ?? { since: Math.min(at, reachedOn ?? at), because };
  return lasting && end <= at ? before : undefined;
}

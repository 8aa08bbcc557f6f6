// What has to be reached, and whether an amount reaches it. What a target left unsaid is read here, and nowhere else.
import { rangeOf } from '../common.ts';
import type { Amount } from '../primitives.ts';
import type { Direction, Measure, Target } from './targetPayloads.ts';

export interface Goal {
  readonly quantity: Amount;
  readonly direction: Direction;
  readonly measure: Measure;
  readonly subject: string | undefined;
}

/** Law: a quantity with an upper bound alone is a ceiling, and one of nothing means that none is left. */
function directionOf(quantity: Amount, target: Target | undefined): Direction {
  if (target?.direction !== undefined) return target.direction;
  if (quantity.max === 0) return 'none_left';
  return quantity.min === undefined ? 'at_most' : 'at_least';
}

/** Law: what is to be reached is delivered bit by bit, and what is not to be exceeded is there at a time. */
const measureOf = (direction: Direction, target: Target | undefined): Measure =>
  target?.measure ?? (direction === 'at_least' || direction === 'exactly' ? 'sum' : 'stock');

export function goalOf(quantity: Amount | undefined, target: Target | undefined): Goal | undefined {
  if (quantity === undefined) return undefined;
  const direction = directionOf(quantity, target);
  return { quantity, direction, measure: measureOf(direction, target), subject: target?.subject };
}

/**
 * A party's own goal: its share where it has one, else the commitment's where each has to reach that. Law: where all together
 * have none left, each has none.
 */
export function goalOfParty(party: string, quantity: Amount | undefined, target: Target | undefined): Goal | undefined {
  const share = target?.shares?.find((one) => one.party === party)?.quantity;
  const isOfEach = isForEach(target) || goalOf(quantity, target)?.direction === 'none_left';
  return goalOf(share ?? (isOfEach ? quantity : undefined), target);
}

export const isForEach = (target: Target | undefined): boolean => target?.reachedBy === 'each_party';
export const isMaintained = (target: Target | undefined): boolean => target?.duty === 'maintain';

/** What a goal allows. */
function allowedBy({ quantity, direction }: Goal): { readonly from: number; readonly to: number } {
  const { min, max } = quantity;
  switch (direction) {
    case 'at_least':
      return { from: min ?? max ?? 0, to: Infinity };
    case 'at_most':
      return { from: 0, to: max ?? min ?? 0 };
    case 'none_left':
      return { from: 0, to: 0 };
    case 'exactly':
      return { from: min ?? max ?? 0, to: max ?? min ?? 0 };
  }
}

export type Fit = 'within' | 'exceeded' | 'short' | 'unclear';

/** How an amount stands to a goal. Law: it is within only where all that the amount could be is. */
export function fitOf(amount: Amount, goal: Goal): Fit {
  const { least, most } = rangeOf(amount);
  const { from, to } = allowedBy(goal);
  if (least >= from && most <= to) return 'within';
  if (least > to) return 'exceeded';
  return most < from ? 'short' : 'unclear';
}

interface Counted {
  readonly amount: Amount;
  readonly covers: readonly string[] | undefined;
}

/** Law: how much there is of all is not known to be little while one that owes it has not reported. */
export function fitOfCount({ amount, covers }: Counted, goal: Goal, owing: ReadonlySet<string>): Fit {
  const fit = fitOf(amount, goal);
  if (fit !== 'within' || isFilledUp(goal) || covers === undefined) return fit;
  return [...owing].every((code) => covers.includes(code)) ? fit : 'unclear';
}

/** Whether more of it leads towards the goal: of a ceiling it does not. */
export const isFilledUp = ({ direction }: Goal): boolean => direction === 'at_least' || direction === 'exactly';

/** Whether something is reached; `reachedOn`: when, where its report says over which time it counts. */
export interface Reaching {
  readonly reached: boolean;
  readonly reachedOn: number | undefined;
}
export const UNREACHED: Reaching = { reached: false, reachedOn: undefined };

// Who has not reached its part of what each party has to reach.
import { committersLeft } from './over.ts';
import type { Story } from './story.ts';

/**
 * Of those that the commitment's own deadline binds, or bound before they had one of their own; empty where it is not each
 * one's, or where nobody has reached it.
 */
export function shortOf({ commitment }: Story): readonly string[] {
  const { target, delivery } = commitment;
  if (target?.reachedBy !== 'each_party') return [];
  const own = new Set(target.parties.filter(({ deadline }) => deadline !== null).map(({ party }) => party));
  const reached = new Set(delivery.parties.filter(({ level }) => level === 'delivered').map(({ party }) => party));
  if (reached.size === 0) return [];
  const short = committersLeft(commitment).filter((code) => !reached.has(code));
  const bound = short.filter((code) => !own.has(code));
  return bound.length > 0 ? bound : short;
}

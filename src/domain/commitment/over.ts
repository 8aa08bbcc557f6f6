// When a commitment was over, or a party's part in it: what is over binds nobody.
import type { State } from './state.ts';

/**
 * When it was ended for all, milliseconds since 1970; Infinity where nothing on record did.
 * Law: what superseded it for some parties alone leaves it to the others; it is ended once it is for each committer left.
 */
export function endedAt({ ended, standings }: Pick<State, 'ended' | 'standings'>): number {
  if (ended === undefined) return Infinity;
  const { how, parties } = ended.event.data;
  if (how !== 'superseded' || parties === undefined) return ended.at;
  const left = standings.all().filter(({ roles, position }) => roles.includes('committer') && position !== 'withdrew');
  return left.length === 0 ? Infinity : Math.max(...left.map((standing) => standing.endedAt ?? Infinity));
}

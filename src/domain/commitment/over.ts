// When a commitment was over, or a party's part in it: what is over binds nobody, and nothing comes due of it any more.
import { bounds, type When } from '../time.ts';
import { type Because, NOTHING, type SetBy, together } from './because.ts';
import type { Dated, Effect } from './effect.ts';
import { abandonedBecause } from './position.ts';
import type { Standings } from './standings.ts';

interface Ending {
  readonly ended: Dated<'CommitmentEnded'> | undefined;
  /** when an end first ended it for all, whoever joined since and whatever superseded it for some */
  readonly endedForAllAt: number | undefined;
  readonly standings: Standings;
}

/** Since when something is so, milliseconds since 1970, and by which events. */
export interface Since {
  readonly at: number;
  readonly because: Because;
}

/** What tells when a commitment was over. */
export interface Lasting extends Ending {
  readonly oneMayRemain: boolean;
  readonly validUntil: When | undefined;
  readonly setBy: SetBy;
  /** for all: what ended it first counts */
  readonly endedSince: Since | undefined;
  /** too few committers are left */
  readonly abandonedSince: Since | undefined;
}

/**
 * When it was ended for all, milliseconds since 1970; Infinity where nothing on record did.
 * Law: what superseded it for some parties alone leaves it to the others; it is ended once it is for each committer left.
 */
export function endedAt({ ended, endedForAllAt, standings }: Ending): number {
  if (endedForAllAt !== undefined || ended === undefined) return endedForAllAt ?? Infinity;
  const left = standings.all().filter(({ roles, position }) => roles.includes('committer') && position !== 'withdrew');
  return left.length === 0 ? Infinity : Math.max(...left.map((standing) => standing.endedAt ?? Infinity));
}

/** The same once an effect has made it over, or over no longer. */
export function withOver<S extends Lasting>(state: S, { at }: Pick<Effect, 'at'>): S {
  const endedBy = endedAt(state) <= at && state.ended !== undefined ? [state.ended.event.revision] : undefined;
  const leftBy = abandonedBecause(state);
  const isKnown =
    (endedBy === undefined || state.endedSince !== undefined) &&
    (leftBy === undefined) === (state.abandonedSince === undefined);
  if (isKnown) return state;
  return {
    ...state,
    endedSince: state.endedSince ?? (endedBy && { at, because: endedBy }),
    abandonedSince: leftBy && (state.abandonedSince ?? { at, because: leftBy }),
  };
}

const validityEnd = ({ validUntil }: Pick<Lasting, 'validUntil'>): number =>
  (validUntil === undefined ? undefined : bounds(validUntil).end) ?? Infinity;

/** When it was over for all, milliseconds since 1970: it ended, too few were left, or its validity passed. Infinity while nothing says so. */
export const overAt = (lasting: Lasting): number =>
  Math.min(lasting.endedSince?.at ?? Infinity, lasting.abandonedSince?.at ?? Infinity, validityEnd(lasting));

/** When a party's part in it was over while it goes on for others: it left, or was superseded for it. Infinity where it was not. */
export function leftAt({ standings }: Pick<Lasting, 'standings'>, party: string): number {
  const { position, since = Infinity, endedAt: end = Infinity } = standings.get(party) ?? {};
  return Math.min(position === 'withdrew' ? since : Infinity, end);
}

/** When it was over for a party, whichever came first. */
export const overFor = (lasting: Lasting, party: string): number => Math.min(overAt(lasting), leftAt(lasting, party));

/** What it was over by first, for all or for a party. */
export function overBecause(lasting: Lasting, party?: string): Because {
  const { endedSince, abandonedSince, standings, setBy, ended } = lasting;
  const standing = party === undefined ? undefined : standings.get(party);
  const over = party === undefined ? overAt(lasting) : overFor(lasting, party);
  const causes = [
    ...[endedSince, abandonedSince].map((since) => (since?.at === over ? since.because : NOTHING)),
    validityEnd(lasting) === over ? setBy.validUntil : NOTHING,
    standing?.position === 'withdrew' && standing.since === over ? standing.because : NOTHING,
    standing?.endedAt === over && ended !== undefined ? [ended.event.revision] : NOTHING,
  ];
  return together(causes);
}

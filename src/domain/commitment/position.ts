// Axis 2: where each party stands. Acts and changes of position only raise it; a withdrawal that takes effect lowers it.
import { type Citation, officeNamed, type Role } from '../primitives.ts';
import { takesEffectAt } from '../time.ts';
import { type Act, VERBS } from './acts.ts';
import { type Because, together } from './because.ts';
import type { ActEffect, Dated, Effect, FactEffect } from './effect.ts';
import type { Position } from './payloads.ts';
import {
  ahead,
  bound,
  type Cause,
  cameTrue,
  isOpen,
  left,
  type Move,
  notified,
  raised,
  revoked,
  type Standing,
} from './standing.ts';
import type { Standings } from './standings.ts';

/** The codes of all parties there have been, in order. */
export const partiesIn = (standings: Standings): readonly string[] => standings.codes();

/** What an act makes of a committer's position: a reaffirmation gives agreed only where it opened the record. */
const given = (act: Act, opened: boolean): Position | undefined =>
  VERBS[act.verb].gives ?? (act.verb === 'Reaffirm' && opened ? 'agreed' : undefined);

/** Own word: a citation gives the party itself, or an office of it, as the speaker, in its own text or quoted. */
const ownWord = (code: string, { citations }: { readonly citations: readonly Citation[] }): boolean =>
  citations.some(({ speaker, as }) => as !== 'paraphrased' && speaker !== undefined && isOf(code, speaker));

const isOf = (code: string, speaker: string): boolean => speaker === code || officeNamed(speaker)?.party === code;

export const causeOf = ({ at, event }: Effect): Cause => ({ at, event: event.id, revision: event.revision });

export function byAct(standings: Standings, effect: ActEffect): Standings {
  const { event, act } = effect;
  const gives = given(act, event.revision === 0);
  const rolesOf = rolesIn(event.data.parties);
  return [...rolesOf].reduce((soFar, [code, named]) => {
    const own = ownWord(code, event.data);
    const said: Move = (before) => {
      const standing: Standing = {
        ...before,
        ...named,
        basis: own ? 'own' : before.basis,
      };
      return standing.roles.includes('committer') ? committed(standing, effect, gives) : standing;
    };
    return soFar.moved(code, event.id, said);
  }, standings);
}

/** Law: only who commits itself does the act. */
function committed(standing: Standing, effect: ActEffect, gives: Position | undefined): Standing {
  const { event, act } = effect;
  const said: Standing = act.verb === 'Reaffirm' ? { ...standing, reaffirmed: event.data.effectiveAt } : standing;
  return gives === undefined ? said : raised(said, gives, undefined, causeOf(effect));
}

type Named = Partial<Pick<Standing, 'roles' | 'several' | 'offices'>>;
interface Member {
  readonly code: string;
  readonly role: Role;
  readonly several?: true | undefined;
  readonly office?: string | undefined;
}
type Members = readonly (string | Member)[];

/** What an event says of each party's roles: nothing of one that it names by its code alone. */
function rolesIn(parties: Members): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>();
  for (const party of parties) {
    const code = typeof party === 'string' ? party : party.code;
    const before = named.get(code) ?? {};
    if (typeof party === 'string') named.set(code, before);
    else named.set(code, withRole(before, party));
  }
  return named;
}

const withRole = (before: Named, { role, several, office }: Member): Named => ({
  roles: [...new Set([...(before.roles ?? []), role])],
  several: before.several === true || several === true,
  offices: office === undefined ? before.offices : { ...before.offices, [role]: office },
});

export const byRoles = (standings: Standings, roles: Members, event: string): Standings =>
  [...rolesIn(roles)].reduce(
    (soFar, [code, named]) => soFar.moved(code, event, (before) => ({ ...before, ...named })),
    standings,
  );

/** A change of position: at once, or on the day on which it takes effect. */
/** Whoever signs or consents commits itself, whatever else it is in the commitment: a depositary may be a party too. */
const committing = (standing: Standing): Standing =>
  standing.roles.includes('committer') ? standing : { ...standing, roles: [...standing.roles, 'committer'] };

export function byChange(standings: Standings, { at, event, due }: FactEffect & Dated<'PositionChanged'>): Standings {
  const cause = causeOf({ at, event, act: undefined });
  const { party, position, takesEffect, succeeds } = event.data;
  const by = event.data.by ?? (position === 'ratified' ? event.data.means : undefined);
  if (due === 'begins') return comingTrue(standings, party, cause);
  const basis = ownWord(party, event.data);
  const from = takesEffect === undefined ? at : (takesEffectAt(takesEffect) ?? at);
  const to = position === 'withdrawing' ? 'withdrew' : position;
  const isDated = position !== 'withdrawing' || takesEffect !== undefined;
  const predecessor = succeeds === undefined ? undefined : standings.get(succeeds.party);
  return standings.moved(party, event.id, (before) => {
    const named: Standing = event.data.by === undefined ? before : committing(before);
    const own: Standing = basis ? { ...named, basis: 'own' } : named;
    const standing = position === 'withdrawing' ? notified(own, cause) : own;
    if (from > at) return ahead(standing, { position: to, at: from, by, event: event.id, revision: event.revision });
    if (!isDated) return standing;
    if (to === 'withdrew') return left(standing, cause);
    return inPlaceOf(predecessor, raised(standing, to, by, cause), cause);
  });
}

/** Law: what was revoked does not come true. */
function comingTrue(standings: Standings, party: string, cause: Cause): Standings {
  const isPending = standings.get(party)?.pending.some(({ event }) => event === cause.event) ?? false;
  return isPending ? standings.moved(party, cause.event, (standing) => cameTrue(standing, cause)) : standings;
}

/** Law: who takes the place of a party that was bound is bound from then, without a gap, unless it ended for that party. */
function inPlaceOf(predecessor: Standing | undefined, standing: Standing, { at, revision }: Cause): Standing {
  const spell = predecessor?.spells.at(-1);
  const wasBound =
    spell !== undefined && predecessor?.endedAt === undefined && (isOpen(predecessor?.spells ?? []) || spell.to === at);
  return wasBound && standing.position === 'ratified' ? bound(standing, at, [...spell.because, revision]) : standing;
}

/** Announced is not notified: it is kept beside the position, and moves it nowhere. */
export function byAnnouncement(standings: Standings, effect: Effect & Dated<'WithdrawalAnnounced'>): Standings {
  const { id, revision, data } = effect.event;
  const { party, effectiveAt, takesEffect } = data;
  return standings.moved(party, id, (standing) => ({
    ...standing,
    announced: { event: id, revision, effectiveAt, takesEffect },
  }));
}

/** @param party whose notice it was */
export const byRevocation = (standings: Standings, effect: Effect & Dated<'WithdrawalRevoked'>): Standings => {
  const cause = causeOf(effect);
  const { notice } = effect.event.data;
  const party = standings.codes().find((code) => gave(standings.get(code), notice));
  return party === undefined
    ? standings
    : standings.moved(party, cause.event, (standing) => revoked(standing, notice, cause));
};

const gave = (standing: Standing | undefined, notice: string): boolean => standing?.said.includes(notice) ?? false;

/** The withdrawals after which too few remain; undefined where enough do. */
export function abandonedBecause({ standings, oneMayRemain }: Promising): Because | undefined {
  if (!isAbandoned(standings, oneMayRemain)) return undefined;
  const gone = standings.all().filter(({ roles, position }) => roles.includes('committer') && position === 'withdrew');
  return together(gone.map(({ because }) => because));
}
interface Promising {
  readonly standings: Standings;
  readonly oneMayRemain: boolean;
}

/** Committers that did not withdraw, as they count: a grouping is several. */
const counted = ({ remaining, several }: Standings['tally']): number => remaining + several;

/**
 * Committers left, and those that remain number under two: under one where it opened with one, or never had more.
 * Law: what is open for signature has parties that are not on record, and ends by none leaving but the last.
 */
export function isAbandoned({ tally }: Standings, oneMayRemain: boolean): boolean {
  const { left: gone, remaining } = tally;
  return gone > 0 && counted(tally) < (oneMayRemain ? 1 : Math.min(2, gone + remaining));
}

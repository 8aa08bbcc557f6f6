// When a commitment is in force, and for whom. Consented is not bound: bound follows from an entry into force, of the
// commitment once and of each party for itself. Law: what is political is never in force, and binds nobody.
import { takesEffectAt } from '../time.ts';
import type { Dated, Effect, FactEffect } from './effect.ts';
import { endedAt, type Lasting } from './over.ts';
import { causeOf, isAbandoned } from './position.ts';
import {
  bound,
  type Cause,
  closed,
  isAtLeastAgreed,
  isBound,
  isOpen,
  type Standing,
  standsAt,
  unbound,
} from './standing.ts';
import type { Standings } from './standings.ts';
import type { ConsentBy } from './treatyPayloads.ts';

export type ConsentTo = 'signature' | 'ratification' | 'unknown';
export type Binding = 'legal' | 'political' | 'unknown';

export interface Force {
  readonly consentBy: ConsentTo;
  readonly binding: Binding;
  /** of the commitment itself: the first that named nobody, else the first; since when, milliseconds */
  readonly entered: Dated<'EnteredIntoForce'> | undefined;
  /** whether an entry into force is on record at all: where none is, nobody knows who is bound */
  readonly isOnRecord: boolean;
  /** those that lie ahead */
  readonly entering: readonly { readonly at: number; readonly entry: Dated<'EnteredIntoForce'> }[];
  /** one that named nobody and found nobody to bind: it binds those that agree first */
  readonly waiting: { readonly revision: number; readonly bindsAt: number | undefined } | undefined;
}

export const NOT_IN_FORCE: Force = {
  consentBy: 'unknown',
  binding: 'unknown',
  entered: undefined,
  isOnRecord: false,
  entering: [],
  waiting: undefined,
};

const DEFINITIVE: ReadonlySet<ConsentBy | undefined> = new Set<ConsentBy | undefined>([
  'definitive_signature',
  'confirmation_of_signature',
]);

/** Whether a signature was consent to be bound. */
const signatureBinds = ({ by }: Standing, consentBy: ConsentTo): boolean =>
  consentBy === 'signature' ? by !== 'signature_ad_referendum' : by === 'definitive_signature';

/** Whether a party expressed its consent to be bound. */
export function hasConsented(standing: Standing, consentBy: ConsentTo): boolean {
  const position = standsAt(standing);
  if (position === 'ratified') return true;
  return position === 'signed' && (signatureBinds(standing, consentBy) || DEFINITIVE.has(standing.by));
}

/**
 * Law: an entry into force that names nobody binds committers at agreed or above; those that signed, where that is consent;
 * where consent is by ratification, those that expressed it alone: adopting the text is none.
 */
const isBoundWithAll = (standing: Standing, consentBy: ConsentTo): boolean =>
  standing.roles.includes('committer') &&
  isAtLeastAgreed(standing) &&
  standing.endedAt === undefined &&
  ((consentBy !== 'ratification' && standsAt(standing) !== 'signed') || hasConsented(standing, consentBy));

interface InForce extends Pick<Lasting, 'ended' | 'endedForAllAt' | 'standings' | 'oneMayRemain'> {
  readonly force: Force;
}

const isEnded = (state: Pick<InForce, 'ended' | 'endedForAllAt' | 'standings'>): boolean => endedAt(state) < Infinity;

/** Law: from when it is over for all, nothing begins to bind, to be suspended or applied provisionally. */
export const isOver = (state: Omit<InForce, 'force'>): boolean =>
  isEnded(state) || isAbandoned(state.standings, state.oneMayRemain);

export function byForce<S extends InForce>(state: S, effect: FactEffect & Dated<'EnteredIntoForce'>): S {
  const { at, event, due } = effect;
  const from = event.data.takesEffect === undefined ? at : (takesEffectAt(event.data.takesEffect) ?? at);
  const known: S = { ...state, force: { ...state.force, isOnRecord: true } };
  const entry = { at, event };
  if (due === undefined && from > at) {
    if (isEnded(known)) return known;
    const entering = [...known.force.entering, { at: from, entry }].sort((a, b) => a.at - b.at);
    return { ...known, force: { ...known.force, entering } };
  }
  const entering = known.force.entering.filter((one) => one.entry.event.id !== event.id);
  return entered({ ...known, force: { ...known.force, entering } }, entry);
}

function entered<S extends InForce>(state: S, entry: Dated<'EnteredIntoForce'>): S {
  if (state.force.binding === 'political' || isOver(state)) return state;
  const { parties } = entry.event.data;
  const cause = causeOf({ ...entry, act: undefined });
  const force = { ...state.force, entered: firstOf(state, entry) };
  if (parties !== undefined) return { ...state, force, standings: named(state.standings, parties, cause) };
  const standings = withAll(state, cause);
  const waits = standings.tally.bound === 0;
  return {
    ...state,
    standings,
    force: waits ? { ...force, waiting: { revision: cause.revision, bindsAt: undefined } } : force,
  };
}

/** Of the commitment itself: a party's own does not move it, nor does a second one while it binds somebody. */
function firstOf({ force, standings }: InForce, entry: Dated<'EnteredIntoForce'>): Dated<'EnteredIntoForce'> {
  const { entered: first } = force;
  const isOwn = first !== undefined && first.event.data.parties === undefined;
  const isForAll = entry.event.data.parties === undefined;
  return first === undefined || standings.tally.bound === 0 || (isForAll && !isOwn) ? entry : first;
}

/** Law: one that comes before a party's consent binds it from that on, and one that comes after its end does not bind it. */
const named = (standings: Standings, parties: readonly string[], { at, event, revision }: Cause): Standings =>
  parties.reduce(
    (soFar, code) =>
      soFar.moved(code, event, (standing) =>
        isAtLeastAgreed(standing) && standing.endedAt === undefined
          ? bound(standing, at, [revision])
          : { ...standing, awaits: revision },
      ),
    standings,
  );

const withAll = ({ standings, force }: InForce, { at, event, revision }: Cause): Standings =>
  standings
    .codes()
    .filter((code) => isBoundWithAll(standings.get(code) as Standing, force.consentBy))
    .reduce((soFar, code) => soFar.moved(code, event, (standing) => bound(standing, at, [revision])), standings);

/** What was in force before anybody agreed binds those that agree first, all of one instant. */
export function byConsent<S extends InForce>(state: S, effect: Effect, parties: readonly string[]): S {
  const { waiting, binding, consentBy } = state.force;
  const { at, event, revision } = causeOf(effect);
  if (waiting === undefined || binding === 'political' || (waiting.bindsAt ?? at) !== at || isOver(state)) return state;
  const joining = parties.filter((code) => {
    const standing = state.standings.get(code);
    return standing !== undefined && isBoundWithAll(standing, consentBy) && !isBound(standing);
  });
  if (joining.length === 0) return state;
  const because = [waiting.revision, revision];
  const standings = joining.reduce(
    (soFar, code) => soFar.moved(code, event, (standing) => bound(standing, at, because)),
    state.standings,
  );
  const { entered: entry } = state.force;
  const since = entry === undefined || waiting.bindsAt !== undefined ? entry : { ...entry, at };
  return { ...state, standings, force: { ...state.force, entered: since, waiting: { ...waiting, bindsAt: at } } };
}

/** What ends for all or for some binds them no longer. Law: superseded it still binds those that are no party to what follows. */
export function byEnd<S extends InForce>(state: S, effect: Effect & Dated<'CommitmentEnded'>): S {
  const { at, event } = effect;
  const endedForAllAt = state.endedForAllAt ?? (endedAlone(effect) === undefined ? at : undefined);
  const next: S = { ...state, ended: { at, event }, endedForAllAt, standings: ended(state.standings, effect) };
  return isEnded(next) ? { ...next, force: { ...next.force, entering: [] } } : next;
}

/** The parties for which an end leaves it to the others; undefined where it ends for all. */
export const endedAlone = ({ event: { data } }: Dated<'CommitmentEnded'>): readonly string[] | undefined =>
  data.how === 'superseded' ? data.parties : undefined;

/** Law: a party for which it ended before it took a position is bound by nothing later. */
function ended(standings: Standings, effect: Effect & Dated<'CommitmentEnded'>): Standings {
  const { at, event, revision } = causeOf(effect);
  const alone = endedAlone(effect);
  return (alone ?? standings.codes()).reduce(
    (soFar, code) =>
      soFar.moved(code, event, (standing) => endedFor(standing, { at, event, revision }, alone !== undefined)),
    standings,
  );
}

const endedFor = (standing: Standing, { at, revision }: Cause, isAlone: boolean): Standing => ({
  ...released(standing, at, revision),
  awaits: undefined,
  endedAt: standing.endedAt ?? at,
  endedBecause: isAlone ? [...standing.endedBecause, revision] : standing.endedBecause,
  mayReturn: isAlone && (standing.mayReturn || (standing.endedAt === undefined && standing.position !== undefined)),
});

const released = (standing: Standing, at: number, revision: number): Standing => ({
  ...unbound(standing, at, revision),
  provisional: closed(standing.provisional, at, revision),
  suspended: closed(standing.suspended, at, revision),
});

/** Nobody is bound alone: where too few remain, those are bound no longer. */
export function unlessAbandoned<S extends InForce>(state: S, effect: Effect): S {
  const { standings, oneMayRemain } = state;
  if (!isAbandoned(standings, oneMayRemain) || !standings.all().some(isHeld)) return state;
  const { at, event, revision } = causeOf(effect);
  return { ...state, standings: standings.allMoved(event, (standing) => released(standing, at, revision)) };
}

const isHeld = ({ spells, provisional, suspended }: Standing): boolean =>
  isOpen(spells) || isOpen(provisional) || suspended.some(({ to }) => to === undefined);

/** Validity that had passed is renewed: nobody was bound in between. */
export const renewed = (standings: Standings, lapsedAt: number, { at, event, revision }: Cause): Standings =>
  standings.tally.bound === 0
    ? standings
    : standings.allMoved(event, (standing) => {
        if (!isBound(standing)) return standing;
        const spells = standing.spells.filter(({ from }) => from < lapsedAt);
        const because = [...(standing.spells.at(-1)?.because ?? []), revision];
        return bound(unbound({ ...standing, spells }, lapsedAt, revision), at, because);
      });

// Axis 2: where each party stands. Acts only raise; a change of position says it outright, now or from a date.
import type { Citation, Role } from '../primitives.ts';
import { takesEffectAt } from '../time.ts';
import { type Act, VERBS } from './acts.ts';
import type { ActEffect } from './effect.ts';
import type { FactData } from './events.ts';
import type { Position } from './payloads.ts';

export interface Standing {
  readonly role: Role;
  readonly position: Position | undefined;
  /** what a change of position leads to, and when (milliseconds) */
  readonly pending: { readonly position: Position; readonly at: number } | undefined;
  /** entry into force binds it */
  readonly bound: boolean;
  /** whether its own word is on record, or only what others attribute to it */
  readonly basis: 'own' | 'attributed';
  /** of its last reaffirmation, as stated */
  readonly reaffirmed: ActEffect['event']['data']['effectiveAt'] | undefined;
}
export type Standings = ReadonlyMap<string, Standing>;

const IN_ORDER = new WeakMap<Standings, readonly string[]>();

/** The codes of all parties there have been, in order. */
export function partiesIn(standings: Standings): readonly string[] {
  const known = IN_ORDER.get(standings);
  if (known !== undefined) return known;
  const codes = [...standings.keys()].sort();
  IN_ORDER.set(standings, codes);
  return codes;
}

const newStanding = (role: Role): Standing => ({
  role,
  position: undefined,
  pending: undefined,
  bound: false,
  basis: 'attributed',
  reaffirmed: undefined,
});

/** Where a party stands at an instant, from its last event alone: a pending change has come true or has not. */
export const positionAt = ({ position, pending }: Standing, at: number): Position | undefined =>
  pending !== undefined && pending.at <= at ? pending.position : position;

const RANK: Partial<Record<Position, number>> = { announced: 1, agreed: 2, signed: 3, ratified: 4 };

/** Law: an act never lowers a position, revokes no notice of withdrawal, and brings back who withdrew. */
function raised(position: Position | undefined, to: Position | undefined): Position | undefined {
  if (to === undefined || position === 'withdrawing') return position;
  if (position === undefined || position === 'withdrew') return to;
  return (RANK[to] ?? 0) > (RANK[position] ?? 0) ? to : position;
}

/** What an act makes of a committer's position: a reaffirmation gives agreed only where it opened the record. */
const given = (act: Act, opened: boolean): Position | undefined =>
  VERBS[act.verb].gives ?? (act.verb === 'Reaffirm' && opened ? 'agreed' : undefined);

/** Own word: a citation gives the party itself as the speaker, in its own text or quoted. */
const ownWord = (code: string, { citations }: { readonly citations: readonly Citation[] }): boolean =>
  citations.some(({ speaker, as }) => speaker === code && as !== 'paraphrased');

export function byAct(standings: Standings, { at, event, act }: ActEffect): Standings {
  const next = new Map(standings);
  for (const named of event.data.parties) {
    const code = typeof named === 'string' ? named : named.code;
    const before = next.get(code) ?? newStanding('committer');
    const role = typeof named === 'string' ? before.role : named.role;
    const settled = settle(before, at);
    next.set(code, {
      ...settled,
      role,
      position: role === 'committer' ? raised(settled.position, given(act, event.revision === 0)) : settled.position,
      basis: ownWord(code, event.data) ? 'own' : settled.basis,
      reaffirmed: act.verb === 'Reaffirm' ? event.data.effectiveAt : settled.reaffirmed,
    });
  }
  return next;
}

/** A pending change that has come true becomes the position. Law: who withdrew is bound again only by a new entry into force. */
function settle(standing: Standing, at: number): Standing {
  const { pending, bound } = standing;
  if (pending === undefined || pending.at > at) return standing;
  return {
    ...standing,
    position: pending.position,
    pending: undefined,
    bound: bound && pending.position !== 'withdrew',
  };
}

export function byChange(standings: Standings, data: FactData['PositionChanged'], at: number): Standings {
  const before = settle(standings.get(data.party) ?? newStanding('committer'), at);
  const takesEffect = data.takesEffect === undefined ? undefined : takesEffectAt(data.takesEffect);
  const basis = ownWord(data.party, data) ? 'own' : before.basis;
  return new Map(standings).set(data.party, { ...before, basis, ...changed(before, data.position, takesEffect, at) });
}

function changed(
  before: Standing,
  position: Position,
  takesEffect: number | undefined,
  at: number,
): Pick<Standing, 'position' | 'pending'> {
  if (position === 'withdrawing') {
    const pending = takesEffect === undefined ? undefined : ({ position: 'withdrew', at: takesEffect } as const);
    return { position, pending };
  }
  return takesEffect === undefined || takesEffect <= at
    ? { position, pending: undefined }
    : { position: before.position, pending: { position, at: takesEffect } };
}

/** Entry into force binds the parties named, or every committer that has not withdrawn. */
export function byForce(standings: Standings, { parties }: FactData['EnteredIntoForce'], at: number): Standings {
  const next = new Map(standings);
  const named = parties ?? [...standings].filter(([, standing]) => isIn(standing, at)).map(([code]) => code);
  for (const code of named) next.set(code, { ...settle(next.get(code) ?? newStanding('committer'), at), bound: true });
  return next;
}

const isIn = (standing: Standing, at: number): boolean =>
  standing.role === 'committer' && positionAt(standing, at) !== 'withdrew';

export function byRoles(
  standings: Standings,
  roles: readonly { readonly code: string; readonly role: Role }[],
): Standings {
  const next = new Map(standings);
  for (const { code, role } of roles) next.set(code, { ...(next.get(code) ?? newStanding(role)), role });
  return next;
}

/** Committers that have left and those that remain. */
export function committers(standings: Standings, at: number): { readonly left: number; readonly remaining: number } {
  let [left, remaining] = [0, 0];
  for (const standing of standings.values()) {
    if (standing.role !== 'committer') continue;
    if (positionAt(standing, at) === 'withdrew') left++;
    else remaining++;
  }
  return { left, remaining };
}

export const isBound = (standing: Standing, at: number): boolean =>
  standing.bound && positionAt(standing, at) !== 'withdrew';

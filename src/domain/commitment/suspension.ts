// What is suspended, and what is applied provisionally: spells beside a position, which they neither give nor take.

import { takesEffectAt, type When } from '../time.ts';
import { together } from './because.ts';
import type { Dated, Effect, FactEffect } from './effect.ts';
import { causeOf } from './position.ts';
import type { Ruled } from './settlement.ts';
import { closed, isBound, isOpen, type Move, type Standing } from './standing.ts';
import type { Standings } from './standings.ts';

const lies = (takesEffect: When | undefined, at: number): boolean =>
  takesEffect !== undefined && (takesEffectAt(takesEffect) ?? at) > at;

const each = (standings: Standings, parties: readonly string[], event: string, move: Move): Standings =>
  parties.reduce((soFar, code) => soFar.moved(code, event, move), standings);

/** What lies ahead moves nothing yet, and may be contested. */
const spokenOf = (standings: Standings, parties: readonly string[], event: string): Standings =>
  each(standings, parties, event, (standing) => standing);

/** Whether anything goes on for a party that could be suspended or applied. */
const goesOn = ({ position, endedAt }: Standing): boolean => position !== 'withdrew' && endedAt === undefined;

/**
 * Law: suspension ends nothing; a party stays bound by what it suspends. Nothing that is over is suspended.
 * @param isOver for all
 */
export function bySuspension(
  standings: Standings,
  effect: FactEffect & Dated<'OperationSuspended'>,
  isOver: boolean,
): Standings {
  const { at, event, due } = effect;
  const { parties, provisions, takesEffect, until: stated } = event.data;
  const codes = parties ?? standings.codes();
  if (due === 'ends') return resumed(standings, event.id, effect);
  if (isOver || (due === undefined && lies(takesEffect, at))) return spokenOf(standings, codes, event.id);
  const of = parties === undefined ? ('whole' as const) : ('party' as const);
  const until = stated === undefined ? undefined : takesEffectAt(stated);
  // it was over before it began
  if (until !== undefined && until <= at) return spokenOf(standings, codes, event.id);
  const suspension = { from: at, to: undefined, because: [event.revision], of, event: event.id, provisions, until };
  return each(standings, codes, event.id, (standing) =>
    goesOn(standing) ? { ...standing, suspended: [...standing.suspended, suspension] } : standing,
  );
}

export const byResumption = (standings: Standings, effect: Effect & Dated<'OperationResumed'>): Standings =>
  resumed(standings, effect.event.data.suspension, effect);

function resumed(standings: Standings, suspension: string, effect: Effect): Standings {
  const { at, event, revision } = causeOf(effect);
  const codes = standings.codes().filter((code) => isSuspendedBy(standings.get(code), suspension));
  return each(standings, codes, event, (standing) => ({
    ...standing,
    suspended: standing.suspended.map((one) =>
      one.event === suspension && one.to === undefined
        ? { ...one, to: at, because: together([one.because, [revision]]) }
        : one,
    ),
  }));
}

const isSuspendedBy = (standing: Standing | undefined, suspension: string): boolean =>
  standing?.suspended.some(({ event, to }) => event === suspension && to === undefined) ?? false;

/**
 * Law: provisional application ends with entry into force for the party, or by notice. Nothing that is over is applied.
 * @param isOver for all
 */
export function byProvisionalApplication(
  standings: Standings,
  effect: FactEffect & Dated<'ProvisionallyApplied'>,
  isOver: boolean,
): Standings {
  const { at, event, due } = effect;
  if (isOver || (due === undefined && lies(event.data.takesEffect, at))) {
    return spokenOf(standings, event.data.parties, event.id);
  }
  const spell = { from: at, to: undefined, because: [event.revision] };
  return each(standings, event.data.parties, event.id, (standing) =>
    isOpen(standing.provisional) || isBound(standing) || !goesOn(standing)
      ? standing
      : { ...standing, provisional: [...standing.provisional, spell] },
  );
}

export function byProvisionalEnd(
  standings: Standings,
  { at, event, due }: FactEffect & Dated<'ProvisionalApplicationEnded'>,
): Standings {
  if (due === undefined && lies(event.data.takesEffect, at)) return spokenOf(standings, event.data.parties, event.id);
  return each(standings, event.data.parties, event.id, (standing) => ({
    ...standing,
    provisional: closed(standing.provisional, at, event.revision),
  }));
}

/** Somebody disputes what an event says: it stands, and the parties it speaks of are marked. */
export function byContest(standings: Standings, { event }: Dated<'PositionContested'>): Standings {
  const { contests, by, reason } = event.data;
  const contest = { of: contests, event: event.id, revision: event.revision, by, reason };
  const codes = standings.codes().filter((code) => standings.get(code)?.said.includes(contests));
  return each(standings, codes, event.id, (standing) => ({ ...standing, contested: [...standing.contested, contest] }));
}

/** Law: what was contested is contested no longer; whether it counts is for the timeline (settlement.ts). */
export function bySettlement(standings: Standings, { event }: Dated<'TermAdjudicated'>): Standings {
  const { prefers } = event.data;
  return standings.mapped((standing) => {
    const settled = standing.contested.filter((contest) => contest.event === prefers || contest.of === prefers);
    if (settled.length === 0) return standing;
    const contested = standing.contested.filter(({ of }) => !settled.some((contest) => contest.of === of));
    return { ...standing, contested };
  });
}

/** What counts once something is set aside or counts again: each party names what ruled what is said of it. */
export const namingSettlement = (standings: Standings, ruled: readonly Ruled[]): Standings =>
  standings.mapped((standing, code) => {
    const own = ruled.filter(({ parties }) => parties === undefined || parties.includes(code));
    return own.length === 0 ? standing : { ...standing, setAsideBy: together(own.map(({ because }) => because)) };
  });

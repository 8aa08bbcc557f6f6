// The state of a commitment at a place in effective order. `evolve` is total: any effect, in any order, gives a state.
// It reads no clock; what changes with time alone (a deadline passes) is worked out from a state and an instant.
import { canonicalJson } from '../canonicalJson.ts';
import type { Amount } from '../primitives.ts';
import { bounds, type When } from '../time.ts';
import { BY_STRENGTH, makesAgreed, type Verb } from './acts.ts';
import { type Attained, NOTHING_ATTAINED } from './attained.ts';
import { type Because, NOTHING, NOTHING_SET, type SetBy, together, withSet } from './because.ts';
import { type Condition, settled, withConditions } from './conditions.ts';
import { type Deadline, setAgain } from './deadlines.ts';
import { type Delivery, NO_DELIVERY } from './delivery.ts';
import type { ActEffect, Dated, Effect, FactEffect } from './effect.ts';
import type { FactType } from './events.ts';
import * as force from './force.ts';
import { fulfilled, owingNow } from './fulfilment.ts';
import { withHeld } from './general.ts';
import { type Since, withOver } from './over.ts';
import { byAct, byAnnouncement, byChange, byRevocation, byRoles, causeOf } from './position.ts';
import { NO_STANDINGS, type Standings } from './standings.ts';
import * as spells from './suspension.ts';
import type { Target } from './targetPayloads.ts';
import { isForEach } from './targets.ts';

/** What depositaries keep beside positions, which few commitments have. */
export const OF_TREATIES = [
  'ReservationMade',
  'ReservationWithdrawn',
  'ReservationObjected',
  'DeclarationMade',
  'DeclarationWithdrawn',
  'TextCorrected',
] as const satisfies readonly FactType[];

/** Events kept as they are, in effective order, for the parts of a state that are read from them. */
const KEPT = [
  'TermAsserted',
  'TermAdjudicated',
  'DeliveryReported',
  'EvidenceSubmitted',
  'EvidenceAccepted',
  'EvidenceRejected',
  'AssessmentIssued',
  'ConcernRaised',
  'ConcernAnswered',
  'CommitmentsLinked',
  ...OF_TREATIES,
] as const satisfies readonly FactType[];
export type Kept = (typeof KEPT)[number];
export type KeptEvents = { readonly [T in Kept]: readonly Dated<T>[] };

export interface State {
  /** acts that count; where there is none and some were voided, the headline is void */
  readonly acts: number;
  /** the corrections that voided acts, by revision */
  readonly voided: Because;
  readonly strongest: ActEffect | undefined;
  readonly latest: ActEffect | undefined;
  /** the first act in effect that makes the headline agreed, by revision */
  readonly agreed: number | undefined;
  /** one committer is enough for it to go on: its opening named but one, or others may join that are not on record */
  readonly oneMayRemain: boolean;
  readonly standings: Standings;
  readonly areas: readonly string[];
  /** which events set the values beside it */
  readonly setBy: SetBy;
  readonly quantity: Amount | undefined;
  /** what the quantity is meant as */
  readonly target: Target | undefined;
  readonly deadline: Deadline | undefined;
  /** of parties that have one of their own */
  readonly ownDeadlines: ReadonlyMap<string, Deadline>;
  readonly validUntil: When | undefined;
  /** pending, met and dropped, in the order in which they were set */
  readonly conditions: readonly Condition[];
  readonly force: force.Force;
  /** a party joins by signing; where it is known, from when to when */
  readonly openForSignature: true | When | undefined;
  readonly ended: Dated<'CommitmentEnded'> | undefined;
  /** when an end first ended it for all, milliseconds since 1970 */
  readonly endedForAllAt: number | undefined;
  /** since when it is ended for all, and since when too few committers are left */
  readonly endedSince: Since | undefined;
  readonly abandonedSince: Since | undefined;
  readonly delivery: Delivery;
  /** since when what is owed is reached */
  readonly attained: Attained;
  /** acts that assert terms */
  readonly claiming: readonly ActEffect[];
  readonly kept: KeptEvents;
}

export const INITIAL: State = {
  acts: 0,
  voided: NOTHING,
  strongest: undefined,
  latest: undefined,
  agreed: undefined,
  oneMayRemain: false,
  standings: NO_STANDINGS,
  areas: [],
  setBy: NOTHING_SET,
  quantity: undefined,
  target: undefined,
  deadline: undefined,
  ownDeadlines: new Map(),
  validUntil: undefined,
  conditions: [],
  force: force.NOT_IN_FORCE,
  openForSignature: undefined,
  ended: undefined,
  endedForAllAt: undefined,
  endedSince: undefined,
  abandonedSince: undefined,
  delivery: NO_DELIVERY,
  attained: NOTHING_ATTAINED,
  claiming: [],
  kept: Object.fromEntries(KEPT.map((type) => [type, []])) as unknown as KeptEvents,
};

/**
 * The state after one more effect. Law: nobody is bound alone. Law: no act, concern or assertion moves delivery, but for the
 * act that brings what is owed, and one by which a party owes it that did not.
 */
export function evolve(state: State, effect: Effect): State {
  const before = changesWhoIsHeld(state, effect) ? withHeld(state, effect.at) : state;
  const next = effect.act === undefined ? evolveByFact(before, effect) : evolveByAct(before, effect);
  return withOver(force.unlessAbandoned(next, effect), effect);
}

/** Whom a date held when it passed is kept where that may change since. */
const changesWhoIsHeld = ({ target }: State, { event }: Effect): boolean =>
  isForEach(target) || event.type === 'CommitmentAmended';

function evolveByAct(state: State, effect: ActEffect): State {
  if (effect.voided) return { ...state, voided: withVoiding(state.voided, effect) };
  const { event, act } = effect;
  const { parties, areas, terms } = event.data;
  const said: State = {
    ...state,
    acts: state.acts + 1,
    strongest: strongerOf(state.strongest, effect),
    latest: effect,
    agreed: state.agreed ?? (makesAgreed(act.verb, event.revision === 0) ? event.revision : undefined),
    standings: byAct(state.standings, effect),
    ...(areas === undefined ? {} : withAreas(state, areas, event.revision)),
    claiming: terms === undefined ? state.claiming : [...state.claiming, effect],
  };
  // who joins by a further act owes it from then on
  const next = owing(state, event.revision === 0 ? opened(said, effect) : said, effect.at);
  const codes = parties.map((party) => (typeof party === 'string' ? party : party.code));
  return force.byConsent(next, effect, codes);
}

/** What belongs to the act that opened the record. */
function opened(state: State, { at, event }: ActEffect): State {
  const { data, revision } = event;
  const { parties, quantity, target, deadline, validUntil, openForSignature } = data;
  const { consentBy = 'unknown', binding = 'unknown' } = data;
  return {
    ...state,
    force: { ...state.force, consentBy, binding },
    // what is political binds nobody, whatever was recorded before
    standings:
      binding === 'political' && state.standings.tally.bound > 0
        ? state.standings.mapped((standing) => ({ ...standing, spells: [] }))
        : state.standings,
    openForSignature,
    oneMayRemain: committersIn(parties) === 1 || openForSignature !== undefined,
    setBy: withSet(state.setBy, data, revision),
    quantity: quantity ?? state.quantity,
    target: target ?? state.target,
    deadline:
      deadline === undefined
        ? state.deadline
        : setAgain(state.deadline, { deadline, firmness: 'firm' }, { at, revision }),
    ownDeadlines: withOwn(state.ownDeadlines, target, { at, revision }),
    validUntil: validUntil ?? state.validUntil,
    conditions: withConditions(state.conditions, event),
  };
}

/** Law: what is named twice counts once. Of a party named with two roles the last one holds, as in its standing. */
function committersIn(parties: ActEffect['event']['data']['parties']): number {
  const named = parties.filter((party) => typeof party !== 'string');
  const roles = new Map(named.map(({ code, role }) => [code, role]));
  return roles
    .values()
    .filter((role) => role === 'committer')
    .toArray().length;
}

const withVoiding = (voided: Because, { voidedBy }: ActEffect): Because =>
  voidedBy === undefined ? voided : together([voided, [voidedBy]]);

/** Law: what was named before is brought by no later act. */
function withAreas(
  { areas, setBy }: State,
  named: readonly string[],
  revision: number,
): Pick<State, 'areas' | 'setBy'> {
  const all = areasOf([...areas, ...named]);
  return all.length === areas.length
    ? { areas, setBy }
    : { areas: all, setBy: { ...setBy, areas: together([setBy.areas, [revision]]) } };
}

const areasOf = (areas: readonly string[]): readonly string[] => [...new Set(areas)].sort();

const strength = (verb: Verb): number => BY_STRENGTH.indexOf(verb);
const strongerOf = (a: ActEffect | undefined, b: ActEffect): ActEffect =>
  a === undefined || strength(b.act.verb) > strength(a.act.verb) ? b : a;

/** The deadlines that a target gives its parties. Law: one that stays as it was is not moved. */
function withOwn(
  own: ReadonlyMap<string, Deadline>,
  target: Target | undefined,
  cause: { readonly at: number; readonly revision: number },
): ReadonlyMap<string, Deadline> {
  let next = own;
  for (const { party, deadline } of target?.shares ?? []) {
    const before = next.get(party);
    if (deadline === undefined || canonicalJson(before?.current ?? null) === canonicalJson(deadline)) continue;
    next = new Map(next).set(party, setAgain(before, { deadline, firmness: before?.firmness ?? 'firm' }, cause));
  }
  return next;
}

function deadlineSet(state: State, { at, event: { data, revision } }: Dated<'DeadlineSet'>): State {
  const { party } = data;
  const cause = { at, revision };
  if (party === undefined) return { ...state, deadline: setAgain(state.deadline, data, cause) };
  const own = setAgain(state.ownDeadlines.get(party), data, cause);
  return { ...state, ownDeadlines: new Map(state.ownDeadlines).set(party, own) };
}

function evolveByFact(state: State, effect: FactEffect): State {
  const standings = standingsAfter(state, effect);
  if (standings !== undefined) {
    return standings === state.standings ? state : owing(state, standing(state, standings, effect), effect.at);
  }
  const { at, event } = effect;
  switch (event.type) {
    case 'EnteredIntoForce':
      return force.byForce(state, { ...effect, event });
    case 'DeadlineSet':
      return deadlineSet(state, { at, event });
    case 'CommitmentEnded':
      return ending(state, { ...effect, event });
    case 'CommitmentAmended':
      return delivering(amended(state, { at, event }), at);
    case 'ConditionSettled':
      return { ...state, conditions: settled(state.conditions, event) };
    case 'DeliveryReported':
      return delivering(keep(state, { at, event }), at);
    case 'TermAdjudicated':
      return adjudicated(keep(state, { at, event }), { at, event });
    default:
      return isKept(event) ? keep(state, { at, event }) : state;
  }
}

/** Law: what ended it for some parties alone ends nothing that was over for all, and leaves what is owed to the others. */
function ending(state: State, end: FactEffect & Dated<'CommitmentEnded'>): State {
  const next = force.byEnd(state, end);
  if (force.endedAlone(end) === undefined) return next;
  if (state.endedSince !== undefined) return { ...next, ended: state.ended };
  return owing(state, next, end.at);
}

/** What an event makes of the standings of parties alone; undefined where it is about something else. */
function standingsAfter(state: State, effect: FactEffect): Standings | undefined {
  const { event } = effect;
  const { standings } = state;
  switch (event.type) {
    case 'PositionChanged':
      return byChange(standings, { ...effect, event });
    case 'WithdrawalAnnounced':
      return byAnnouncement(standings, { ...effect, event });
    case 'WithdrawalRevoked':
      return byRevocation(standings, { ...effect, event });
    case 'OperationSuspended':
      return spells.bySuspension(standings, { ...effect, event }, force.isOver(state));
    case 'OperationResumed':
      return spells.byResumption(standings, { ...effect, event });
    case 'ProvisionallyApplied':
      return spells.byProvisionalApplication(standings, { ...effect, event }, force.isOver(state));
    case 'ProvisionalApplicationEnded':
      return spells.byProvisionalEnd(standings, { ...effect, event });
    case 'PositionContested':
      return spells.byContest(standings, { ...effect, event });
    default:
      return undefined;
  }
}

/** Law: what was in force before anybody agreed binds those that agree first. */
function standing(state: State, standings: Standings, effect: FactEffect): State {
  const next = { ...state, standings };
  const { event } = effect;
  return event.type === 'PositionChanged' ? force.byConsent(next, effect, [event.data.party]) : next;
}

function adjudicated(state: State, settled: Dated<'TermAdjudicated'>): State {
  const { term } = settled.event.data;
  if (term === 'position') {
    return owing(state, { ...state, standings: spells.bySettlement(state.standings, settled) }, settled.at);
  }
  return term === 'delivery' ? delivering(state, settled.at) : state;
}

const KEPT_TYPES: ReadonlySet<string> = new Set(KEPT);
const isKept = (event: FactEffect['event']): event is Extract<FactEffect['event'], { readonly type: Kept }> =>
  KEPT_TYPES.has(event.type);

function keep(state: State, dated: { readonly at: number; readonly event: { readonly type: Kept } }): State {
  const { type } = dated.event;
  return { ...state, kept: { ...state.kept, [type]: [...state.kept[type], dated] } };
}

function amended(state: State, amendment: Dated<'CommitmentAmended'>): State {
  const { at } = amendment;
  const { id, data, revision } = amendment.event;
  const setBy = withSet(state.setBy, data, revision);
  const standings = renewed(state, amendment);
  return {
    ...state,
    areas: data.areas === undefined ? state.areas : areasOf(data.areas),
    setBy: data.areas === undefined ? setBy : { ...setBy, areas: data.areas.length === 0 ? NOTHING : [revision] },
    quantity: data.quantity ?? state.quantity,
    validUntil: data.validUntil ?? state.validUntil,
    target: data.target ?? state.target,
    ownDeadlines: withOwn(state.ownDeadlines, data.target, { at, revision }),
    conditions: withConditions(state.conditions, amendment.event),
    standings: data.roles === undefined ? standings : byRoles(standings, data.roles, id),
  };
}

/** Validity that had passed and is given again: nobody was bound in between. */
function renewed({ standings, validUntil }: State, { at, event }: Dated<'CommitmentAmended'>): Standings {
  const [before, after] = [endOf(validUntil), endOf(event.data.validUntil)];
  const isRenewed = event.data.validUntil !== undefined && before <= at && at < after;
  return isRenewed ? force.renewed(standings, before, causeOf({ at, event, act: undefined })) : standings;
}

const endOf = (when: When | undefined): number => (when === undefined ? Infinity : (bounds(when).end ?? Infinity));

/** Law: what was reported is held against what is owed, also where it was promised of a later date, and by whom it is owed still. */
const owing = (before: State, state: State, at: number): State =>
  state.kept.DeliveryReported.length === 0 || isOwedAlike(before, state) ? state : delivering(state, at);

/** One act may give a role to one party and take that of another, so that as many owe it as before. */
const isOwedAlike = (a: State, b: State): boolean =>
  a.quantity === b.quantity && a.target === b.target && owingNow(a).join() === owingNow(b).join();

const delivering = (state: State, at: number): State => ({ ...state, ...fulfilled(state, at) });

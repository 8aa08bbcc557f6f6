// The state of a commitment at a place in effective order. `evolve` is total: any effect, in any order, gives a state.
// It reads no clock; what changes with time alone (a deadline passes) is worked out from a state and an instant.
import { canonicalJson } from '../canonicalJson.ts';
import type { Amount } from '../primitives.ts';
import type { When } from '../time.ts';
import { BY_STRENGTH, makesAgreed, type Verb } from './acts.ts';
import { type Attained, NOTHING_ATTAINED } from './attained.ts';
import { type Condition, settled, withConditions } from './conditions.ts';
import { type Deadline, setAgain } from './deadlines.ts';
import { type Delivery, NO_DELIVERY } from './delivery.ts';
import type { ActEffect, Dated, Effect } from './effect.ts';
import type { FactType } from './events.ts';
import { fulfilled } from './fulfilment.ts';
import { byAct, byChange, byForce, byRoles, type Standings } from './position.ts';
import type { Target } from './targetPayloads.ts';

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
] as const satisfies readonly FactType[];
export type Kept = (typeof KEPT)[number];
export type KeptEvents = { readonly [T in Kept]: readonly Dated<T>[] };

export interface State {
  /** acts that count; where it is 0 and `voided` is not, the headline is void */
  readonly acts: number;
  readonly voided: number;
  readonly strongest: ActEffect | undefined;
  readonly latest: ActEffect | undefined;
  /** an act that makes the headline agreed is in effect */
  readonly agreed: boolean;
  /** the act that opened the record named one committer: nobody but it need remain */
  readonly openedByOne: boolean;
  readonly standings: Standings;
  readonly areas: readonly string[];
  readonly quantity: Amount | undefined;
  /** what the quantity is meant as */
  readonly target: Target | undefined;
  readonly deadline: Deadline | undefined;
  /** of parties that have one of their own */
  readonly ownDeadlines: ReadonlyMap<string, Deadline>;
  readonly validUntil: When | undefined;
  /** pending, met and dropped, in the order in which they were set */
  readonly conditions: readonly Condition[];
  readonly inForce: Dated<'EnteredIntoForce'> | undefined;
  readonly ended: Dated<'CommitmentEnded'> | undefined;
  readonly delivery: Delivery;
  /** since when what is owed is reached */
  readonly attained: Attained;
  /** acts that assert terms */
  readonly claiming: readonly ActEffect[];
  readonly kept: KeptEvents;
}

export const INITIAL: State = {
  acts: 0,
  voided: 0,
  strongest: undefined,
  latest: undefined,
  agreed: false,
  openedByOne: false,
  standings: new Map(),
  areas: [],
  quantity: undefined,
  target: undefined,
  deadline: undefined,
  ownDeadlines: new Map(),
  validUntil: undefined,
  conditions: [],
  inForce: undefined,
  ended: undefined,
  delivery: NO_DELIVERY,
  attained: NOTHING_ATTAINED,
  claiming: [],
  kept: Object.fromEntries(KEPT.map((type) => [type, []])) as unknown as KeptEvents,
};

/** The state after one more effect. Law: an act, a concern or an assertion never moves delivery. */
export function evolve(state: State, effect: Effect): State {
  return effect.act === undefined ? evolveByFact(state, effect) : evolveByAct(state, effect);
}

function evolveByAct(state: State, effect: ActEffect): State {
  if (effect.voided) return { ...state, voided: state.voided + 1 };
  const { event, act } = effect;
  const { areas, terms } = event.data;
  const next: State = {
    ...state,
    acts: state.acts + 1,
    strongest: strongerOf(state.strongest, effect),
    latest: effect,
    agreed: state.agreed || makesAgreed(act.verb, event.revision === 0),
    standings: byAct(state.standings, effect),
    areas: areas === undefined ? state.areas : [...new Set([...state.areas, ...areas])].sort(),
    claiming: terms === undefined ? state.claiming : [...state.claiming, effect],
  };
  return event.revision === 0 ? openedBy(next, effect) : next;
}

/** What the act that opened the record says, and no further act can. */
function openedBy(state: State, { at, event: { id, data } }: ActEffect): State {
  const { parties, quantity, target, deadline, validUntil } = data;
  return {
    ...state,
    openedByOne: committersIn(parties) === 1,
    quantity: quantity ?? state.quantity,
    target: target ?? state.target,
    deadline: deadline === undefined ? state.deadline : setAgain(state.deadline, { deadline, firmness: 'firm' }, at),
    ownDeadlines: withOwn(state.ownDeadlines, target, at),
    validUntil: validUntil ?? state.validUntil,
    conditions: withConditions(state.conditions, { id, data }),
  };
}

const committersIn = (parties: ActEffect['event']['data']['parties']): number =>
  parties.filter((party) => typeof party !== 'string' && party.role === 'committer').length;

const strength = (verb: Verb): number => BY_STRENGTH.indexOf(verb);
const strongerOf = (a: ActEffect | undefined, b: ActEffect): ActEffect =>
  a === undefined || strength(b.act.verb) > strength(a.act.verb) ? b : a;

/** The deadlines that a target gives its parties. Law: one that stays as it was is not moved. */
function withOwn(
  own: ReadonlyMap<string, Deadline>,
  target: Target | undefined,
  at: number,
): ReadonlyMap<string, Deadline> {
  let next = own;
  for (const { party, deadline } of target?.shares ?? []) {
    const before = next.get(party);
    if (deadline === undefined || canonicalJson(before?.current ?? null) === canonicalJson(deadline)) continue;
    next = new Map(next).set(party, setAgain(before, { deadline, firmness: before?.firmness ?? 'firm' }, at));
  }
  return next;
}

function deadlineSet(state: State, data: Dated<'DeadlineSet'>['event']['data'], at: number): State {
  const { party } = data;
  if (party === undefined) return { ...state, deadline: setAgain(state.deadline, data, at) };
  const own = setAgain(state.ownDeadlines.get(party), data, at);
  return { ...state, ownDeadlines: new Map(state.ownDeadlines).set(party, own) };
}

function evolveByFact(state: State, { at, event }: Exclude<Effect, ActEffect>): State {
  switch (event.type) {
    case 'PositionChanged':
      return { ...state, standings: byChange(state.standings, event.data, at) };
    case 'EnteredIntoForce':
      return { ...state, standings: byForce(state.standings, event.data, at), inForce: { at, event } };
    case 'DeadlineSet':
      return deadlineSet(state, event.data, at);
    case 'CommitmentEnded':
      return { ...state, ended: { at, event } };
    case 'CommitmentAmended':
      return delivering(amended(state, { at, event }), at);
    case 'ConditionSettled':
      return { ...state, conditions: settled(state.conditions, event) };
    case 'DeliveryReported':
      return delivering(keep(state, { at, event }), at);
    case 'TermAdjudicated':
      return event.data.term === 'delivery' ? delivering(keep(state, { at, event }), at) : keep(state, { at, event });
    case 'RecordCorrected':
      return state;
    default:
      return keep(state, { at, event });
  }
}

function keep(state: State, dated: { readonly at: number; readonly event: { readonly type: Kept } }): State {
  const { type } = dated.event;
  return { ...state, kept: { ...state.kept, [type]: [...state.kept[type], dated] } };
}

function amended(state: State, { at, event: { id, data } }: Dated<'CommitmentAmended'>): State {
  return {
    ...state,
    areas: data.areas?.toSorted() ?? state.areas,
    quantity: data.quantity ?? state.quantity,
    validUntil: data.validUntil ?? state.validUntil,
    target: data.target ?? state.target,
    ownDeadlines: withOwn(state.ownDeadlines, data.target, at),
    conditions: withConditions(state.conditions, { id, data }),
    standings: data.roles === undefined ? state.standings : byRoles(state.standings, data.roles),
  };
}

const delivering = (state: State, at: number): State => ({ ...state, ...fulfilled(state, at) });

// The state of a commitment at a place in effective order. `evolve` is total: any effect, in any order, gives a state.
// It reads no clock; what changes with time alone (a deadline passes) is worked out from a state and an instant.
import type { Amount } from '../primitives.ts';
import type { When } from '../time.ts';
import { BY_STRENGTH, makesAgreed, type Verb } from './acts.ts';
import { type Delivery, deliveryOf } from './delivery.ts';
import type { ActEffect, Dated, Effect } from './effect.ts';
import type { FactType } from './events.ts';
import { byAct, byChange, byForce, byRoles, type Standings } from './position.ts';

export interface Deadline {
  readonly first: When;
  readonly current: When;
  readonly firmness: 'firm' | 'soft';
  /** how often it was set again */
  readonly moves: number;
}

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
  readonly deadline: Deadline | undefined;
  readonly validUntil: When | undefined;
  readonly condition: string | undefined;
  readonly inForce: Dated<'EnteredIntoForce'> | undefined;
  readonly ended: Dated<'CommitmentEnded'> | undefined;
  readonly delivery: Delivery;
  /** since when delivery is delivered, milliseconds */
  readonly deliveredAt: number | undefined;
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
  deadline: undefined,
  validUntil: undefined,
  condition: undefined,
  inForce: undefined,
  ended: undefined,
  delivery: { level: 'not_started', amounts: [] },
  deliveredAt: undefined,
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
  const { parties, areas, terms, quantity, deadline, validUntil, condition } = event.data;
  const next: State = {
    ...state,
    acts: state.acts + 1,
    strongest: strongerOf(state.strongest, effect),
    latest: effect,
    agreed: state.agreed || makesAgreed(act.verb, event.revision === 0),
    standings: byAct(state.standings, effect),
    areas: areas === undefined ? state.areas : areasOf([...state.areas, ...areas]),
    claiming: terms === undefined ? state.claiming : [...state.claiming, effect],
  };
  if (event.revision !== 0) return next;
  return {
    ...next,
    openedByOne: committersIn(parties) === 1,
    quantity: quantity ?? state.quantity,
    deadline: deadline === undefined ? state.deadline : moved(state.deadline, deadline, 'firm'),
    validUntil: validUntil ?? state.validUntil,
    condition: condition ?? state.condition,
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

const areasOf = (areas: readonly string[]): readonly string[] => [...new Set(areas)].sort();

const strength = (verb: Verb): number => BY_STRENGTH.indexOf(verb);
const strongerOf = (a: ActEffect | undefined, b: ActEffect): ActEffect =>
  a === undefined || strength(b.act.verb) > strength(a.act.verb) ? b : a;

const moved = (deadline: Deadline | undefined, current: When, firmness: 'firm' | 'soft'): Deadline =>
  deadline === undefined
    ? { first: current, current, firmness, moves: 0 }
    : { first: deadline.first, current, firmness, moves: deadline.moves + 1 };

function evolveByFact(state: State, { at, event }: Exclude<Effect, ActEffect>): State {
  switch (event.type) {
    case 'PositionChanged':
      return { ...state, standings: byChange(state.standings, event.data, at) };
    case 'EnteredIntoForce':
      return { ...state, standings: byForce(state.standings, event.data, at), inForce: { at, event } };
    case 'DeadlineSet':
      return { ...state, deadline: moved(state.deadline, event.data.deadline, event.data.firmness) };
    case 'CommitmentEnded':
      return { ...state, ended: { at, event } };
    case 'CommitmentAmended':
      return delivering(amended(state, event.data), at);
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

function amended(state: State, data: Dated<'CommitmentAmended'>['event']['data']): State {
  return {
    ...state,
    areas: data.areas === undefined ? state.areas : areasOf(data.areas),
    quantity: data.quantity ?? state.quantity,
    validUntil: data.validUntil ?? state.validUntil,
    condition: data.condition === undefined ? state.condition : (data.condition ?? undefined),
    standings: data.roles === undefined ? state.standings : byRoles(state.standings, data.roles),
  };
}

function delivering(state: State, at: number): State {
  const { DeliveryReported: reports, TermAdjudicated: adjudications } = state.kept;
  const delivery = deliveryOf({ reports, adjudications }, state.quantity);
  return { ...state, delivery, deliveredAt: delivery.level === 'delivered' ? (state.deliveredAt ?? at) : undefined };
}

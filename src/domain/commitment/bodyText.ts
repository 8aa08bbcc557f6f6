// A body's text, part by part. Most events change one part of a state, and states share what did not change:
// a part that follows from the same is told once. Law: it is the text JSON.stringify makes of `bodyOf`.
import {
  actsView,
  contestedIn,
  deliveryView,
  type Identity,
  identityView,
  isDeliveryContested,
  standingsView,
  whatElse,
} from './present.ts';
import type { Kept, State } from './state.ts';
import { termsOf } from './terms.ts';
import { verdictsOf } from './verdicts.ts';

/** The members of an object's text, without its braces. */
const members = (view: object): string => JSON.stringify(view).slice(1, -1);

const TITLED = new WeakMap<Identity, string>();
function identityText(identity: Identity): string {
  const text = TITLED.get(identity) ?? members(identityView(identity));
  TITLED.set(identity, text);
  return text;
}

/** Positions depend on the instant only while a change of one is pending. */
const isPending = (standings: State['standings']): boolean =>
  standings.values().some(({ pending }) => pending !== undefined);

const NO_MORE = ['CommitmentsLinked', 'ConcernRaised', 'EvidenceSubmitted'] as const;
const hasMore = (state: State): boolean =>
  (state.quantity ?? state.validUntil ?? state.condition ?? state.inForce ?? state.ended) !== undefined ||
  NO_MORE.some((type) => state.kept[type].length > 0);

/** The parts of a body's text: who and by which act, what was delivered, what is judged, due and said, and what few have. */
export type BodyParts = readonly [who: string, delivery: string, terms: string, more: string];

/** A body that was told before, in another phase of the same commitment. */
export interface Told {
  readonly state: State;
  readonly texts: BodyParts;
}

/** The text of a commitment's body in the phase that starts at an instant, milliseconds since 1970: its parts, put together. */
export const bodyText = (identity: Identity, state: State, at: number): string =>
  bodyParts(identity, state, at).join('');

/**
 * Law: each part changes with what it tells alone, so that versions share the others.
 * @param near of the same identity: a part that follows from the same is taken from it and not told again
 */
export function bodyParts(identity: Identity, state: State, at: number, near?: Told): BodyParts {
  const told = (part: 0 | 1 | 2 | 3) =>
    near !== undefined && SAME[part](near.state, state) ? near.texts[part] : undefined;
  return [
    told(0) ?? whoText(identity, state, at),
    told(1) ?? `,"delivery":${JSON.stringify(deliveryView(state))}`,
    told(2) ?? termsText(state, at),
    told(3) ?? moreText(state),
  ];
}

function whoText(identity: Identity, state: State, at: number): string {
  const standings = members(standingsView(state.standings, at));
  const acts = JSON.stringify(actsView(state));
  return `{${identityText(identity)},${standings},"areas":${JSON.stringify(state.areas)},"act":${acts}`;
}

function termsText(state: State, at: number): string {
  const verdict = state.kept.AssessmentIssued.length === 0 ? '[]' : JSON.stringify(verdictsOf(state, at));
  const deadline = state.deadline === undefined ? 'null' : JSON.stringify(state.deadline);
  const contested = contestedIn(state);
  const disputed = contested.length === 0 ? '[]' : JSON.stringify(contested);
  return `,"verdict":${verdict},"deadline":${deadline},"contested":${disputed},"terms":${JSON.stringify(termsOf(state))}`;
}

const moreText = (state: State): string => (hasMore(state) ? `,${members(whatElse(state))}}` : '}');

type Same = (a: State, b: State) => boolean;

const sameStandings: Same = (a, b) => a.standings === b.standings && !isPending(a.standings);

/** By part, whether two states tell the same. States share what did not change. */
const SAME: readonly [Same, Same, Same, Same] = [
  (a, b) => sameStandings(a, b) && a.areas === b.areas && a.latest === b.latest && a.strongest === b.strongest,
  (a, b) => a.delivery === b.delivery,
  (a, b) =>
    a.deadline === b.deadline &&
    a.claiming === b.claiming &&
    sameKept(a, b, ['TermAsserted', 'TermAdjudicated', 'AssessmentIssued']) &&
    (a.kept.AssessmentIssued.length === 0 || sameStandings(a, b)) &&
    isDeliveryContested(a) === isDeliveryContested(b),
  (a, b) =>
    a.quantity === b.quantity &&
    a.validUntil === b.validUntil &&
    a.condition === b.condition &&
    a.inForce === b.inForce &&
    a.ended === b.ended &&
    sameKept(a, b, [...NO_MORE, 'ConcernAnswered', 'EvidenceAccepted', 'EvidenceRejected']),
];

const sameKept = (a: State, b: State, types: readonly Kept[]): boolean =>
  a.kept === b.kept || types.every((type) => a.kept[type] === b.kept[type]);

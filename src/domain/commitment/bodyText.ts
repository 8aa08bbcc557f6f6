// A body's text, part by part. Most events change one part of a state, and states share what did not change:
// each part's text is made once for what it follows from. Law: it is the text JSON.stringify makes of `bodyOf`.
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

/** Remembers a text for as long as what it follows from is in use. */
function once<Key extends object>(make: (key: Key) => string): (key: Key) => string {
  const known = new WeakMap<Key, string>();
  return (key) => {
    const text = known.get(key) ?? make(key);
    known.set(key, text);
    return text;
  };
}

const identityText = once((identity: Identity) => members(identityView(identity)));
const standingsText = once((standings: State['standings']) => members(standingsView(standings, 0)));
const listText = once((list: readonly unknown[]) => JSON.stringify(list));
const deadlineText = once((deadline: NonNullable<State['deadline']>) => JSON.stringify(deadline));

const isPending = (standings: State['standings']): boolean =>
  standings.values().some(({ pending }) => pending !== undefined);

/** Positions depend on the instant only while a change of one is pending. */
const standingsAt = (standings: State['standings'], at: number): string =>
  isPending(standings) ? members(standingsView(standings, at)) : standingsText(standings);

/** Remembered by the latest act: of two states that share it, the later one's strongest act is the same or stronger. */
const ACTS = new WeakMap<object, { readonly strongest: unknown; readonly text: string }>();
function actsText(state: State): string {
  if (state.latest === undefined) return JSON.stringify(actsView(state));
  const known = ACTS.get(state.latest);
  if (known !== undefined && known.strongest === state.strongest) return known.text;
  const text = JSON.stringify(actsView(state));
  ACTS.set(state.latest, { strongest: state.strongest, text });
  return text;
}

const DELIVERIES = new WeakMap<object, string>();
function deliveryText(state: State): string {
  const text = DELIVERIES.get(state.delivery) ?? JSON.stringify(deliveryView(state));
  DELIVERIES.set(state.delivery, text);
  return text;
}

const NO_MORE = ['CommitmentsLinked', 'ConcernRaised', 'EvidenceSubmitted'] as const;
const hasMore = (state: State): boolean =>
  (state.quantity ?? state.validUntil ?? state.condition ?? state.inForce ?? state.ended) !== undefined ||
  NO_MORE.some((type) => state.kept[type].length > 0);

/** The parts of a body's text: who and by which act, what was delivered, what is judged, due and said, and what few have. */
export type BodyParts = readonly [who: string, delivery: string, terms: string, more: string];

/** A body that was told before, in another phase of the same commitment. */
export interface Told {
  readonly state: State;
  readonly parts: BodyParts;
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
    near !== undefined && SAME[part](near.state, state) ? near.parts[part] : undefined;
  return [
    told(0) ?? whoText(identity, state, at),
    told(1) ?? `,"delivery":${deliveryText(state)}`,
    told(2) ?? termsText(state, at),
    told(3) ?? moreText(state),
  ];
}

const whoText = (identity: Identity, state: State, at: number): string =>
  `{${identityText(identity)},${standingsAt(state.standings, at)},"areas":${listText(state.areas)},"act":${actsText(state)}`;

function termsText(state: State, at: number): string {
  const verdict = state.kept.AssessmentIssued.length === 0 ? '[]' : JSON.stringify(verdictsOf(state, at));
  const deadline = state.deadline === undefined ? 'null' : deadlineText(state.deadline);
  const contested = contestedIn(state);
  const disputed = contested.length === 0 ? '[]' : JSON.stringify(contested);
  return `,"verdict":${verdict},"deadline":${deadline},"contested":${disputed},"terms":${listText(termsOf(state))}`;
}

const moreText = (state: State): string => (hasMore(state) ? `,${members(whatElse(state))}}` : '}');

type Same = (a: State, b: State) => boolean;

/** A pending change makes a text depend on its instant. */
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

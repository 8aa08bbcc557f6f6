// A body's text, part by part. Most events change one part of a state, and states share what did not change:
// each part's text is made once for what it follows from. Law: it is the text JSON.stringify makes of `bodyOf`.
import {
  actsView,
  contestedIn,
  deliveryView,
  type Identity,
  identityView,
  standingsView,
  whatElse,
} from './present.ts';
import type { State } from './state.ts';
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

/** Positions depend on the instant only while a change of one is pending. */
const standingsAt = (standings: State['standings'], at: number): string =>
  standings.values().some(({ pending }) => pending !== undefined)
    ? members(standingsView(standings, at))
    : standingsText(standings);

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

/** The parts of a body's text: who and on what, how far it has come, and what is said of it. */
export type BodyParts = readonly [who: string, course: string, said: string];

/** The text of a commitment's body in the phase that starts at an instant, milliseconds since 1970: its parts, put together. */
export const bodyText = (identity: Identity, state: State, at: number): string =>
  bodyParts(identity, state, at).join('');

/** Law: each part changes with what it tells alone, so that versions share the others. */
export const bodyParts = (identity: Identity, state: State, at: number): BodyParts => [
  whoText(identity, state, at),
  courseText(state, at),
  saidText(state),
];

const whoText = (identity: Identity, state: State, at: number): string =>
  `{${identityText(identity)},${standingsAt(state.standings, at)},"areas":${listText(state.areas)}`;

function courseText(state: State, at: number): string {
  const verdict = state.kept.AssessmentIssued.length === 0 ? '[]' : JSON.stringify(verdictsOf(state, at));
  const deadline = state.deadline === undefined ? 'null' : deadlineText(state.deadline);
  return `,"act":${actsText(state)},"delivery":${deliveryText(state)},"verdict":${verdict},"deadline":${deadline}`;
}

function saidText(state: State): string {
  const contested = contestedIn(state);
  const terms = listText(termsOf(state));
  const rest = hasMore(state) ? `,${members(whatElse(state))}` : '';
  return `,"contested":${contested.length === 0 ? '[]' : JSON.stringify(contested)},"terms":${terms}${rest}}`;
}

// A body's text, slice by slice. Most events change one slice of it, and states share what did not change:
// a slice that follows from the same is told once. Law: it is the text JSON.stringify makes of `bodyOf`.

import { statusBecause, valuesBecause } from './becauseView.ts';
import { deliveryView } from './deliveryView.ts';
import { passingsOf } from './due.ts';
import { STATUSES } from './headline.ts';
import { overAt } from './over.ts';
import { targetView } from './owedView.ts';
import { positionsText, positionsView } from './positionView.ts';
import {
  actView,
  conditionsView,
  contestedIn,
  deadlineIn,
  forceView,
  type Identity,
  identityView,
  isDeliveryContested,
  isPositionContested,
  partiesView,
  repliesView,
} from './present.ts';
import type { Kept, State } from './state.ts';
import { INITIAL, OF_TREATIES } from './state.ts';
import { termsOf } from './terms.ts';
import { treatyView } from './treatyView.ts';
import { verdictsOf } from './verdicts.ts';

type Same = (a: State, b: State) => boolean;

/** What is kept of a body together, in the order of its numbers: slices that seldom change share the first. */
export const PARTS = ['who', 'position', 'few', 'delivery', 'verdict', 'terms', 'more', 'because'] as const;
/** The texts of a part, one for each of its slices, in the order of the body. */
export const PART_TEXTS = ['text', 'second', 'third'] as const;

interface Slice {
  readonly part: (typeof PARTS)[number];
  /** what stands before it in the body */
  readonly before: string;
  /** what it says where it has no text of its own; undefined: the same as the slice before it */
  readonly otherwise: string | undefined;
  readonly tell: (state: State, at: number, identity: Identity) => string;
  /** the members of the body that it tells */
  readonly view: (state: State, at: number, identity: Identity) => object;
  /** whether two states of one identity tell the same */
  readonly same: Same;
}

/** The members of an object's text, without its braces. */
const members = (view: object): string => JSON.stringify(view).slice(1, -1);

const TITLED = new WeakMap<Identity, string>();
function identityText(identity: Identity): string {
  const text = TITLED.get(identity) ?? members(identityView(identity));
  TITLED.set(identity, text);
  return text;
}

/** Positions depend on the instant only where validity ends. */
const samePositions: Same = (a, b) =>
  a.standings === b.standings && a.force === b.force && a.validUntil === undefined && b.validUntil === undefined;

/** Most acts give nobody a role it had not. */
const sameRoles = (a: State['standings'], b: State['standings']): boolean =>
  a === b || (a.size === b.size && b.codes().every((code) => a.get(code)?.roles === b.get(code)?.roles));

const sameKept = (a: State, b: State, types: readonly Kept[]): boolean =>
  a.kept === b.kept || types.every((type) => a.kept[type] === b.kept[type]);

const listText = (items: readonly unknown[]): string => (items.length === 0 ? '[]' : JSON.stringify(items));

/** Why a commitment of one act stands where it does, and of how many values most say who set them. */
const OPENED = JSON.stringify({ row: STATUSES.indexOf('agreed') + 1, events: ['0'] });
const AREAS_OPENED = members({ ...valuesBecause(INITIAL, 0), areas: ['0'] });

/** Whom a date holds follows from who is there, where parties have dates or targets of their own. */
const sameOwing: Same = (a, b) => (a.target === undefined && a.ownDeadlines.size === 0) || a.standings === b.standings;

/** What a deadline or a step came to depends on the instant while it has a day ahead of it that settles it. */
const sameOwed: Same = (a, b) =>
  a.deadline === b.deadline &&
  a.ownDeadlines === b.ownDeadlines &&
  a.attained === b.attained &&
  a.quantity === b.quantity &&
  a.target === b.target &&
  a.setBy === b.setBy &&
  a.conditions === b.conditions &&
  sameOwing(a, b) &&
  overAt(a) === overAt(b) &&
  isDueAlike(a, b) &&
  passingsOf(a).length === 0;

const isLasting = ({ ended, abandonedSince, validUntil }: State): boolean =>
  ended === undefined && abandonedSince === undefined && validUntil === undefined;

/** Which date timeliness tells depends on what it is over by, and on the instant where that is a day that comes. */
const isDueAlike: Same = (a, b) =>
  (a.deadline === undefined && a.ownDeadlines.size === 0) || (isLasting(a) && isLasting(b));

const NOTHING_DELIVERED = JSON.stringify(deliveryView(INITIAL));
const NO_CONDITIONS = members(conditionsView(INITIAL));
const NO_REPLIES = members(repliesView(INITIAL));

const isOfTreaty = (state: State): boolean =>
  state.openForSignature !== undefined ||
  state.force.entering.length > 0 ||
  state.kept.ReservationMade.length + state.kept.DeclarationMade.length + state.kept.TextCorrected.length > 0;

/** What an answer says of why is not among what moves: it moves nothing by itself. */
const saysWhy = () => ({});

const NOT_IN_FORCE = '"inForce":false,"consentBy":"unknown","binding":"unknown"';
const sameForce: Same = (a, b) =>
  a.force === b.force &&
  a.standings.tally.bound === b.standings.tally.bound &&
  a.validUntil === undefined &&
  b.validUntil === undefined;

/**
 * The slices of a body, in its order.
 * Law: each changes with what it tells alone, so that versions share the others; one that says what most say has no text.
 */
const SLICES: readonly Slice[] = [
  {
    part: 'who',
    before: '{',
    otherwise: '',
    tell: ({ standings }, _at, identity) =>
      `${identityText(identity)},"parties":${JSON.stringify(partiesView(standings))}`,
    view: ({ standings }, _at, identity) => ({ ...identityView(identity), parties: partiesView(standings) }),
    same: (a, b) => sameRoles(a.standings, b.standings),
  },
  {
    part: 'position',
    before: ',"position":',
    otherwise: '',
    tell: (state, at) => `${positionsText(state, at)},"areas":${JSON.stringify(state.areas)}`,
    view: (state, at) => ({ position: positionsView(state, at), areas: state.areas }),
    same: (a, b) => samePositions(a, b) && a.areas === b.areas,
  },
  {
    part: 'who',
    before: ',"act":{"strongest":',
    otherwise: '',
    tell: ({ strongest }) => JSON.stringify(actView(strongest)),
    view: ({ strongest }) => ({ act: { strongest: actView(strongest) } }),
    same: (a, b) => a.strongest === b.strongest,
  },
  {
    part: 'few',
    before: ',"latest":',
    otherwise: undefined,
    tell: ({ latest }) => JSON.stringify(actView(latest)),
    view: ({ latest }) => ({ act: { latest: actView(latest) } }),
    same: (a, b) => a.latest === b.latest && a.strongest === b.strongest,
  },
  {
    part: 'delivery',
    before: '},"delivery":',
    otherwise: NOTHING_DELIVERED,
    tell: (state) =>
      state.kept.DeliveryReported.length === 0 ? NOTHING_DELIVERED : JSON.stringify(deliveryView(state)),
    view: (state) => ({ delivery: deliveryView(state) }),
    same: (a, b) => a.delivery === b.delivery,
  },
  {
    part: 'verdict',
    before: ',"verdict":',
    otherwise: '[]',
    tell: (state) => (state.kept.AssessmentIssued.length === 0 ? '[]' : JSON.stringify(verdictsOf(state))),
    view: (state) => ({ verdict: verdictsOf(state) }),
    same: (a, b) =>
      sameKept(a, b, ['AssessmentIssued']) && (a.kept.AssessmentIssued.length === 0 || a.standings === b.standings),
  },
  {
    part: 'more',
    before: ',"deadline":',
    otherwise: 'null',
    tell: (state, at) => (state.deadline === undefined ? 'null' : JSON.stringify(deadlineIn(state, at))),
    view: (state, at) => ({ deadline: deadlineIn(state, at) }),
    same: (a, b) => a.deadline === b.deadline && (a.deadline === undefined || sameOwed(a, b)),
  },
  {
    part: 'more',
    before: ',"target":',
    otherwise: 'null',
    tell: (state, at) => JSON.stringify(targetView(state, at)),
    view: (state, at) => ({ target: targetView(state, at) }),
    same: sameOwed,
  },
  {
    part: 'terms',
    before: ',"contested":',
    otherwise: '[],"terms":[]',
    tell: (state) => `${listText(contestedIn(state))},"terms":${listText(termsOf(state))}`,
    view: (state) => ({ contested: contestedIn(state), terms: termsOf(state) }),
    same: (a, b) =>
      a.claiming === b.claiming &&
      sameKept(a, b, ['TermAsserted', 'TermAdjudicated']) &&
      isDeliveryContested(a) === isDeliveryContested(b) &&
      isPositionContested(a) === isPositionContested(b),
  },
  {
    part: 'who',
    before: ',',
    otherwise: NOT_IN_FORCE,
    tell: (state, at) => members(forceView(state, at)),
    view: forceView,
    same: sameForce,
  },
  {
    part: 'more',
    before: ',',
    otherwise: NO_CONDITIONS,
    tell: (state) => members(conditionsView(state)),
    view: conditionsView,
    same: (a, b) =>
      a.quantity === b.quantity &&
      a.validUntil === b.validUntil &&
      a.conditions === b.conditions &&
      a.ended === b.ended &&
      sameKept(a, b, ['EvidenceSubmitted', 'EvidenceAccepted', 'EvidenceRejected']),
  },
  {
    part: 'few',
    before: ',',
    otherwise: NO_REPLIES,
    tell: (state) => members(repliesView(state)),
    view: repliesView,
    same: (a, b) => sameKept(a, b, ['CommitmentsLinked', 'ConcernRaised', 'ConcernAnswered']),
  },
  {
    part: 'because',
    before: ',"because":{"status":',
    otherwise: OPENED,
    tell: (state, at) => JSON.stringify(statusBecause(state, at)),
    view: saysWhy,
    // it takes no longer to tell than to find out
    same: () => false,
  },
  {
    part: 'because',
    before: ',',
    otherwise: AREAS_OPENED,
    tell: (state, at) => members(valuesBecause(state, at)),
    view: saysWhy,
    same: (a, b) =>
      a.setBy === b.setBy &&
      a.deadline === b.deadline &&
      a.ownDeadlines === b.ownDeadlines &&
      a.target === b.target &&
      sameOwing(a, b) &&
      a.attained === b.attained &&
      isDueAlike(a, b),
  },
  {
    part: 'because',
    before: '},"corrections":',
    otherwise: '[]',
    tell: (_state, _at, { corrections }) => listText(corrections),
    view: (_state, _at, { corrections }) => ({ corrections }),
    // of one identity
    same: () => true,
  },
  {
    part: 'few',
    before: '',
    otherwise: '',
    tell: (state) => (isOfTreaty(state) ? `,${members(treatyView(state))}` : ''),
    view: treatyView,
    same: (a, b) => a.force === b.force && a.openForSignature === b.openForSignature && sameKept(a, b, OF_TREATIES),
  },
];

/** What stands after the last slice. */
const END = '}';

/** For each slice, its part and which of the part's texts it is. */
const PLACES = SLICES.map(({ part }, index) => ({
  part: PARTS.indexOf(part),
  text: SLICES.slice(0, index).filter((slice) => slice.part === part).length,
}));
/** For each part, its slices. */
export const SLICES_OF: readonly (readonly number[])[] = PARTS.map((part) =>
  SLICES.flatMap((slice, index) => (slice.part === part ? [index] : [])),
);

/** The texts of a body's slices, in their order; undefined where one has none of its own. */
export type Slices = readonly (string | undefined)[];

/** A body that was told before, in another phase of the same commitment. */
export interface Told {
  readonly state: State;
  readonly texts: Slices;
}

/** The text of a commitment's body in the phase that starts at an instant, milliseconds since 1970: its slices, put together. */
export const bodyText = (identity: Identity, state: State, at: number): string =>
  putTogether(slicesOf(identity, state, at));

/** @param near of the same identity: a slice that follows from the same is taken from it and not told again */
export function slicesOf(identity: Identity, state: State, at: number, near?: Told): Slices {
  const texts: (string | undefined)[] = [];
  let last: string | undefined;
  for (const [index, { otherwise, tell, same }] of SLICES.entries()) {
    if (near !== undefined && same(near.state, state)) texts.push(near.texts[index]);
    else {
      const text = tell(state, at, identity);
      texts.push(text === (otherwise ?? last) ? undefined : text);
    }
    last = texts[index];
  }
  return texts;
}

/** A commitment as it was at an instant, milliseconds since 1970. */
export interface Seen {
  readonly identity: Identity;
  readonly state: State;
  readonly at: number;
}

/** Of the slices that two states of one commitment may tell differently, the members that each tells. */
export function* membersApart(before: Seen, after: Seen): Generator<readonly [object, object]> {
  for (const { same, view } of SLICES) {
    if (same(before.state, after.state)) continue;
    yield [view(before.state, before.at, before.identity), view(after.state, after.at, after.identity)];
  }
}

/** The slices of a body whose parts have these texts. */
export const slicesIn = (parts: readonly Slices[]): Slices => PLACES.map(({ part, text }) => parts[part]?.[text]);

export function putTogether(texts: Slices): string {
  let [body, last] = ['', ''];
  for (const [index, { before, otherwise }] of SLICES.entries()) {
    last = texts[index] ?? otherwise ?? last;
    body += before + last;
  }
  return body + END;
}

/** The same as an expression of SQL. @param textOf where it finds a text of a part, or null */
export function togetherSql(textOf: (part: number, text: string) => string): string {
  const found = PLACES.map(({ part, text }) => textOf(part, PART_TEXTS[text] ?? ''));
  const pieces = SLICES.flatMap(({ before, otherwise }, index) => [
    ...(before === '' ? [] : [`'${before}'`]),
    otherwise === ''
      ? found[index]
      : `ifnull(${found[index]}, ${otherwise === undefined ? found[index - 1] : `'${otherwise}'`})`,
  ]);
  return `concat(${[...pieces, `'${END}'`].join(', ')})`;
}

// What the public reads of a commitment in a segment: the headline, the five axes by their names, and what they rest on.
import type { Corrected } from '../corrected.ts';
import { type Kind, kindOf, type Noun, VERBS } from './acts.ts';
import { revisions } from './because.ts';
import { becauseView } from './becauseView.ts';
import { pendingOn } from './conditions.ts';
import { deadlineView } from './deadlines.ts';
import { deliveryView } from './deliveryView.ts';
import type { ActEffect, Dated } from './effect.ts';
import { generalAtFirst } from './general.ts';
import { dueOf, isInForce, type Status, statusAt, type Timeliness, timelinessAt } from './headline.ts';
import { overAt } from './over.ts';
import { conditionView, targetView } from './owedView.ts';
import { positionsView } from './positionView.ts';
import { saidAt } from './said.ts';
import type { Standing } from './standing.ts';
import type { State } from './state.ts';
import { type Term, termsOf } from './terms.ts';
import { treatyView } from './treatyView.ts';
import { type Assessor, verdictsOf } from './verdicts.ts';

/** What belongs to the record and follows the known clock alone. */
export interface Identity {
  readonly id: string;
  readonly noun: Noun;
  readonly title: string;
  readonly corrections: readonly Corrected[];
}

export type CommitmentView = ReturnType<typeof present>;

/**
 * All of a commitment in a segment.
 * @param at the first instant of the segment, milliseconds since 1970
 */
export const present = (identity: Identity, state: State, at: number) => ({
  ...bodyOf(identity, state, at),
  status: statusAt(state, at) as Status,
  timeliness: timelinessAt(dueOf(state, at), at) as Timeliness,
});

/** The same without what changes as a deadline comes and goes: it holds for every segment of a phase. */
export const bodyOf = (identity: Identity, state: State, at: number) => ({
  ...identityView(identity),
  parties: partiesView(state.standings),
  position: positionsView(state, at),
  areas: state.areas,
  act: { strongest: actView(state.strongest), latest: actView(state.latest) },
  delivery: deliveryView(state),
  verdict: verdictsOf(state) as readonly Assessor[],
  deadline: deadlineIn(state, at),
  target: targetView(state, at),
  contested: contestedIn(state),
  terms: termsOf(state),
  ...forceView(state, at),
  ...conditionsView(state),
  ...repliesView(state),
  because: becauseView(state, at),
  corrections: identity.corrections,
  ...treatyView(state),
});

export const identityView = ({ id, noun, title }: Identity) => ({ id, kind: kindOf(noun) as Kind, title });

/** A party that both gives and receives is there once for each; the office is there where one acts for it, or bears it. */
export const partiesView = (standings: State['standings']) =>
  standings.codes().flatMap((code) => {
    const { roles, offices } = standings.get(code) as Standing;
    return roles.map((role) => ({ code, role, office: offices?.[role] }));
  });

/** Whether it is in force, and how parties come to be bound by it. */
export const forceView = (state: State, at: number) => ({
  inForce: inForceView(state, at),
  consentBy: state.force.consentBy,
  binding: state.force.binding,
});

function inForceView(state: State, at: number) {
  const { entered } = state.force;
  if (entered === undefined || !isInForce(state, at)) return false as const;
  const { event } = entered;
  return {
    ...saidAt(entered),
    since: new Date(entered.at).toISOString(),
    basis: event.data.basis,
    because: [String(event.revision)],
  };
}

export function deadlineIn(state: State, at: number) {
  const { deadline } = state;
  if (deadline === undefined) return null;
  const { holdsNobody, reached } = generalAtFirst(state, deadline);
  return deadlineView(deadline, reached, Math.min(at, overAt(state)), holdsNobody);
}

/** What few commitments have. What there is nothing of is there and says so. */
export const conditionsView = (state: State) => ({
  quantity: state.quantity ?? null,
  validUntil: state.validUntil ?? null,
  condition: pendingOn(state.conditions) ?? null,
  conditions: state.conditions.filter(({ party }) => party === undefined).map(conditionView),
  ended: endedView(state.ended),
  evidence: evidenceView(state),
});

/** What is said of it by others, and of which others it is one: as rare. */
export const repliesView = (state: State) => ({
  concerns: concernsView(state),
  links: state.kept.CommitmentsLinked.map((link) => ({
    ...saidAt(link),
    relation: link.event.data.relation,
    target: link.event.data.target,
    citations: link.event.data.citations,
  })),
});

export const actView = (effect: ActEffect | undefined) =>
  effect === undefined
    ? null
    : {
        act: VERBS[effect.act.verb].past.toLowerCase(),
        ...saidAt(effect),
        occasion: effect.event.data.occasion,
        because: revisions([effect.event.revision]),
      };

const endedView = (ended: Dated<'CommitmentEnded'> | undefined) =>
  ended === undefined
    ? null
    : {
        ...saidAt(ended),
        how: ended.event.data.how,
        supersededBy: ended.event.data.supersededBy ?? null,
        parties: ended.event.data.parties ?? null,
      };

/** The names of contested terms; "delivery" where reporters contradict each other, "position" where one is disputed. */
export const contestedIn = (state: State, terms: readonly Term[] = termsOf(state)): readonly string[] => [
  ...new Set([
    ...terms.filter(({ standing }) => standing === 'contested').map(({ term }) => term as string),
    ...(isDeliveryContested(state) ? ['delivery'] : []),
    ...(isPositionContested(state) ? ['position'] : []),
  ]),
];

/** Whether somebody disputes what is said of a party. */
export const isPositionContested = ({ standings }: State): boolean => standings.tally.contested > 0;

/** Whether reporters contradict each other and nobody has adjudicated. */
export const isDeliveryContested = ({ delivery }: State): boolean =>
  delivery.contested || delivery.parties.some(({ contested }) => contested);

const evidenceView = ({ kept }: State) =>
  kept.EvidenceSubmitted.map((submitted) => {
    const reviews = reviewsOf(submitted.event.id, kept.EvidenceAccepted, kept.EvidenceRejected);
    const { about, summary, occasion, citations } = submitted.event.data;
    const standing = reviews.at(-1)?.outcome ?? 'open';
    return { ...saidAt(submitted), about, summary, occasion, standing, reviews, citations };
  });

/** Law: the latest review, in effective order, rules. */
const reviewsOf = (
  id: string,
  accepted: readonly Dated<'EvidenceAccepted'>[],
  rejected: readonly Dated<'EvidenceRejected'>[],
) =>
  [...accepted, ...rejected]
    .filter(({ event }) => event.data.evidence === id)
    .sort((a, b) => a.at - b.at || a.event.revision - b.event.revision)
    .map((review) => ({
      ...saidAt(review),
      outcome: review.event.type === 'EvidenceAccepted' ? ('accepted' as const) : ('rejected' as const),
      reason: review.event.data.reason,
    }));

const concernsView = ({ kept }: State) =>
  kept.ConcernRaised.map((raised) => ({
    ...saidAt(raised),
    by: raised.event.data.by,
    kind: raised.event.data.kind,
    summary: raised.event.data.summary,
    citations: raised.event.data.citations,
    answers: kept.ConcernAnswered.filter(({ event }) => event.data.concern === raised.event.id).map((answer) => ({
      ...saidAt(answer),
      by: answer.event.data.by,
      summary: answer.event.data.summary,
      citations: answer.event.data.citations,
    })),
  }));

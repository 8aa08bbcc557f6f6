// What the public reads of a commitment in a segment: the headline, the five axes by their names, and what they rest on.
import { type Kind, kindOf, type Noun, VERBS } from './acts.ts';
import { pendingOn } from './conditions.ts';
import { deadlineView } from './deadlines.ts';
import { deliveryView } from './deliveryView.ts';
import type { ActEffect, Dated } from './effect.ts';
import { dueOf, type Status, statusAt, type Timeliness, timelinessAt } from './headline.ts';
import { conditionView, targetView } from './owedView.ts';
import { isBound, partiesIn, positionAt, type Standing } from './position.ts';
import { saidAt } from './said.ts';
import type { State } from './state.ts';
import { type Term, termsOf } from './terms.ts';
import { type Assessor, verdictsOf } from './verdicts.ts';

/** What belongs to the record and follows the known clock alone. */
export interface Identity {
  readonly id: string;
  readonly noun: Noun;
  readonly title: string;
}

export type CommitmentView = ReturnType<typeof present>;

/**
 * All of a commitment in a segment.
 * @param at the first instant of the segment, milliseconds since 1970
 */
export const present = (identity: Identity, state: State, at: number) => ({
  ...bodyOf(identity, state, at),
  status: statusAt(state, at) as Status,
  timeliness: timelinessAt(dueOf(state), at) as Timeliness,
});

/** The same without what changes as a deadline comes and goes: it holds for every segment of a phase. */
export const bodyOf = (identity: Identity, state: State, at: number) => ({
  ...identityView(identity),
  parties: partiesView(state.standings),
  position: positionsView(state.standings, at),
  areas: state.areas,
  act: { strongest: actView(state.strongest), latest: actView(state.latest) },
  delivery: deliveryView(state),
  verdict: verdictsOf(state, at) as readonly Assessor[],
  deadline: deadlineIn(state, at),
  target: targetView(state, at),
  contested: contestedIn(state),
  terms: termsOf(state),
  ...conditionsView(state),
  ...repliesView(state),
});

export const identityView = ({ id, noun, title }: Identity) => ({ id, kind: kindOf(noun) as Kind, title });

export const partiesView = (standings: State['standings']) =>
  partiesIn(standings).map((code) => ({ code, role: (standings.get(code) as Standing).role }));

export const positionsView = (standings: State['standings'], at: number) =>
  partiesIn(standings).map((party) => positionView(party, standings.get(party) as Standing, at));

export const deadlineIn = ({ deadline, attained }: State, at: number) =>
  deadline === undefined ? null : deadlineView(deadline, attained.whole, at);

/** What few commitments have. What there is nothing of is there and says so. */
export const conditionsView = (state: State) => ({
  quantity: state.quantity ?? null,
  validUntil: state.validUntil ?? null,
  condition: pendingOn(state.conditions) ?? null,
  conditions: state.conditions.filter(({ party }) => party === undefined).map(conditionView),
  inForce:
    state.inForce === undefined
      ? (false as const)
      : { ...saidAt(state.inForce), basis: state.inForce.event.data.basis },
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

const positionView = (party: string, standing: Standing, at: number) => ({
  party,
  position: positionAt(standing, at) ?? null,
  bound: isBound(standing, at),
  basis: standing.basis,
  reaffirmed: standing.reaffirmed,
  pending: pendingView(standing.pending, at),
});

export const actView = (effect: ActEffect | undefined) =>
  effect === undefined
    ? null
    : {
        act: VERBS[effect.act.verb].past.toLowerCase(),
        ...saidAt(effect),
        occasion: effect.event.data.occasion,
      };

const pendingView = (pending: { readonly position: string; readonly at: number } | undefined, at: number) =>
  pending === undefined || pending.at <= at
    ? undefined
    : { position: pending.position, takesEffect: new Date(pending.at).toISOString() };

const endedView = (ended: Dated<'CommitmentEnded'> | undefined) =>
  ended === undefined
    ? null
    : { ...saidAt(ended), how: ended.event.data.how, supersededBy: ended.event.data.supersededBy ?? null };

/** The names of contested terms; "delivery" where reporters contradict each other. */
export const contestedIn = (state: State, terms: readonly Term[] = termsOf(state)): readonly string[] => [
  ...new Set([
    ...terms.filter(({ standing }) => standing === 'contested').map(({ term }) => term as string),
    ...(isDeliveryContested(state) ? ['delivery'] : []),
  ]),
];

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

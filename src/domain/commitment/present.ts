// What the public reads of a commitment in a segment: the headline, the five axes by their names, and what they rest on.
import type { When } from '../time.ts';
import { type Kind, kindOf, type Noun, VERBS } from './acts.ts';
import type { ActEffect, Dated } from './effect.ts';
import { type Status, statusAt, type Timeliness, timelinessAt } from './headline.ts';
import { isBound, positionAt } from './position.ts';
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

/** @param at the first instant of the segment, milliseconds since 1970 */
export function present(identity: Identity, state: State, at: number) {
  const terms = termsOf(state);
  const standings = [...state.standings].sort(([a], [b]) => (a < b ? -1 : 1));
  const kind: Kind = kindOf(identity.noun);
  const status: Status = statusAt(state, at);
  const timeliness: Timeliness = timelinessAt(state, at);
  const verdict: readonly Assessor[] = verdictsOf(state, at);
  return {
    id: identity.id,
    kind,
    title: identity.title,
    status,
    parties: standings.map(([code, { role }]) => ({ code, role })),
    areas: state.areas,
    act: { strongest: actView(state.strongest), latest: actView(state.latest) },
    position: standings.map(([party, standing]) => ({
      party,
      position: positionAt(standing, at) ?? null,
      bound: isBound(standing, at),
      basis: standing.basis,
      reaffirmed: standing.reaffirmed ?? null,
      pending: pendingView(standing.pending, at),
    })),
    delivery: deliveryView(state),
    verdict,
    timeliness,
    deadline: state.deadline ?? null,
    quantity: state.quantity ?? null,
    validUntil: state.validUntil ?? null,
    condition: state.condition ?? null,
    inForce: state.inForce === undefined ? null : { ...saidAt(state.inForce), basis: state.inForce.event.data.basis },
    ended: endedView(state.ended),
    contested: contestedIn(state, terms),
    terms,
    evidence: evidenceView(state),
    concerns: concernsView(state),
    links: state.kept.CommitmentsLinked.map((link) => ({
      ...saidAt(link),
      relation: link.event.data.relation,
      target: link.event.data.target,
    })),
  };
}

const saidAt = ({
  event,
}: {
  readonly event: { readonly id: string; readonly data: { effectiveAt?: When | undefined } };
}) => ({
  event: event.id,
  effectiveAt: event.data.effectiveAt ?? null,
});

const actView = (effect: ActEffect | undefined) =>
  effect === undefined
    ? null
    : {
        act: VERBS[effect.act.verb].past.toLowerCase(),
        ...saidAt(effect),
        occasion: effect.event.data.occasion ?? null,
      };

const pendingView = (pending: { readonly position: string; readonly at: number } | undefined, at: number) =>
  pending === undefined || pending.at <= at
    ? null
    : { position: pending.position, takesEffect: new Date(pending.at).toISOString() };

const endedView = (ended: Dated<'CommitmentEnded'> | undefined) =>
  ended === undefined
    ? null
    : { ...saidAt(ended), how: ended.event.data.how, supersededBy: ended.event.data.supersededBy ?? null };

/** The names of contested terms; "delivery" where reporters contradict each other. */
export const contestedIn = (state: State, terms: readonly Term[] = termsOf(state)): readonly string[] => [
  ...new Set([
    ...terms.filter(({ standing }) => standing === 'contested').map(({ term }) => term as string),
    ...(state.delivery.amounts.some(({ contested }) => contested) ? ['delivery'] : []),
  ]),
];

const deliveryView = ({ delivery, kept }: State) => ({
  level: delivery.level,
  reported: kept.DeliveryReported.filter(({ event }) => event.data.level !== undefined).map((report) => ({
    ...saidAt(report),
    reporter: report.event.data.reporter,
    level: report.event.data.level,
  })),
  amounts: delivery.amounts.map(({ amount, contested, reports }) => ({
    amount,
    contested,
    reports: reports.map((report) => ({
      ...saidAt(report),
      reporter: report.event.data.reporter,
      amount: report.event.data.amount,
    })),
  })),
  outlook: kept.DeliveryReported.filter(({ event }) => (event.data.counts ?? 'delivered') !== 'delivered').map(
    (report) => ({
      ...saidAt(report),
      reporter: report.event.data.reporter,
      counts: report.event.data.counts,
      amount: report.event.data.amount ?? null,
    }),
  ),
});

const evidenceView = ({ kept }: State) =>
  kept.EvidenceSubmitted.map((submitted) => {
    const reviews = reviewsOf(submitted.event.id, kept.EvidenceAccepted, kept.EvidenceRejected);
    const { about, summary, occasion, citations } = submitted.event.data;
    const standing = reviews.at(-1)?.outcome ?? 'open';
    return { ...saidAt(submitted), about, summary, occasion: occasion ?? null, standing, reviews, citations };
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
    answers: kept.ConcernAnswered.filter(({ event }) => event.data.concern === raised.event.id).map((answer) => ({
      ...saidAt(answer),
      by: answer.event.data.by,
      summary: answer.event.data.summary,
    })),
  }));

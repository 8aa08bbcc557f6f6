// What was promised, held against what was delivered: what a state's delivery follows from, and what it moves.
import type { Amount } from '../primitives.ts';
import { type Attained, attainedBy, NOTHING_ATTAINED } from './attained.ts';
import { type Deadline, type Reached, spanOf } from './deadlines.ts';
import { type Delivery, deliveryOf, NO_DELIVERY } from './delivery.ts';
import type { Dated } from './effect.ts';
import type { Since } from './over.ts';
import type { Standings } from './standings.ts';
import type { Target } from './targetPayloads.ts';
import { goalOf, isForEach, isMaintained } from './targets.ts';

export interface Promised {
  readonly quantity: Amount | undefined;
  readonly target: Target | undefined;
  readonly deadline: Deadline | undefined;
  /** of parties that have one of their own */
  readonly ownDeadlines: ReadonlyMap<string, Deadline>;
  readonly standings: Standings;
  readonly attained: Attained;
  /** since when it is ended for all */
  readonly endedSince: Since | undefined;
  readonly kept: {
    readonly DeliveryReported: readonly Dated<'DeliveryReported'>[];
    readonly TermAdjudicated: readonly Dated<'TermAdjudicated'>[];
  };
}

/** A party's deadline is its own, or the commitment's. */
export const deadlineOf = ({ deadline, ownDeadlines }: Promised, party?: string): Deadline | undefined =>
  party === undefined ? deadline : (ownDeadlines.get(party) ?? deadline);

/** Those that owe it: committers that have not left, and for whom alone it was not superseded. */
export function owingNow({ standings, endedSince }: Promised): readonly string[] {
  const codes = standings.remaining();
  if (endedSince !== undefined) return codes;
  const owing = codes.filter((code) => standings.get(code)?.endedAt === undefined);
  return owing.length === 0 ? codes : owing;
}

/** Law: delivery is judged by who owes it, and anew whenever that is reported, adjudicated or amended, or others owe it. */
export function fulfilled(promised: Promised, at: number): { delivery: Delivery; attained: Attained } {
  const { quantity, target, kept } = promised;
  const committers = new Set(owingNow(promised));
  const spanOfParty = (party?: string) => {
    const deadline = deadlineOf(promised, party);
    return deadline && spanOf(deadline.current);
  };
  if (kept.DeliveryReported.length === 0) return { delivery: NO_DELIVERY, attained: NOTHING_ATTAINED };
  const reported = { reports: kept.DeliveryReported, adjudications: kept.TermAdjudicated };
  const delivery = deliveryOf(reported, { quantity, target, committers, dueBy: spanOfParty });
  const maintained = isMaintained(target);
  const endOf = (party?: string) => spanOfParty(party)?.end ?? Infinity;
  const attained = attainedBy(promised.attained, delivery, {
    at,
    lasting: maintained || (goalOf(quantity, target)?.measure ?? 'sum') !== 'sum',
    // what each has to reach is due by the last of their dates
    endOf: (party) =>
      party === undefined && isForEach(target) && committers.size > 0
        ? Math.max(...[...committers].map(endOf))
        : endOf(party),
    stepEnds: (target?.steps ?? []).map(({ by }) => spanOf(by).end),
  });
  const stays = maintained || delivery.contested ? undefined : attained.whole;
  return { delivery: stays === undefined ? delivery : staying(delivery, stays), attained };
}

/** Law: what was reached in time stays delivered, because of what reached it then. */
const staying = (delivery: Delivery, { because }: Reached): Delivery =>
  delivery.level === 'delivered' ? delivery : { ...delivery, level: 'delivered', because };

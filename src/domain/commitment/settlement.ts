// What adjudications of positions set aside. Law: from one on that prefers what contests an event, all is as if that event
// had never been recorded: where its party stood, what it did to others, and the order in which others took effect.
import type { Dated, Effect } from './effect.ts';
import { type Ordered, ordered } from './order.ts';

export interface Followed {
  /** in effective order, each as it counted when it took effect */
  readonly effects: readonly Effect[];
  /** by place among them: an adjudication, and all that counts from it on, itself the last */
  readonly anew: ReadonlyMap<number, readonly Effect[]>;
}

const NOTHING_ANEW: Followed['anew'] = new Map();

/** The effects of an order, with what counts anew from each adjudication that sets something aside. */
export function followed(order: Ordered): Followed {
  if (!order.own.some(isSettlement)) return { effects: order.effects, anew: NOTHING_ANEW };
  const effects: Effect[] = [];
  const anew = new Map<number, readonly Effect[]>();
  let [aside, rest] = [new Set<string>(), order.effects];
  for (let next = 0; next < rest.length; next++) {
    const effect = rest[next] as Effect;
    effects.push(effect);
    const now = isSettlement(effect) ? setAsideBy(effects) : aside;
    if (now.symmetricDifference(aside).size === 0) continue;
    aside = now;
    rest = ordered(order.own.filter(({ event }) => !aside.has(event.id))).effects;
    next = rest.findIndex(({ event }) => event === effect.event);
    const counting = rest.slice(0, next + 1);
    effects.splice(-1, 0, ...missing(effects, counting, effect.at));
    anew.set(effects.length - 1, counting);
  }
  return { effects, anew };
}

/** What takes effect earlier now that something is set aside does so here: it did not before. */
function missing(told: readonly Effect[], counting: readonly Effect[], at: number): readonly Effect[] {
  const keys = new Set(told.map(keyOf));
  return counting.flatMap((effect) => (keys.has(keyOf(effect)) ? [] : [{ ...effect, at }]));
}

const keyOf = ({ event, due }: Effect): string => `${event.id} ${due ?? ''}`;

const isSettlement = ({ act, event }: Effect): boolean =>
  act === undefined && event.type === 'TermAdjudicated' && event.data.term === 'position';

/**
 * The events that are set aside. Law: of the adjudications of an event the last rules: it prefers the event, or what
 * contested it by then. None sets aside a contest or an adjudication.
 */
function setAsideBy(effects: readonly Effect[]): Set<string> {
  const contests = new Map<string, string>();
  const aside = new Set<string>();
  const kept = new Set<string>();
  for (const effect of effects) {
    const contest = contestIn(effect);
    if (contest !== undefined) contests.set(effect.event.id, contest.contests);
    if (contest !== undefined || isSettlement(effect)) kept.add(effect.event.id);
    if (!isSettlement(effect)) continue;
    const { prefers } = (effect as Dated<'TermAdjudicated'>).event.data;
    const contested = contests.get(prefers);
    if (contested === undefined) aside.delete(prefers);
    else aside.add(contested);
  }
  return aside.difference(kept);
}

const contestIn = ({ act, event }: Effect) =>
  act === undefined && event.type === 'PositionContested' ? event.data : undefined;

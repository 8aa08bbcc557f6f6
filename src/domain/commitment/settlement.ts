// What adjudications of positions set aside. Law: from one on that prefers what contests an event, all is as if that event
// had never been recorded: where its party stood, what it did to others, and the order in which others took effect.
import { type Because, NOTHING } from './because.ts';
import type { Dated, Effect } from './effect.ts';
import { type Ordered, ordered } from './order.ts';

export interface Followed {
  /** in effective order, each as it counted when it took effect */
  readonly effects: readonly Effect[];
  /** by place among them: an adjudication that sets something aside, or lets it count again */
  readonly anew: ReadonlyMap<number, Anew>;
}

export interface Anew {
  /** all that counts from the adjudication on, itself the last */
  readonly counting: readonly Effect[];
  /** what was set aside, or was and counts again, each with the contest and the adjudication that rule it */
  readonly ruled: readonly Ruled[];
}

export interface Ruled {
  /** whom it speaks of; undefined: everybody */
  readonly parties: readonly string[] | undefined;
  readonly because: Because;
}

const NOTHING_ANEW: Followed['anew'] = new Map();

/** The effects of an order, with what counts anew from each adjudication that sets something aside. */
export function followed(order: Ordered): Followed {
  if (!order.own.some(isSettlement)) return { effects: order.effects, anew: NOTHING_ANEW };
  const effects: Effect[] = [];
  const anew = new Map<number, Anew>();
  const ever = new Set<string>();
  let [aside, rest] = [new Set<string>(), order.effects];
  for (let next = 0; next < rest.length; next++) {
    const effect = rest[next] as Effect;
    effects.push(effect);
    const now = isSettlement(effect) ? setAsideBy(effects) : aside;
    if (now.symmetricDifference(aside).size === 0) continue;
    aside = now;
    for (const event of now) ever.add(event);
    rest = ordered(order.own.filter(({ event }) => !aside.has(event.id))).effects;
    next = rest.findIndex(({ event }) => event === effect.event);
    const counting = rest.slice(0, next + 1);
    effects.splice(-1, 0, ...missing(effects, counting, effect.at));
    anew.set(effects.length - 1, { counting, ruled: ruledIn(effects, ever) });
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

/** @param ever the events that are set aside, or were */
function ruledIn(effects: readonly Effect[], ever: ReadonlySet<string>): readonly Ruled[] {
  const contests = new Map<string, { readonly of: string; readonly revision: number }>();
  const [spoken, by] = [new Map<string, Ruled['parties']>(), new Map<string, Because>()];
  for (const effect of effects) {
    const { id, revision } = effect.event;
    const contest = contestIn(effect);
    if (contest !== undefined) contests.set(id, { of: contest.contests, revision });
    if (ever.has(id)) spoken.set(id, partiesOf(effect));
    if (!isSettlement(effect)) continue;
    const { prefers } = (effect as Dated<'TermAdjudicated'>).event.data;
    const preferred = contests.get(prefers);
    if (preferred === undefined) by.set(prefers, [revision]);
    else by.set(preferred.of, [preferred.revision, revision]);
  }
  return [...spoken].map(([id, parties]) => ({ parties, because: by.get(id) ?? NOTHING }));
}

function partiesOf({ event }: Effect): Ruled['parties'] {
  const { party, parties } = event.data as { readonly party?: string; readonly parties?: readonly string[] };
  return party === undefined ? parties : [party];
}

const contestIn = ({ act, event }: Effect) =>
  act === undefined && event.type === 'PositionContested' ? event.data : undefined;

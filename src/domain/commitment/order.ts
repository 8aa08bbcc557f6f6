// The order in which effects follow each other: by when they count, then what presupposes what, then the journal. An event
// that takes effect later than it was said has a second effect then, so that what lies ahead is a state like any other.
import { takesEffectAt, type When } from '../time.ts';
import type { Effect, FactEffect } from './effect.ts';
import { isOrdered, type Place, type Placing, placed } from './presupposition.ts';

export interface Ordered {
  /** each event's effect by itself, in journal order */
  readonly own: readonly Effect[];
  readonly open: Placing['open'];
  readonly effects: readonly Effect[];
}

export const NOTHING_ORDERED: Ordered = { own: [], open: new Set(), effects: [] };

export function ordered(own: readonly Effect[]): Ordered {
  const { places, open } = placed(own);
  return { own, open, effects: inOrder(places) };
}

/** The order with the effect of one more event, the newest of the journal. */
export function orderedWith(before: Ordered, effect: Effect): Ordered {
  const own = [...before.own, effect];
  if (isOrdered(effect, before.open)) return ordered(own);
  const place = before.effects.findLastIndex(({ at }) => at <= effect.at) + 1;
  const added = [effect, ...duesOf(effect)];
  return {
    own,
    open: before.open,
    effects: added.length === 1 ? before.effects.toSpliced(place, 0, effect) : ordered(own).effects,
  };
}

interface Entry {
  readonly effect: Effect;
  /** those that come before it at its instant */
  readonly before: readonly Place[];
}

function inOrder(places: readonly Place[]): readonly Effect[] {
  const entries: Entry[] = [];
  const own = new Map<Place, Entry>();
  for (const place of places) {
    const effect = place.at === place.effect.at ? place.effect : { ...place.effect, at: place.at };
    const dues = duesOf(effect);
    const isLater = place.step === 'in_force' && dues.length > 0;
    const entry = { effect, before: isLater ? [] : place.before };
    own.set(place, entry);
    entries.push(entry, ...dues.map((due) => ({ effect: due, before: isLater ? place.before : [] })));
  }
  entries.sort(byTime);
  return isSimple(entries) ? entries.map(({ effect }) => effect) : presupposedFirst(entries, own);
}

const isSimple = (entries: readonly Entry[]): boolean => entries.every(({ before }) => before.length === 0);

/** What comes true on a day does so before anything else of that day. */
const byTime = (a: Entry, b: Entry): number =>
  a.effect.at - b.effect.at ||
  Number(b.effect.due !== undefined) - Number(a.effect.due !== undefined) ||
  a.effect.event.revision - b.effect.event.revision;

/** Law: at one instant what is presupposed comes first; all else keeps the order of the journal. */
function presupposedFirst(entries: readonly Entry[], own: ReadonlyMap<Place, Entry>): readonly Effect[] {
  const told = new Set<Entry>();
  const effects: Effect[] = [];
  const tell = (entry: Entry): void => {
    if (told.has(entry)) return;
    told.add(entry);
    for (const place of entry.before) {
      const first = own.get(place);
      if (first !== undefined && first.effect.at === entry.effect.at) tell(first);
    }
    effects.push(entry.effect);
  };
  for (const entry of entries) tell(entry);
  return effects;
}

/** When an event comes true, or what it began ends, after it was said. */
function duesOf(effect: Effect): readonly FactEffect[] {
  if (effect.act !== undefined) return [];
  const { takesEffect, until } = effect.event.data as { readonly takesEffect?: When; readonly until?: When };
  if (!TAKING_EFFECT.has(effect.event.type)) return [];
  const begins = takesEffect === undefined ? effect.at : (takesEffectAt(takesEffect) ?? effect.at);
  const ends = until === undefined ? undefined : takesEffectAt(until);
  return [
    ...(begins > effect.at ? [{ ...effect, at: begins, due: 'begins' as const }] : []),
    ...(ends === undefined ? [] : [{ ...effect, at: Math.max(ends, begins, effect.at), due: 'ends' as const }]),
  ];
}

const TAKING_EFFECT: ReadonlySet<string> = new Set([
  'PositionChanged',
  'EnteredIntoForce',
  'OperationSuspended',
  'ProvisionallyApplied',
  'ProvisionalApplicationEnded',
]);

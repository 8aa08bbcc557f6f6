// The dates of a record as they were stated, by the instants that count for them: "2010" and not its last day.
// Law: an instant for which two events state differently is told by neither, unless one of them is what is told of.
import { type Effect, statedIn } from '../../domain/commitment/effect.ts';
import { isSame } from '../../domain/same.ts';
import { bounds, takesEffectAt, type When } from '../../domain/time.ts';

/** Told where a date is known less precisely than to the day. */
export interface StatedDate {
  /** the instant from which it counts */
  readonly at: string;
  readonly stated: When;
}

/** By instant; null where events state it differently. */
type Stated = Map<number, When | null>;

const STATED = new WeakMap<readonly Effect[], Stated>();

/** @param own the events that are told of @param told what is told, JSON */
export function statedDates(effects: readonly Effect[], own: ReadonlySet<string>, told: string): StatedDate[] {
  const dates = new Map(knownDates(effects));
  const ofOwn = effects.filter(({ event }) => own.has(event.id));
  for (const [at, stated] of readDates(ofOwn)) if (stated !== null) dates.set(at, stated);
  return [...dates].flatMap(([at, stated]) => {
    if (stated === null || isToTheDay(stated)) return [];
    const instant = new Date(at).toISOString();
    return told.includes(`"${instant}"`) ? [{ at: instant, stated }] : [];
  });
}

function knownDates(effects: readonly Effect[]): Stated {
  const known = STATED.get(effects) ?? readDates(effects);
  STATED.set(effects, known);
  return known;
}

function readDates(effects: readonly Effect[]): Stated {
  const dates: Stated = new Map();
  const add = (at: number | undefined, when: When | undefined) => {
    if (at === undefined || when === undefined) return;
    const other = dates.get(at);
    dates.set(at, other === undefined || isSame(other, when) ? when : null);
  };
  for (const { at, event, due } of effects) {
    const { takesEffect, until } = event.data as { readonly takesEffect?: When; readonly until?: When };
    add(at, due === undefined ? statedIn(event) : due === 'begins' ? (takesEffect ?? statedIn(event)) : until);
    if (due === undefined && takesEffect !== undefined) add(takesEffectAt(takesEffect), takesEffect);
  }
  return dates;
}

function isToTheDay(when: When): boolean {
  const { start, lastDay } = bounds(when);
  return start !== undefined && start === lastDay;
}

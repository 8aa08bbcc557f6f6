// Every change of position, and entry into force for some parties, by date: what each did then, whatever it did since.
// What several did on one day, by the same act and from the same sources, is one line; where there are too many of those,
// what they did by the same act at any time is.
import { ownDeed } from '../../../domain/commitment/positionInWords.ts';
import type { ToldEvent } from '../told.ts';

export interface Happening {
  readonly event: ToldEvent;
  readonly what: string;
  /** those that it is told of; null where the event names them itself */
  readonly parties: readonly string[] | null;
  /** the last one, where it is told of several at different times */
  readonly last?: ToldEvent | undefined;
}

/** Told of its parties, and not of the whole. */
export const isOfParties = ({ type, data }: ToldEvent): boolean =>
  type === 'PositionChanged' || (type === 'EnteredIntoForce' && isOfOne(data));

/** A party that comes to be bound by itself. */
const isOfOne = ({ parties }: ToldEvent['data']): boolean => Array.isArray(parties) && parties.length === 1;

/** What was reserved on the same day is said with it; what that was stands in a section of its own. */
function whatOf(events: readonly ToldEvent[]): (event: ToldEvent) => string {
  const made = events.filter(({ type, data }) => type === 'ReservationMade' && data.modifies === undefined);
  const reserved = new Set(made.map(whoAndWhen));
  return (event) => {
    const { did = '', terms = '' } = ownDeed(event) ?? {};
    const isConsent = event.type === 'PositionChanged' && event.data.position !== 'withdrawing';
    return did + terms + (isConsent && reserved.has(whoAndWhen(event)) ? ', with a reservation' : '');
  };
}
const whoAndWhen = ({ data, effectiveAt }: ToldEvent): string => JSON.stringify([data.party, effectiveAt]);

const effectWords = (event: ToldEvent): string => ownDeed(event)?.holds ?? '';
const partiesOf = (event: ToldEvent): readonly string[] => ownDeed(event)?.parties ?? [];

/** @param events in effective order. @param room for so many lines, where fewer tell all of them */
export function positionActs(events: readonly ToldEvent[], room: number): Happening[] {
  const own = events.filter(isOfParties);
  const whatWords = whatOf(events);
  const byDay = alike(own, (event) => [event.at, event.effectiveAt, whatWords(event), effectWords(event)]);
  if (byDay.length <= room) {
    return byDay.map(([event, ...others]) => ({
      event,
      what: whatWords(event) + effectWords(event),
      parties: [event, ...others].flatMap(partiesOf),
    }));
  }
  return alike(own, (event) => [whatWords(event)]).map(([event, ...others]) => ({
    event,
    what: whatWords(event) + (others.length === 0 ? effectWords(event) : ''),
    parties: [...new Set([event, ...others].flatMap(partiesOf))],
    last: others.at(-1),
  }));
}

type Several = readonly [ToldEvent, ...ToldEvent[]];

/** Those that say the same from the same sources, at the same occasion. */
const alike = (events: readonly ToldEvent[], what: (event: ToldEvent) => readonly unknown[]): readonly Several[] => [
  ...(Map.groupBy(events, (event) =>
    JSON.stringify([
      ...what(event),
      event.mark,
      event.data.occasion,
      [...new Set(event.citations.map(({ source, speaker }) => `${source} ${speaker}`))].sort(),
    ]),
  ).values() as Iterable<ToldEvent[] & Several>),
];

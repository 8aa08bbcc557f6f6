// Every change of position, and entry into force for some parties, by date: what each did then, whatever it did since.
// What several did on one day, by the same act and from the same sources, is one line; where there are too many of those,
// what they did by the same act at any time is.
import type { When } from '../../../domain/time.ts';
import { said } from '../dates.ts';
import type { ToldEvent } from '../told.ts';
import { words } from '../words.ts';
import { listed } from './story.ts';

export interface Happening {
  readonly event: ToldEvent;
  readonly what: string;
  /** those that it is told of; null where the event names them itself */
  readonly parties: readonly string[] | null;
  /** the last one, where it is told of several at different times */
  readonly last?: ToldEvent | undefined;
}

const BY_ACT: Readonly<Record<string, string>> = {
  signature: 'signed',
  ratification: 'ratified',
  acceptance: 'accepted',
  approval: 'approved',
  accession: 'acceded',
  succession: 'succeeded to it',
  definitive_signature: 'signed definitively',
  formal_confirmation: 'confirmed formally',
};
const BY_POSITION: Readonly<Record<string, string>> = {
  withdrawing: 'gave notice of withdrawal',
  ratified: 'consented to be bound',
};

/** By which act, in one word where there is one; a position that is held or was brought about. */
function actOfParty(position: string, by: string | undefined): string {
  const act = by ?? '';
  return BY_ACT[act] ?? (BY_POSITION[position] ?? position) + (act === '' ? '' : ` by ${words(act)}`);
}

/** Told of its parties, and not of the whole. */
export const isOfParties = ({ type, data }: ToldEvent): boolean =>
  type === 'PositionChanged' || (type === 'EnteredIntoForce' && isOfOne(data));

/** A party that comes to be bound by itself. */
const isOfOne = ({ parties }: ToldEvent['data']): boolean => Array.isArray(parties) && parties.length === 1;

const effectWords = ({ data }: ToldEvent): string =>
  data.takesEffect === undefined ? '' : `, to take effect ${said(data.takesEffect as When)}`;

function whatWords({ type, data }: ToldEvent): string {
  if (type === 'EnteredIntoForce') return `entered into force, ${data.basis}`;
  const { position, by, means, succeeds } = data as Readonly<Record<string, string | undefined>> & {
    readonly succeeds?: { readonly party: string; readonly from: When };
  };
  const place = succeeds === undefined ? '' : `, in the place of ${succeeds.party} since ${said(succeeds.from)}`;
  return actOfParty(position ?? '', by ?? means) + place;
}

/** `ZA gave notice of withdrawal`; undefined of what is told of no party. */
export function partyActWords(event: ToldEvent | undefined): string | undefined {
  if (event === undefined) return undefined;
  const { party } = event.data;
  if (event.type === 'PositionChanged') return `${party} ${whatWords(event)}`;
  return event.type === 'OperationSuspended' ? `its operation was suspended${parties(event)}` : undefined;
}
const parties = ({ data }: ToldEvent): string =>
  Array.isArray(data.parties) ? ` by ${listed(data.parties as string[])}` : '';

const partiesOf = ({ data }: ToldEvent): string[] =>
  typeof data.party === 'string' ? [data.party] : (data.parties as string[]);

/** @param events in effective order. @param room for so many lines, where fewer tell all of them */
export function positionActs(events: readonly ToldEvent[], room: number): Happening[] {
  const own = events.filter(isOfParties);
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

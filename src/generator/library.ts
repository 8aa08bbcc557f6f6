// The sources and occasions of a generated ledger: spread evenly over its time, so that which are on record at a minute
// is worked out, never remembered.
import { DAY, day, instant, SPAN } from './calendar.ts';
import { Dice, TRACK } from './dice.ts';
import { type Entry, eventOf, type Placed } from './entry.ts';
import * as words from './words.ts';
import type { World } from './world.ts';

const PER_SOURCE = 5;
const PER_OCCASION = 12;
/** how many sources after it a source is retracted or corrected, where it is */
const AFTER = 8;

const sourcesIn = ({ commitments }: World): number => AFTER + Math.ceil(commitments / PER_SOURCE);
const occasionsIn = ({ commitments }: World): number => 3 + Math.ceil(commitments / PER_OCCASION);

const minuteOf = (index: number, of: number): number => Math.floor((SPAN * index) / of);
const latestAt = (minute: number, of: number): number => Math.min(of - 1, Math.floor((minute * of) / SPAN));

const sourceName = (index: number): string => `src-${String(index + 1).padStart(6, '0')}`;
const occasionName = (index: number): string => `occ-${String(index + 1).padStart(6, '0')}`;

/** A source on record at a minute, rather a recent one. */
export const sourceAt = (world: World, minute: number, dice: Dice): string =>
  recent(sourcesIn(world), minute, dice, sourceName);
export const occasionAt = (world: World, minute: number, dice: Dice): string =>
  recent(occasionsIn(world), minute, dice, occasionName);

function recent(of: number, minute: number, dice: Dice, name: (index: number) => string): string {
  const latest = latestAt(minute, of);
  return name(latest - dice.favour(Math.min(latest + 1, 30)));
}

export function* sources(world: World): Generator<Placed, void, undefined> {
  const count = sourcesIn(world);
  for (let index = 0; index < count; index++) {
    const minute = minuteOf(index, count);
    yield { entry: captured(world, index), minute };
    if (index < AFTER) continue;
    const second = secondThoughts(world, index - AFTER, minute);
    if (second !== undefined) yield { entry: second, minute, earlier: () => [captured(world, index - AFTER)] };
  }
}

function captured(world: World, index: number): Entry {
  const dice = new Dice(world.seed, TRACK.source, index);
  const minute = minuteOf(index, sourcesIn(world));
  const { actors } = world.cast;
  const party = dice.chance(0.7) ? actors[dice.favour(actors.length)] : undefined;
  const title = dice.pick(words.TITLES[dice.pick(['Statement', 'Agreement', 'Cooperation'] as const)]);
  return {
    id: `g${world.seed}/${sourceName(index)}`,
    command: 'CaptureSource',
    data: {
      source: sourceName(index),
      publisher: party?.name ?? dice.pick(words.PRESS),
      ...(party === undefined ? {} : { party: party.code }),
      title: `${title.replace('{area}', dice.pick(words.AREAS))}, text no. ${index + 1}`,
      language: dice.pick(words.LANGUAGES),
      published: day(minute - dice.favour(40) * DAY),
      address: `https://archive.example/${world.seed}/${index + 1}`,
      ...(dice.chance(0.9) ? { sha256: dice.hex(8) } : { missing: 'the page was gone when the record was made' }),
    },
    recordedAt: instant(minute),
  };
}

/** Few sources are retracted, few recorded wrongly. */
function secondThoughts(world: World, index: number, minute: number): Entry | undefined {
  const throwOf = new Dice(world.seed, TRACK.source, -1 - index).share();
  if (throwOf > 0.02) return undefined;
  const { id, data } = captured(world, index);
  const source = sourceName(index);
  const common = { id: `${id}/2`, recordedAt: instant(minute) };
  return throwOf < 0.01
    ? { ...common, command: 'RetractSource', data: { source, effectiveAt: day(minute), reason: words.REASONS[1] } }
    : {
        ...common,
        command: 'CorrectRecord',
        data: {
          source,
          event: eventOf(`source-${source}`, id),
          cause: 'recorder',
          reason: words.REASONS[0],
          replacement: { ...data, title: `${String(data.title)} (corrected)` },
        },
      };
}

export function* occasions(world: World): Generator<Placed, void, undefined> {
  const count = occasionsIn(world);
  for (let index = 0; index < count; index++) {
    const minute = minuteOf(index, count);
    yield { entry: held(world, index, minute), minute };
  }
}

function held(world: World, index: number, minute: number): Entry {
  const dice = new Dice(world.seed, TRACK.occasion, index);
  const { actors } = world.cast;
  const kind = dice.pick(words.OCCASIONS);
  const place = dice.pick(words.PLACES);
  const participants = Array.from({ length: dice.between(2, 12) }, () => actors[dice.favour(actors.length)]?.code);
  const area = dice.pick(words.AREAS);
  return {
    id: `g${world.seed}/${occasionName(index)}`,
    command: 'RecordOccasion',
    data: {
      occasion: occasionName(index),
      title: `${kind} on ${area} in ${place}, no. ${index + 1}`,
      kind,
      date: day(minute - dice.between(0, 3) * DAY),
      place,
      ...(index > 0 && dice.chance(0.1) ? { partOf: occasionName(index - 1) } : {}),
      participants: [...new Set(participants)],
    },
    recordedAt: instant(minute),
  };
}

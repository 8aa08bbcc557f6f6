// A realistic ledger as entries of an import, in recorded order, one at a time. Pure: the same options, the same entries.
// Memory holds one number for each commitment under way; all else is worked out again when it is needed.
import { BoundedMap } from '../support/boundedMap.ts';
import { Agenda } from './agenda.ts';
import { instant } from './calendar.ts';
import type { Entry, Placed } from './entry.ts';

import { occasions, sources } from './library.ts';
import { type Life, lifeOf, openedAt } from './life.ts';
import { entryIdOf, write } from './payloads.ts';
import { memberships, offices, parties, partyChanges } from './registry.ts';
import { type GenerateOptions, type World, worldOf } from './world.ts';

/** The entries a ledger accepts one after the other. @throws RangeError */
export function* generate(options: GenerateOptions): Generator<Entry, void, undefined> {
  for (const { entry } of placedEntries(options)) yield entry;
}

/** The same, each with what came before it on its record. */
export function placedEntries(options: GenerateOptions): Generator<Placed, void, undefined> {
  const world = worldOf(options);
  return inOrder([
    parties(world),
    memberships(world),
    partyChanges(world),
    offices(world),
    sources(world),
    occasions(world),
    lives(world),
  ]);
}

/** Tracks that are each in order, merged; at the same minute the earlier track comes first. */
function* inOrder(tracks: readonly Iterator<Placed, void>[]): Generator<Placed, void, undefined> {
  const heads = tracks.map((track) => track.next().value ?? undefined);
  for (;;) {
    let first = 0;
    for (let track = 1; track < heads.length; track++) {
      if ((heads[track]?.minute ?? Infinity) < (heads[first]?.minute ?? Infinity)) first = track;
    }
    const next = heads[first];
    if (next === undefined) return;
    yield next;
    heads[first] = tracks[first]?.next().value ?? undefined;
  }
}

const STEPS = 2 ** 8;
const LIVES = 2 ** 22;
/** A step in one number that sorts by minute, commitment and step: 23, 22 and 8 bits of the 53 a number has. */
const packed = (minute: number, index: number, step: number): number => (minute * LIVES + index) * STEPS + step;

const REMEMBERED = 10_000;

function* lives(world: World): Generator<Placed, void, undefined> {
  const agenda = new Agenda();
  const known = new BoundedMap<number, Life>(REMEMBERED);
  const life = (index: number): Life => known.getOrMake(index, (made) => lifeOf(world, made));
  const openingOf = (index: number): number =>
    index < world.commitments ? packed(openedAt(world, index), index, 0) : Infinity;
  let [opened, opening] = [0, openingOf(0)];
  for (;;) {
    if (opening < (agenda.peek() ?? Infinity)) {
      agenda.add(opening);
      opening = openingOf(++opened);
    }
    const next = agenda.take();
    if (next === undefined) return;
    const number = next % STEPS;
    const index = Math.floor(next / STEPS) % LIVES;
    yield placed(world, life(index), number);
    const after = life(index).steps[number + 1];
    if (after !== undefined) agenda.add(packed(after.minute, index, number + 1));
  }
}

function placed(world: World, life: Life, number: number): Placed {
  const earlier = () => Array.from({ length: number }, (_, before) => entryOf(world, life, before));
  return { entry: entryOf(world, life, number), minute: life.steps[number]?.minute ?? 0, earlier };
}

function entryOf(world: World, life: Life, number: number): Entry {
  const { command, data } = write(world, life, number);
  return { id: entryIdOf(world, life, number), command, data, recordedAt: instant(life.steps[number]?.minute ?? 0) };
}

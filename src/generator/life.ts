// A commitment's life, worked out from its number: who, what kind, what becomes of it. Nothing of it is remembered.
import { GRID, type Noun, type Verb } from '../domain/commitment/acts.ts';
import { DAY, SPAN } from './calendar.ts';
import { type About, closing, negotiation, nextChapter, treaty } from './chapters.ts';
import { Dice, TRACK } from './dice.ts';
import { commitmentIdOf } from './entry.ts';
import { Plan, type Step } from './plan.ts';
import { UNITS } from './words.ts';
import type { World } from './world.ts';

export interface Life {
  readonly index: number;
  readonly id: string;
  readonly noun: Noun;
  readonly verb: Verb;
  readonly committers: readonly string[];
  /** parties in another role */
  readonly others: readonly string[];
  /** what a contribution is of; undefined where nothing is counted */
  readonly target:
    | { readonly amount: number; readonly unit: string; readonly measure: 'stock' | 'rate' | undefined }
    | undefined;
  readonly steps: readonly Step[];
}

/** Ever more is recorded: openings grow denser with the years. */
const GROWTH = 0.8;
const OPENINGS = SPAN - 120 * DAY;

/** The minute a commitment is opened. Law: it never decreases with the number. */
export function openedAt({ commitments, seed }: World, index: number): number {
  const within = new Dice(seed, TRACK.opening, index).share();
  return 1 + Math.floor(OPENINGS * ((index + within) / commitments) ** GROWTH);
}

/** A commitment that is on record by a minute, the last one or nearly so. */
export function lastOpenedBy(world: World, minute: number): number {
  let index = Math.min(world.commitments - 1, Math.floor(world.commitments * (minute / OPENINGS) ** (1 / GROWTH)));
  while (index > 0 && openedAt(world, index) >= minute) index--;
  return Math.max(0, index);
}

/** Most of what is counted is a sum, which nobody says of it. */
const MEASURES = [...Array<undefined>(8).fill(undefined), 'stock', 'rate'] as const;

const NOUNS: readonly (readonly [number, Noun])[] = [
  [0.26, 'Cooperation'],
  [0.46, 'Project'],
  [0.64, 'Agreement'],
  [0.82, 'Contribution'],
  [0.92, 'Statement'],
  [1, 'Body'],
];

export function lifeOf(world: World, index: number): Life {
  const dice = new Dice(world.seed, TRACK.life, index);
  const throwOf = dice.share();
  const noun = (NOUNS.find(([upTo]) => throwOf < upTo) ?? NOUNS[0])?.[1] as Noun;
  const verb = dice.pick<Verb>(GRID[noun]);
  const { committers, others } = partiesOf(world, noun, dice);
  const counted = noun === 'Contribution' || (noun === 'Project' && dice.chance(0.3));
  const target = counted
    ? {
        amount: dice.between(1, 40) * 10 ** dice.between(0, 3),
        unit: dice.pick(UNITS),
        measure: dice.pick(MEASURES),
      }
    : undefined;
  const about = { noun, verb, committers: committers.length, counted, first: index === 0 };
  const steps = lived(openedAt(world, index), about, dice);
  return { index, id: commitmentIdOf(world.seed, index), noun, verb, committers, others, target, steps };
}

/** Few are watched closely: their histories are long, and a ledger has to bear them as well. */
const WATCHED = { share: 0.002, chapters: 60, pace: 12 };

function lived(opened: number, about: About, dice: Dice): readonly Step[] {
  const watched = dice.chance(WATCHED.share);
  const plan = new Plan(dice, opened, watched ? WATCHED.pace : 1);
  plan.add('open', [0, 0]);
  negotiation(plan, about);
  if (about.noun === 'Agreement') treaty(plan, about);
  const chapters = watched ? WATCHED.chapters : chaptersOf(dice);
  for (let chapter = 0; chapter < chapters && !plan.over; chapter++) nextChapter(plan, about);
  closing(plan);
  return plan.steps;
}

function chaptersOf(dice: Dice): number {
  let chapters = 0;
  while (chapters < 12 && dice.chance(0.66)) chapters++;
  return chapters;
}

function partiesOf({ cast }: World, noun: Noun, dice: Dice): Pick<Life, 'committers' | 'others'> {
  const { actors } = cast;
  const alone = noun === 'Contribution' || noun === 'Statement';
  const many = noun === 'Agreement' && dice.chance(0.04);
  const committing = many
    ? dice.between(8, 30)
    : alone && dice.chance(0.6)
      ? 1
      : dice.chance(0.75)
        ? 2
        : dice.between(3, 5);
  const count = committing + (dice.chance(0.3) ? dice.between(1, 2) : 0);
  const codes = new Set<string>();
  for (let tries = 0; codes.size < count && tries < 4 * count; tries++) {
    codes.add((actors[dice.favour(actors.length)] as (typeof actors)[number]).code);
  }
  const all = [...codes];
  return { committers: all.slice(0, committing), others: all.slice(committing) };
}

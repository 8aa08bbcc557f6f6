// What the events of a commitment have in common: when it happened, who says so, on which occasion.
import { DAY, day, month, year } from './calendar.ts';
import type { Dice } from './dice.ts';
import { occasionAt, sourceAt } from './library.ts';
import type { Life } from './life.ts';
import type { Step } from './plan.ts';
import * as words from './words.ts';
import type { World } from './world.ts';

export type Data = Record<string, unknown>;
export interface Said {
  readonly command: string;
  readonly data: Data;
}

/** A step about to be written. */
export interface Writing {
  readonly world: World;
  readonly life: Life;
  readonly number: number;
  readonly step: Step;
  readonly dice: Dice;
}

/** When it happened, as precisely as a source says it. */
function effective({ step, dice }: Writing): string {
  const minute = step.minute - step.late * DAY;
  const share = dice.share();
  if (share < 0.84) return day(minute);
  if (share < 0.93) return month(minute);
  return share < 0.97 ? year(minute) : `${month(minute - 60 * DAY)}/${month(minute)}`;
}

/** What every event of a commitment carries. */
export function recorded(writing: Writing): Data {
  const { world, life, step, dice } = writing;
  return {
    commitment: life.id,
    effectiveAt: effective(writing),
    citations: cited(writing),
    ...(dice.chance(0.2) ? { occasion: occasionAt(world, step.minute, dice) } : {}),
  };
}

export function cited({ world, life, step, dice }: Writing): Data[] {
  const as = dice.pick(['own', 'own', 'quoted', 'paraphrased'] as const);
  const first: Data = { source: sourceAt(world, step.minute, dice), as };
  if (dice.chance(0.4)) first.locator = `section ${dice.between(1, 30)}`;
  if (dice.chance(0.25)) first.quote = dice.pick(words.SUMMARIES);
  if (dice.chance(0.5)) first.speaker = dice.pick(life.committers);
  if (!dice.chance(0.2)) return [first];
  return [first, { source: sourceAt(world, step.minute, dice), as: 'paraphrased' }];
}

export const amount = (value: number, unit: string): Data => ({ min: value, max: value, unit });

/** A date that lies ahead: a day, a month or only a year. */
export function ahead(minute: number, dice: Dice): string {
  const due = minute + dice.between(120, 1_800) * DAY;
  return dice.pick([day, day, month, year])(due);
}

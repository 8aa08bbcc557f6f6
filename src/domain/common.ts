// What several statements all allow. Statements that allow something in common do not contradict each other;
// where they allow nothing in common there is no such value, and none is made up.
import { asRead, readAlike } from './alike.ts';
import type { Amount } from './primitives.ts';
import { bounds, type When } from './time.ts';

/** From the least to the most that a statement allows, both included. */
export interface Range {
  readonly least: number;
  readonly most: number;
}

const NO_LIMIT: Range = { least: -Infinity, most: Infinity };

/** What all ranges have in common; undefined where they have nothing. */
function commonRange(ranges: readonly Range[]): Range | undefined {
  const { least, most } = ranges.reduce(
    (common, range) => ({ least: Math.max(common.least, range.least), most: Math.min(common.most, range.most) }),
    NO_LIMIT,
  );
  return least <= most ? { least, most } : undefined;
}

export const rangeOf = ({ min, max }: Amount): Range => ({ least: min ?? 0, most: max ?? Infinity });

/** The instants that a stated time could mean. Two zones' names of one instant are one instant. */
export function instantsOf(when: When): Range {
  const { start, end } = bounds(when);
  const most = end === undefined ? Infinity : end === start ? end : end - 1;
  return { least: start ?? -Infinity, most };
}

const equal = (a: Range, b: Range): boolean => a.least === b.least && a.most === b.most;

/** The amount all allow, of amounts in one unit: as it was written, where one of them says just that. */
export function commonAmount(amounts: readonly Amount[]): Amount | undefined {
  const common = commonRange(amounts.map(rangeOf));
  if (common === undefined) return undefined;
  const said = amounts.filter((amount) => equal(rangeOf(amount), common));
  const exact = said.find(({ approx }) => approx !== true) ?? said[0];
  return exact ?? { ...limits(common), ...approximate(amounts), unit: amounts[0]?.unit ?? '' };
}

const limits = ({ least, most }: Range) => ({
  ...(least > 0 ? { min: least } : {}),
  ...(most < Infinity ? { max: most } : {}),
});
const approximate = (amounts: readonly Amount[]) => (amounts.some(({ approx }) => approx) ? { approx: true } : {});

/** The time all allow: as it was written, where one of them says just that. */
export function commonTime(times: readonly When[]): When | undefined {
  const common = commonRange(times.map(instantsOf));
  if (common === undefined) return undefined;
  const said = times.filter((time) => equal(instantsOf(time), common));
  return said.find((time) => typeof time === 'string') ?? said[0] ?? written(common);
}

const DAY = 86_400_000;

function written({ least, most }: Range): When {
  const days = least % DAY === 0 && (most === Infinity || (most + 1) % DAY === 0);
  const point = (at: number) => new Date(at).toISOString().slice(0, days ? 10 : undefined);
  return {
    ...(least > -Infinity ? { from: point(least) } : {}),
    ...(most < Infinity ? { to: point(most) } : {}),
  };
}

/** Words allow what reads alike. */
export const commonWords = (words: readonly string[]): string | undefined =>
  words.every((word) => readAlike(word, words[0] ?? '')) ? words[0] : undefined;

/** Areas are a set: their order and what is named twice make no difference. */
export function commonAreas(all: readonly (readonly string[])[]): readonly string[] | undefined {
  const asSet = (areas: readonly string[]) => [...new Set(areas.map(asRead))].sort().join(' ');
  return new Set(all.map(asSet)).size <= 1 ? all[0] : undefined;
}

// What an event moves: at which instants counts rise and fall by it. The log of moves is what every count is made of.
// Law: the moves of all events up to a sequence, added up to an instant, are the counts there, as known then.

import { sealed, unsealed } from '../damage.ts';
import { add, type Count, type Counts, countText, eachIn, type Sum } from './counts.ts';
import type { Stretch } from './stretches.ts';

export interface Move {
  /** milliseconds since 1970 */
  readonly at: number;
  /** the scopes in which it counts */
  readonly who: string;
  readonly counts: Counts;
}

/** The moves that lead from the stretches before an event to those after it. */
export function movesBetween(before: readonly Stretch[], after: readonly Stretch[]): readonly Move[] {
  const equal = sameUpTo(before, after);
  if (equal === before.length && equal === after.length) return [];
  const net: Net[] = [];
  turn(net, before, equal, -1);
  turn(net, after, equal, 1);
  return net.flatMap(({ at, who, counts }) => {
    const left = counts.filter(({ n }) => n !== 0);
    return left.length === 0 ? [] : [{ at, who, counts: left }];
  });
}

interface Net {
  readonly at: number;
  readonly who: string;
  readonly counts: Sum[];
}

function turn(net: Net[], stretches: readonly Stretch[], first: number, times: 1 | -1): void {
  for (let index = first; index < stretches.length; index++) {
    const stretch = stretches[index] as Stretch;
    const last = stretches[index - 1];
    if (last !== undefined) move(net, stretch.from, last, -times);
    move(net, stretch.from, stretch, times);
  }
}

function move(net: Net[], at: number, { who, counts }: Stretch, times: number): void {
  let found = net.find((one) => one.at === at && one.who === who);
  if (found === undefined) {
    found = { at, who, counts: [] };
    net.push(found);
  }
  for (const count of counts) add(found.counts, count, times);
}

function sameUpTo(before: readonly Stretch[], after: readonly Stretch[]): number {
  const most = Math.min(before.length, after.length);
  let equal = 0;
  while (equal < most && before[equal] === after[equal]) equal++;
  return equal;
}

const FIELD = '|';

/** As the log keeps them, with a sum. */
export const keptMoves = (moves: readonly Move[]): string => sealed(movesText(moves));

/** @throws DamagedModels */
export const movesKept = (kept: string): Move[] => movesIn(unsealed(kept, 'what an event moved'));

/** A line for each move: when, in which scopes where they differ from those before, and what. */
const movesText = (moves: readonly Move[]): string =>
  moves
    .map(({ at, who, counts }, index) =>
      [
        at,
        ...(who === moves[index - 1]?.who ? [] : [who]),
        counts.map(({ code, n }) => countText(code, n)).join(' '),
      ].join(FIELD),
    )
    .join('\n');

function movesIn(text: string): Move[] {
  let last = '';
  return text.split('\n').map((line) => {
    const [first, end] = [line.indexOf(FIELD), line.lastIndexOf(FIELD)];
    if (first !== end) last = line.slice(first + 1, end);
    const counts: Count[] = [];
    eachIn(line.slice(end + 1), (code, n) => counts.push({ code, n }));
    return { at: Number(line.slice(0, first)), who: last, counts };
  });
}

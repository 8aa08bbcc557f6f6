// Sums moves up into counts by scope and block: what is kept of them, whoever writes it.
// A scope is everything (''), a kind (`k2`), a party (`pKR`) or an area (`aspace`).
import { BoundedMap } from '../../support/boundedMap.ts';
import { sealed, unsealed } from '../damage.ts';
import { monthOf } from '../month.ts';
import {
  areaCode,
  COMMITMENTS,
  type Count,
  countText,
  eachIn,
  eachMonthIn,
  inMonth,
  PLACES,
  partyCode,
  unowedCode,
} from './counts.ts';
import {
  above,
  type Block,
  blockInSequences,
  blockInTime,
  COUNTED,
  crowdedAbove,
  EVERYTHING,
  isInTime,
  LINES,
  type Line,
  type LineInTime,
  lineInTime,
  lowestOf,
} from './lines.ts';
import type { Move } from './moves.ts';

export interface MovedRow {
  readonly sequence: number;
  /** the journal's when it was recorded, milliseconds since 1970 */
  readonly clock: number;
  readonly moves: readonly Move[];
}

/** Of one block of a line, in one scope. */
export interface Tallied extends Block {
  readonly line: Line;
  readonly scope: string;
  readonly counts: Map<string, number>;
}

/** What an event moves at one instant, in one of the lines in time. */
export interface Place {
  readonly line: LineInTime;
  readonly at: number;
  readonly moves: readonly Move[];
}

/** An event's moves by where they lie in time: most events have one place. */
export function placesOf(clock: number, moves: readonly Move[]): Place[] {
  const [only, ...others] = moves;
  if (only === undefined) return [];
  if (others.every(({ at }) => at === only.at)) return [{ line: lineInTime(only, clock), at: only.at, moves }];
  return [...Map.groupBy(moves, ({ at }) => at).values()].map((here) => {
    const [move] = here as [Move];
    return { line: lineInTime(move, clock), at: move.at, moves: here };
  });
}

/** A scope that a move has a part in, and what else is counted there, once for each commitment. */
interface Part {
  readonly scope: string;
  readonly others: readonly string[];
}

const split = (text: string): string[] => (text === '' ? [] : text.split(' '));

/** By kind in each, by party and area where they are not counted out already. */
function partsIn(who: string): readonly Part[] {
  const [kind = '', codes = '', named = '', unowed = ''] = who.split('|');
  const [parties, areas] = [split(codes).map(partyCode), split(named).map(areaCode)];
  return [
    { scope: EVERYTHING, others: [kind, ...parties, ...areas] },
    { scope: kind, others: [...parties, ...areas] },
    ...[...parties, ...areas, ...split(unowed).map(unowedCode)].map((scope) => ({ scope, others: [kind] })),
  ];
}

/** The moves of one commitment say the same again and again. */
const PARTS = new BoundedMap<string, readonly Part[]>(10_000);
const partsOf = (who: string): readonly Part[] => PARTS.getOrMake(who, partsIn);

type CountsOf = (scope: string) => Map<string, number> | undefined;

/** Adds a move to the counts of every scope it has a part in. @param before what each of its codes is told with */
export function count({ who, counts }: Move, times: number, countsOf: CountsOf, before = ''): void {
  const all = counts.map((one) => told(one, before));
  const commitments = (counts.find(({ code }) => code === COMMITMENTS)?.n ?? 0) * times;
  for (const { scope, others } of partsOf(who)) {
    const into = countsOf(scope);
    if (into === undefined) continue;
    addIn(into, scope, all, times);
    if (commitments !== 0) for (const code of others) raise(into, same(before + code), commitments);
  }
}

function addIn(into: Map<string, number>, scope: string, all: readonly Told[], times: number): void {
  for (const one of all) if (countsFor(scope, one)) raise(into, one.code, one.n * times);
}

/** A count under its code. */
interface Told extends Count {
  /** of a party's verdict or score */
  readonly party: string | undefined;
  /** it counts in the party's scope and in no other */
  readonly isOwn: boolean;
}

const [VERDICT, OWN_SCORE] = ['v'.charCodeAt(0), 'w'.charCodeAt(0)];

function told({ code, n }: Count, before: string): Told {
  const letter = code.charCodeAt(0);
  const colon = letter === VERDICT || letter === OWN_SCORE ? code.indexOf(':') : -1;
  if (colon < 0) return { code: same(before + code), n, party: undefined, isOwn: false };
  const party = code.slice(colon + 1);
  return { code: same(before + code.slice(0, colon)), n, party, isOwn: letter === OWN_SCORE };
}

/** A party's verdict is its own in its scope, one of all in others, and none of another party's. */
const countsFor = (scope: string, { party, isOwn }: Told): boolean =>
  party === undefined || (scope.startsWith('p') || scope.startsWith('u') ? scope.slice(1) === party : !isOwn);

/** One string for each code: a map finds what it holds by its place in memory, and need not hash and compare it. */
const CODES = new BoundedMap<string, string>(100_000);
const same = (code: string): string => CODES.getOrMake(code, (made) => made);

export function raise(counts: Map<string, number>, code: string, by: number): void {
  counts.set(code, (counts.get(code) ?? 0) + by);
}

/** At how many places a month of a line is moved: where there are many, its days are summed up. */
type PlacesOf = (line: LineInTime, month: number) => number;

/** Of a block's key: no fewer than there are of each. */
const [MOST_LEVELS, MOST_LINES] = [8, 4];

/** Counts by line, block and scope. */
export class Tally {
  readonly #blocks = new Map<number, Map<string, Tallied>>();
  readonly #placesOf: PlacesOf;

  constructor(placesOf: PlacesOf = () => 0) {
    this.#placesOf = placesOf;
  }

  /** By when each move takes effect, in the lowest blocks. */
  addInTime({ clock, moves }: MovedRow): void {
    for (const place of placesOf(clock, moves)) this.addPlace(place);
  }

  /** @param levels of the scopes that are summed up from one of them on */
  addPlace({ line, at, moves }: Place, levels: readonly number[] = COUNTED): void {
    const countsOf = this.#countsFrom(line, levels, (lowest) => this.#blockAt(line, at, lowest));
    const everything = countsOf(EVERYTHING);
    if (everything !== undefined) raise(everything, PLACES, 1);
    for (const move of moves) count(move, 1, countsOf);
  }

  /**
   * By when they were recorded, in the blocks in which a scope is counted; what was foreseen by the month in which it comes as well.
   * @param levels of the scopes that are counted at one of them
   */
  addRecorded({ sequence, clock, moves }: MovedRow, levels: readonly number[]): void {
    for (const move of moves) {
      const isNews = lineInTime(move, clock) === LINES.newsInEffect;
      const line = isNews ? LINES.newsAsRecorded : LINES.foreseenAsRecorded;
      const countsOf = this.#countsFrom(line, levels, (level) => blockInSequences(sequence, level));
      count(move, 1, countsOf, isNews ? '' : inMonth(monthOf(move.at), ''));
    }
  }

  /** What was summed up, in no order; empties it. */
  take(): Tallied[] {
    const tallied = [...this.#blocks.values()].flatMap((scopes) => [...scopes.values()]);
    this.#blocks.clear();
    return tallied;
  }

  /** The counts of a scope in the block where it is counted; undefined where that is of no such level. */
  #countsFrom(line: Line, levels: readonly number[], blockOf: (lowest: number) => Block): CountsOf {
    const countsFrom = levels.map((lowest) => ({ lowest, countsOf: this.#countsIn(line, blockOf(lowest)) }));
    return (scope) => {
      const at = lowestOf(scope);
      return countsFrom.find(({ lowest }) => lowest === at)?.countsOf(scope);
    };
  }

  /** The lowest block of an instant, for the scopes that are summed up from a level on. */
  #blockAt(line: LineInTime, at: number, lowest: number): Block {
    return blockInTime(at, (month) => this.#placesOf(line, month) > crowdedAbove(lowest));
  }

  /** The counts kept of a block by scope, begun where there are none. */
  #countsIn(line: Line, block: Block): (scope: string) => Map<string, number> {
    const key = (block.block * MOST_LEVELS + block.level) * MOST_LINES + line;
    const scopes = this.#blocks.get(key) ?? new Map<string, Tallied>();
    this.#blocks.set(key, scopes);
    return (scope) => {
      const known = scopes.get(scope);
      if (known !== undefined) return known.counts;
      const counts = new Map<string, number>();
      scopes.set(scope, { line, scope, ...block, counts });
      return counts;
    };
  }
}

/** With what is summed up in time once more in every level above. */
export function summedUp(tallied: readonly Tallied[]): Tallied[] {
  const all = new Map<string, Tallied>();
  for (const lowest of tallied.filter(({ line }) => isInTime(line))) {
    for (let block = above(lowest); block !== undefined; block = above(block)) {
      const { line, scope, counts } = lowest;
      const key = `${line} ${block.level} ${block.block} ${scope}`;
      const known = all.get(key) ?? { line, scope, ...block, counts: new Map<string, number>() };
      all.set(key, known);
      for (const [code, n] of counts) raise(known.counts, code, n);
    }
  }
  return [...tallied, ...all.values()];
}

/** As a block's row has them, with a sum; undefined where nothing is left. */
export function keptTally(line: Line, counts: ReadonlyMap<string, number>): string | undefined {
  const text = tallyText(line, counts);
  return text === undefined ? undefined : sealed(text);
}

/** The text of a block's counts. @throws DamagedModels */
export const tallyKept = (kept: string): string => unsealed(kept, 'what is counted in a block');

/** A block's counts: codes in order, nothing that counts 0; undefined where nothing is left. */
export function tallyText(line: Line, counts: ReadonlyMap<string, number>): string | undefined {
  const codes: string[] = [];
  for (const [code, n] of counts) if (n !== 0) codes.push(code);
  if (codes.length === 0) return undefined;
  codes.sort();
  if (line === LINES.foreseenAsRecorded) return monthsText(codes, counts);
  let text = '';
  for (const code of codes) text += `${text === '' ? '' : ' '}${countText(code, counts.get(code) ?? 0)}`;
  return text;
}

/** Of what was foreseen, a line for each month: `24161 s9=-1 t2`. */
function monthsText(codes: readonly string[], counts: ReadonlyMap<string, number>): string {
  let [text, last] = ['', ''];
  for (const code of codes) {
    const space = code.indexOf(' ');
    const month = code.slice(0, space);
    if (month !== last) text += `${text === '' ? '' : '\n'}${month}`;
    text += ` ${countText(code.slice(space + 1), counts.get(code) ?? 0)}`;
    last = month;
  }
  return text;
}

/** Adds what is kept of a block to others, so many times. */
export function addText(line: Line, into: Map<string, number>, text: string, times = 1): void {
  if (line === LINES.foreseenAsRecorded) {
    eachMonthIn(text, (month, code, n) => raise(into, inMonth(month, code), n * times));
  } else eachIn(text, (code, n) => raise(into, code, n * times));
}

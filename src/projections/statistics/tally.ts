// Sums moves up into counts by scope and block: what is kept of them, whoever writes it.
// A scope is everything (''), a kind (`k2`), a party (`pKR`) or an area (`aspace`).

import { areaCode, COMMITMENTS, type Counts, countText, eachIn, PLACES, partyCode } from './counts.ts';
import { above, type Block, blockInSequences, blockInTime, LINES, type Line, lineInTime } from './lines.ts';
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
  readonly line: Line;
  readonly at: number;
  readonly moves: readonly Move[];
}

/** An event's moves by where they lie in time: most events have one place. */
export function placesOf(clock: number, moves: readonly Move[]): Place[] {
  const places = Map.groupBy(moves, ({ at }) => at).values();
  return [...places].map((here) => {
    const [move] = here as [Move];
    return { line: lineInTime(move, clock), at: move.at, moves: here };
  });
}

export const EVERYTHING = '';

const split = (text: string): string[] => (text === '' ? [] : text.split(' '));

type CountsOf = (scope: string) => Map<string, number> | undefined;

/**
 * Adds a move to the counts of every scope it has a part in: by kind in each, by party and area where they are not
 * counted out already.
 */
export function count({ who, counts }: Move, times: number, countsOf: CountsOf): void {
  const [kind = '', codes = '', named = ''] = who.split('|');
  const [parties, areas] = [split(codes).map(partyCode), split(named).map(areaCode)];
  const countIn = (scope: string, ...others: readonly (readonly string[])[]) => {
    const into = countsOf(scope);
    if (into !== undefined) addIn(into, { scope, others }, counts, times);
  };
  countIn(EVERYTHING, [kind], parties, areas);
  countIn(kind, parties, areas);
  for (const scope of parties) countIn(scope, [kind]);
  for (const scope of areas) countIn(scope, [kind]);
}

interface In {
  readonly scope: string;
  /** what else is counted there, once for each commitment */
  readonly others: readonly (readonly string[])[];
}

function addIn(into: Map<string, number>, { scope, others }: In, counts: Counts, times: number): void {
  let commitments = 0;
  for (const { code, n } of counts) {
    const own = codeIn(scope, code);
    if (own !== undefined) raise(into, own, times * n);
    if (code === COMMITMENTS) commitments = times * n;
  }
  if (commitments === 0) return;
  for (const codes of others) for (const code of codes) raise(into, code, commitments);
}

const VERDICT = 'v'.charCodeAt(0);

/** A party's verdict is its own in its scope, one of all in others, and none of another party's. */
function codeIn(scope: string, code: string): string | undefined {
  const colon = code.charCodeAt(0) === VERDICT ? code.indexOf(':') : -1;
  if (colon < 0) return code;
  return !scope.startsWith('p') || scope.slice(1) === code.slice(colon + 1) ? code.slice(0, colon) : undefined;
}

function raise(counts: Map<string, number>, code: string, by: number): void {
  counts.set(code, (counts.get(code) ?? 0) + by);
}

/** Whether the days of a month of a line are summed up. */
export type IsCrowded = (line: Line, month: number) => boolean;

/** Counts by line, scope and lowest block. */
export class Tally {
  readonly #tallied = new Map<string, Tallied>();
  readonly #isCrowded: IsCrowded;

  constructor(isCrowded: IsCrowded) {
    this.#isCrowded = isCrowded;
  }

  get size(): number {
    return this.#tallied.size;
  }

  add({ sequence, clock, moves }: MovedRow): void {
    for (const place of placesOf(clock, moves)) this.addPlace(place);
    const block = blockInSequences(sequence);
    for (const move of moves) {
      if (lineInTime(move, clock) === LINES.newsInEffect) this.#add(LINES.newsAsRecorded, block, move);
    }
  }

  addPlace({ line, at: instant, moves }: Place): void {
    const block = blockInTime(instant, (month) => this.#isCrowded(line, month));
    raise(at(this.#tallied, { line, scope: EVERYTHING, ...block }), PLACES, 1);
    for (const move of moves) this.#add(line, block, move);
  }

  /** What was summed up, in no order; empties it. */
  take(): Tallied[] {
    const tallied = [...this.#tallied.values()];
    this.#tallied.clear();
    return tallied;
  }

  #add(line: Line, block: Block, move: Move): void {
    count(move, 1, (scope) => at(this.#tallied, { line, scope, ...block }));
  }
}

/** The same counts once more in every level above. */
export function summedUp(tallied: readonly Tallied[]): Tallied[] {
  const all = new Map<string, Tallied>();
  for (const { line, scope, place, counts, ...lowest } of tallied) {
    let { level, block }: { level: number; block: number | undefined } = lowest;
    while (block !== undefined) {
      const known = at(all, { line, scope, level, block, place });
      for (const [code, n] of counts) raise(known, code, n);
      block = above(line, level, block);
      level++;
    }
  }
  return [...all.values()];
}

/** The counts kept for a block, begun where there are none. */
function at(all: Map<string, Tallied>, of: Omit<Tallied, 'counts'>): Map<string, number> {
  const key = `${of.line} ${of.level} ${of.block} ${of.scope}`;
  const known = all.get(key);
  if (known !== undefined) return known.counts;
  const counts = new Map<string, number>();
  all.set(key, { ...of, counts });
  return counts;
}

/** As a block's counts are kept: codes in order, nothing that counts 0; undefined where nothing is left. */
export function tallyText(counts: ReadonlyMap<string, number>): string | undefined {
  const codes: string[] = [];
  for (const [code, n] of counts) if (n !== 0) codes.push(code);
  if (codes.length === 0) return undefined;
  return codes
    .sort()
    .map((code) => countText(code, counts.get(code) ?? 0))
    .join(' ');
}

export const addText = (into: Map<string, number>, text: string): void =>
  eachIn(text, (code, n) => raise(into, code, n));

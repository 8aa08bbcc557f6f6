// Counts on both clocks: of the moves recorded up to a sequence, those up to an instant.
// Law: what the tallies say is exact, and the log of moves makes up for what lies between their blocks.
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { Journal } from '../../journal/journal.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { monthOf } from '../month.ts';
import type { AsOf } from '../readModels.ts';
import { type Between, type Counting, CountReader, countingOf } from './countReader.ts';
import { addForeseen } from './foreseenAt.ts';
import { beforeSequence, instantsOf, LINES, lineInTime, lowestOf } from './lines.ts';
import { unsummed } from './movedRows.ts';
import { LONG } from './sizes.ts';
import { addText, tallyText } from './tally.ts';

/** By code; what is absent counts 0. */
export type Counted = ReadonlyMap<string, number>;

/** Sequences of the log read before others get their turn. */
const A_TURN = 2_000;
/** So many answers are kept, as text: of everything one has some kilobytes, and a map of its counts ten times that. */
const KEPT = 1_024;
/** The journal's at a sequence, and at the one after it, milliseconds since 1970. */
interface Clocks {
  readonly here: number;
  readonly next: number;
}
/** Of the last one: no event is later, and no instant too early. */
const UNBOUNDED: Clocks = { here: -Infinity, next: Infinity };

export class CountsAt {
  readonly #journal: Pick<Journal, 'read' | 'sequenceAt'>;
  readonly #reader: CountReader;
  readonly #kept = new BoundedMap<string, Kept>(KEPT);

  constructor(db: DatabaseSync, journal: Pick<Journal, 'read' | 'sequenceAt'>) {
    this.#journal = journal;
    this.#reader = new CountReader(db);
  }

  /** The counts of each scope. Tallies are read at once; a long stretch of the log in turns with others. */
  async of(scopes: readonly string[], at: AsOf): Promise<readonly Counted[]> {
    const counted = new Map<string, Counted>();
    for (const [lowest, alike] of Map.groupBy(scopes, lowestOf)) {
      for (const [scope, counts] of await this.#of(alike, lowest, at)) counted.set(scope, counts);
    }
    return scopes.map((scope) => counted.get(scope) ?? new Map());
  }

  async #of(
    scopes: readonly string[],
    lowest: number,
    { asOf, sequence }: AsOf,
  ): Promise<ReadonlyMap<string, Counted>> {
    const counting = countingOf(scopes, lowest);
    if (sequence < 0) return counting.counted;
    const last = this.#reader.lastMoved();
    const clocks = sequence >= last ? UNBOUNDED : this.#clocksAround(sequence);
    if (asOf < clocks.here) return this.#ofLater(counting, { asOf, sequence }, last);
    if (sequence >= last) this.#addAll(counting, asOf, last);
    else this.#addRecorded(counting, { asOf, sequence }, clocks, last);
    return counting.counted;
  }

  /** What was known at a sequence about an instant before its clock: the log between the two, from the nearer tallies. */
  async #ofLater(counting: Counting, { asOf, sequence }: AsOf, last: number): Promise<ReadonlyMap<string, Counted>> {
    const { counted } = counting;
    const key = [sequence, asOf, ...counted.keys()].join(' ');
    const known = this.#kept.get(key);
    if (known !== undefined) return addKept(counted, known);
    const then = this.#journal.sequenceAt(asOf);
    const isNearer = sequence - then <= last - sequence;
    if (!isNearer) this.#addAll(counting, asOf, last);
    else if (then >= 0) this.#addRecorded(counting, { asOf, sequence: then }, this.#clocksAround(then), last);
    const log: Between = isNearer
      ? { from: then + 1, to: sequence + 1, times: 1 }
      : { from: sequence + 1, to: last + 1, times: -1 };
    for (let from = log.from; from < log.to; from += A_TURN) {
      if (from > log.from) await yieldToOthers();
      this.#reader.addMoves(counting, { ...log, from, to: Math.min(from + A_TURN, log.to) }, ({ at }) => at <= asOf);
    }
    if (log.to - log.from > LONG) this.#kept.set(key, textsOf(counted));
    return counted;
  }

  /** The journal's clock at a sequence, and at the one after it. */
  #clocksAround(sequence: number): Clocks {
    const [here, next] = this.#journal.read(sequence - 1, 2);
    return { here: here?.clock ?? UNBOUNDED.here, next: next?.clock ?? UNBOUNDED.next };
  }

  /** All that is known now, up to an instant. */
  #addAll(counting: Counting, asOf: number, last: number): void {
    const summed = unsummed(last);
    this.#reader.addUpTo(counting, LINES.newsInEffect, asOf, summed);
    this.#reader.addUpTo(counting, LINES.foreseen, asOf, summed);
    this.#reader.addMoves(counting, { from: summed, to: last + 1, times: 1 }, ({ at }) => at <= asOf);
  }

  /**
   * What was known at a sequence, up to an instant no earlier than its clock: news, by when it was recorded; what was
   * foreseen and came before, by when it came: all of that was foreseen by then; what was to come, by when it was recorded.
   */
  #addRecorded(counting: Counting, { asOf, sequence }: AsOf, { here, next }: Clocks, last: number): void {
    const summed = unsummed(last);
    const { ranges, rest } = beforeSequence(sequence + 1, counting.lowest);
    this.#reader.addRanges(counting, LINES.newsAsRecorded, ranges);
    // until the next event all that comes was foreseen by this one
    const came = asOf <= next ? asOf : instantsOf(monthOf(here))[0] - 1;
    this.#reader.addUpTo(counting, LINES.foreseen, came, summed);
    if (came < asOf) {
      addForeseen(this.#reader, counting, { from: monthOf(here), asOf, ranges, sequence: rest, summed });
    }
    this.#reader.addMoves(
      counting,
      { from: rest, to: sequence + 1, times: 1 },
      (move, row) =>
        move.at <= asOf &&
        (row.sequence >= summed || lineInTime(move, row.clock) === LINES.newsInEffect || move.at > came),
    );
  }
}

/** The counts of each scope as a tally's text; none where nothing counts. */
type Kept = readonly (string | undefined)[];

const textsOf = (counted: Counting['counted']): Kept => [
  ...counted.values().map((counts) => tallyText(LINES.newsInEffect, counts)),
];

function addKept(counted: Counting['counted'], kept: Kept): Counting['counted'] {
  for (const [index, into] of [...counted.values()].entries()) {
    const text = kept[index];
    if (text !== undefined) addText(LINES.newsInEffect, into, text);
  }
  return counted;
}

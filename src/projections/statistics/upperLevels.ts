// The upper levels of what is summed up by when it was recorded: a block is made of those of the level below, once all of
// them are there. So a row is written once, and following the journal makes the rows that a build makes.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { INTO, inserting } from '../into.ts';
import { type Block, below, completed, EVERYTHING, LINES, type LineInSequences, lowestOf, SUMMED } from './lines.ts';
import { addText, keptTally, tallyKept } from './tally.ts';

export const RANGE = 'SELECT counts FROM tally WHERE line = ? AND scope = ? AND level = ? AND block >= ? AND block < ?';
/** The first scope of a line after another. */
export const NEXT_SCOPE = 'SELECT min(scope) FROM tally WHERE line = ? AND scope > ?';

const RECORDED = [LINES.newsAsRecorded, LINES.foreseenAsRecorded] as const;

export class UpperLevels {
  readonly #range: StatementSync;
  readonly #nextScope: StatementSync;
  readonly #insert: StatementSync;

  constructor(db: DatabaseSync) {
    this.#range = db.prepare(RANGE);
    this.#nextScope = db.prepare(NEXT_SCOPE);
    this.#insert = db.prepare(inserting(INTO.tally));
  }

  /** The blocks that are whole once sequences are summed up to one, and were not when they were up to another. */
  sumUp(from: number, to: number): void {
    for (const level of SUMMED) {
      const blocks = completed(level, from, to);
      if (blocks.from === blocks.to) return;
      for (const line of RECORDED) {
        for (const scope of this.#scopesBelow(line, level)) {
          for (let block = blocks.from; block < blocks.to; block++) this.#sumUp(line, scope, { level, block });
        }
      }
    }
  }

  /** The scopes that are summed up in a level: they are counted in a lower one. */
  *#scopesBelow(line: LineInSequences, level: number): Generator<string> {
    yield EVERYTHING;
    for (let last = EVERYTHING; ; ) {
      const next = this.#nextScope.get(line, last)?.[0];
      if (typeof next !== 'string') return;
      if (lowestOf(next) < level) yield next;
      last = next;
    }
  }

  #sumUp(line: LineInSequences, scope: string, block: Block): void {
    const { level, from, to } = below(block);
    const counts = new Map<string, number>();
    for (const row of this.#range.all(line, scope, level, from, to)) addText(line, counts, tallyKept(String(row[0])));
    const text = keptTally(line, counts);
    if (text !== undefined) this.#insert.run(line, scope, block.level, block.block, text);
  }
}

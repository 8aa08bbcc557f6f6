// The rows of a build from nothing, as they are folded: a commitment's versions are kept until all of it is folded, each
// with the end of what was known. Nothing is looked up and nothing is written twice.
import type { Slices } from '../../domain/commitment/bodyText.ts';
import type { DeadlineChange, DeadlineRun } from '../commitments/deadlines.ts';
import type { FacetChange } from '../commitments/facets.ts';
import { currentValues, deadlineValues, stored, textValues, versionValues } from '../commitments/rows.ts';
import type { CurrentRow, NewVersion, VersionRows } from '../commitments/versionRows.ts';
import { type HeardChange, lagWord, type NewText, TEXTS } from '../commitments/words.ts';
import type { DirectoryRow } from '../directory/directoryProjection.ts';
import { INTO, type Value } from '../into.ts';
import { STILL_KNOWN } from '../schema.ts';
import { type Move, movesText } from '../statistics/moves.ts';
import { placesOf } from '../statistics/tally.ts';
import type { Built, RowBatch } from './rowBatch.ts';

interface Pending {
  readonly values: readonly Value[];
  knownTo: number;
}
interface PendingHeard {
  readonly text: number;
  readonly from: number;
  readonly to: number;
  readonly knownFrom: number;
  knownTo: number;
}
interface PendingDeadline {
  readonly run: DeadlineRun;
  readonly knownFrom: number;
  knownTo: number;
}
interface PendingFacet extends Omit<FacetChange, 'change'> {
  readonly knownFrom: number;
  knownTo: number;
}

export class FoldedRows implements VersionRows {
  #rows = noRows();
  /** by number less the first one's */
  #versions: Pending[] = [];
  #facets: PendingFacet[] = [];
  #deadlines: PendingDeadline[] = [];
  #heard: PendingHeard[] = [];
  #firstVersion = 0;
  #parts = 0;
  readonly #partNumbers = new Map<string, number>();

  /** The rows since the last batch was taken: of whole commitments. */
  take(events: number): RowBatch {
    const rows = this.#rows;
    this.#rows = noRows();
    [this.#firstVersion, this.#parts] = [0, 0];
    return { events, rows };
  }

  /** A part the commitment had before has its number, whichever version that was in. */
  addPart(texts: Slices): number {
    const key = texts.join('\n');
    const known = this.#partNumbers.get(key);
    if (known !== undefined) return known;
    const no = this.#parts++;
    this.#rows.part.push(no, ...textValues(texts));
    this.#partNumbers.set(key, no);
    return no;
  }

  /** Nothing is loaded again in a build, so no text is ever asked for. */
  partTexts(no: number): Slices {
    throw new Error(`part ${no} is not at hand`);
  }

  openVersion(commitment: number, sequence: number, version: NewVersion): number {
    this.#versions.push({ values: versionValues(commitment, sequence, version), knownTo: STILL_KNOWN });
    return this.#firstVersion + this.#versions.length - 1;
  }

  closeVersion(row: number, sequence: number): void {
    const version = this.#versions[row - this.#firstVersion];
    if (version !== undefined) version.knownTo = sequence;
  }

  changeFacet(_commitment: number, sequence: number, { name, value, from, to, change }: FacetChange): void {
    if (change === 'opened') {
      this.#facets.push({ name, value, from, to, knownFrom: sequence, knownTo: STILL_KNOWN });
      return;
    }
    const open = this.#facets.find(
      (facet) => facet.name === name && facet.value === value && facet.from === from && facet.knownTo === STILL_KNOWN,
    );
    if (open !== undefined) open.knownTo = sequence;
  }

  changeDeadline(_commitment: number, sequence: number, { change, ...run }: DeadlineChange): void {
    if (change === 'opened') {
      this.#deadlines.push({ run, knownFrom: sequence, knownTo: STILL_KNOWN });
      return;
    }
    const open = this.#deadlines.find((one) => one.run.from === run.from && one.knownTo === STILL_KNOWN);
    if (open !== undefined) open.knownTo = sequence;
  }

  addText(commitment: number, { no, text, lag }: NewText): void {
    this.#rows.words.push(commitment * TEXTS + no, text);
    if (lag !== null) this.#rows.lateWords.push(commitment * TEXTS + no, text, lagWord(lag));
  }

  changeHeard(commitment: number, sequence: number, { no, from, to, change }: HeardChange): void {
    const text = commitment * TEXTS + no;
    if (change === 'opened') {
      this.#heard.push({ text, from, to, knownFrom: sequence, knownTo: STILL_KNOWN });
      return;
    }
    const open = this.#heard.find((run) => run.text === text && run.from === from && run.knownTo === STILL_KNOWN);
    if (open !== undefined) open.knownTo = sequence;
  }

  /** The last row of a commitment: what was kept of it goes with it. */
  setCurrent(current: CurrentRow): void {
    const { commitment, version, facet, deadline, heard } = this.#rows;
    commitment.push(...currentValues(current));
    for (const [index, { values, knownTo }] of this.#versions.entries()) {
      version.push(this.#firstVersion + index, ...values, knownTo);
    }
    for (const { name, value, from, to, knownFrom, knownTo } of this.#facets) {
      facet.push(name, value, current.no, from, stored(to), knownFrom, knownTo);
    }
    for (const { run, knownFrom, knownTo } of this.#deadlines) {
      deadline.push(...deadlineValues(current.no, knownFrom, run, knownTo));
    }
    for (const { text, from, to, knownFrom, knownTo } of this.#heard) {
      heard.push(text, from, stored(to), knownFrom, knownTo);
    }
    this.#heard = [];
    this.#firstVersion += this.#versions.length;
    this.#versions = [];
    this.#partNumbers.clear();
    this.#facets = [];
    this.#deadlines = [];
  }

  addMoves(sequence: number, clock: number, moves: readonly Move[]): void {
    if (moves.length === 0) return;
    this.#rows.moved.push(sequence, clock, movesText(moves));
    for (const { line, at } of placesOf(clock, moves)) this.#rows.moving.push(line, at, sequence);
  }

  addEntry({ kind, id, revision, etag, body }: DirectoryRow): void {
    this.#rows.entry.push(kind, id, revision, etag, body);
  }
}

const noRows = () =>
  Object.fromEntries(Object.keys(INTO).map((table) => [table, [] as Value[]])) as Record<Built, Value[]>;

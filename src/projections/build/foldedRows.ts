// The rows of a build from nothing, as they are folded: a commitment's versions are kept until all of it is folded, each
// with the end of what was known. Nothing is looked up and nothing is written twice.
import type { Slices } from '../../domain/commitment/bodyText.ts';
import type { DeadlineChange } from '../commitments/deadlines.ts';
import type { FacetChange } from '../commitments/facets.ts';
import { keptPiece } from '../commitments/pieceRows.ts';
import { currentValues, deadlineValues, stored, textValues, versionValues } from '../commitments/rows.ts';
import type { Change } from '../commitments/runs.ts';
import type { CurrentRow, NewVersion, VersionKey, VersionRows } from '../commitments/versionRows.ts';
import { addTo, type Indexed, lateText, wordsValues } from '../commitments/words.ts';
import type { DirectoryRow } from '../directory/directoryProjection.ts';
import { INTO, type Value } from '../into.ts';
import { STILL_KNOWN } from '../schema.ts';
import { asideValues, type SetAside } from '../setAside.ts';
import { keptMoves, type Move } from '../statistics/moves.ts';
import { placesOf } from '../statistics/tally.ts';
import type { Built, RowBatch } from './rowBatch.ts';

/** A run, known from one sequence to another. */
interface Known<Run> {
  readonly run: Run;
  readonly knownFrom: number;
  knownTo: number;
}

/** Runs of one commitment, each under a key that no other one has while it is still known. */
class KnownRuns<Key, Run> {
  readonly #still = new Map<Key, Known<Run>>();
  #all: Known<Run>[] = [];

  /** @throws Error where one is known under that key: a table would have two rows of one key */
  open(key: Key, sequence: number, run: Run): void {
    if (this.#still.has(key)) throw new Error(`two runs of one record begin at ${String(key)}`);
    const known = { run, knownFrom: sequence, knownTo: STILL_KNOWN };
    this.#all.push(known);
    this.#still.set(key, known);
  }

  close(key: Key, sequence: number): void {
    const known = this.#still.get(key);
    if (known !== undefined) known.knownTo = sequence;
    this.#still.delete(key);
  }

  change(key: Key, sequence: number, run: Run & Change): void {
    if (run.change === 'opened') this.open(key, sequence, run);
    else this.close(key, sequence);
  }

  /** In the order in which they were opened; forgets them. */
  take(): Known<Run>[] {
    const all = this.#all;
    this.#all = [];
    this.#still.clear();
    return all;
  }
}

/** The tables a record has rows in before its current row is written: how long they were when the last one ended. */
const BEFORE_CURRENT = ['part', 'piece', 'moved', 'moving'] as const;
const NOTHING = { part: 0, piece: 0, moved: 0, moving: 0, parts: 0 };

export class FoldedRows implements VersionRows {
  #rows = noRows();
  /** by when they begin, as deadlines are */
  readonly #versions = new KnownRuns<number, NewVersion>();
  readonly #facets = new KnownRuns<string, FacetChange>();
  readonly #deadlines = new KnownRuns<number, DeadlineChange>();
  readonly #texts = new Map<number, Indexed>();
  #parts = 0;
  #characters = 0;
  #ended = NOTHING;
  readonly #partNumbers = new Map<string, number>();

  /** All of a record is there: what comes is another one's. */
  endRecord(): void {
    const { part, piece, moved, moving } = this.#rows;
    this.#ended = {
      part: part.length,
      piece: piece.length,
      moved: moved.length,
      moving: moving.length,
      parts: this.#parts,
    };
  }

  /** Forgets what there is of the record under way, whose current row is not there yet. */
  dropRecord(): void {
    for (const table of BEFORE_CURRENT) this.#rows[table].length = this.#ended[table];
    this.#parts = this.#ended.parts;
    for (const runs of [this.#versions, this.#facets, this.#deadlines]) runs.take();
    this.#texts.clear();
    this.#partNumbers.clear();
  }

  /** The rows since the last batch was taken: of whole records. */
  take(events: number): RowBatch {
    const rows = this.#rows;
    this.#rows = noRows();
    this.#parts = 0;
    this.#characters = 0;
    this.#ended = NOTHING;
    return { events, rows };
  }

  /** About how long the texts are that wait to be taken. */
  get characters(): number {
    return this.#characters;
  }

  /** A part the commitment had before has its number, whichever version that was in. */
  addPart(texts: Slices): number {
    const key = texts.join('\n');
    const known = this.#partNumbers.get(key);
    if (known !== undefined) return known;
    const no = this.#parts++;
    this.#rows.part.push(no, ...textValues(texts));
    this.#characters += key.length;
    this.#partNumbers.set(key, no);
    return no;
  }

  /** Nothing is loaded again in a build, so no text is ever asked for. */
  partTexts(no: number): Slices {
    throw new Error(`part ${no} is not at hand`);
  }

  addPiece(commitment: number, no: number, text: string): void {
    this.#rows.piece.push(commitment, no, keptPiece(commitment, no, text));
    this.#characters += text.length;
  }

  openVersion(_commitment: number, sequence: number, version: NewVersion): void {
    this.#versions.open(version.from, sequence, version);
  }

  closeVersion(_commitment: number, sequence: number, { from }: VersionKey): void {
    this.#versions.close(from, sequence);
  }

  changeFacet(_commitment: number, sequence: number, facet: FacetChange): void {
    this.#facets.change(`${facet.from} ${facet.name} ${facet.value}`, sequence, facet);
  }

  changeDeadline(_commitment: number, sequence: number, deadline: DeadlineChange): void {
    this.#deadlines.change(deadline.from, sequence, deadline);
  }

  addText(_commitment: number, indexed: Indexed): void {
    addTo(this.#texts, indexed.no, indexed);
  }

  /** The last row of a commitment: what was kept of it goes with it. */
  setCurrent(current: CurrentRow): void {
    const { commitment, version, facet, deadline } = this.#rows;
    commitment.push(...currentValues(current));
    const inOrder = this.#versions.take().sort((a, b) => a.run.from - b.run.from || a.knownFrom - b.knownFrom);
    for (const { run, knownFrom, knownTo } of inOrder) {
      version.push(...versionValues(current.no, knownFrom, run, knownTo));
    }
    for (const { run, knownFrom, knownTo } of this.#facets.take()) {
      facet.push(run.name, run.value, current.no, run.from, stored(run.to), knownFrom, knownTo);
    }
    for (const { run, knownFrom, knownTo } of this.#deadlines.take()) {
      deadline.push(...deadlineValues(current.no, knownFrom, run, knownTo));
    }
    for (const indexed of this.#texts.values()) this.#index(current.no, indexed);
    this.#texts.clear();
    this.#partNumbers.clear();
  }

  #index(commitment: number, indexed: Indexed): void {
    this.#rows.words.push(...wordsValues(commitment, indexed));
    const late = lateText(commitment, indexed);
    if (late !== undefined) this.#rows[late.index].push(...late.values);
  }

  addMoves(sequence: number, clock: number, moves: readonly Move[]): void {
    if (moves.length === 0) return;
    const text = keptMoves(moves);
    this.#rows.moved.push(sequence, clock, text);
    for (const { line, at, moves: here } of placesOf(clock, moves)) {
      this.#rows.moving.push(line, at, sequence, here === moves ? text : keptMoves(here));
    }
  }

  addAside(aside: SetAside): void {
    this.#rows.set_aside.push(...asideValues(aside));
  }

  addNames(values: readonly Value[] | undefined): void {
    if (values !== undefined) this.#rows.names.push(...values);
  }

  addEntry({ kind, id, revision, etag, body }: DirectoryRow): void {
    this.#rows.entry.push(kind, id, revision, etag, body);
  }
}

const noRows = () =>
  Object.fromEntries(Object.keys(INTO).map((table) => [table, [] as Value[]])) as Record<Built, Value[]>;

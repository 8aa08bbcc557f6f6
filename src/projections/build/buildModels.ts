// Builds the models from nothing, stream after stream, into a file beside the one in use: far faster than event after
// event, since each commitment is folded once and each index sorted once. Law: it makes the rows that following makes.
import type { DatabaseSync } from 'node:sqlite';
import { setImmediate as yieldToOthers } from 'node:timers/promises';
import type { CommitmentFact } from '../../domain/commitment/events.ts';
import { readEvent } from '../../domain/read.ts';
import type { Journal, JournalEntry } from '../../journal/journal.ts';
import { openForWriting } from '../../support/dataDir.ts';
import { foldEvent, writeCurrent } from '../commitments/fold.ts';
import { unloaded } from '../commitments/loaded.ts';
import { Cursors } from '../cursors.ts';
import { DirectoryProjection } from '../directory/directoryProjection.ts';
import { type ProjectedEvent, parsed } from '../projection.ts';
import { INDEXES, MODELS_SCHEMA, TABLES } from '../schema.ts';
import { BuiltRows } from './builtRows.ts';
import { removeModels } from './olderModels.ts';

export interface BuildParts {
  readonly dataDir: string;
  /** within DATA_DIR; whatever is there is thrown away */
  readonly file: string;
  readonly journal: Journal;
  readonly clock: () => number;
  readonly signal: AbortSignal;
  readonly onProgress?: (projected: number, stored: number) => void;
}

/** The projections whose cursors a build sets. */
const PROJECTIONS = ['commitments', 'directory'] as const;

/** So many texts are indexed before others get their turn. */
const TEXTS_A_TURN = 1_000;

/** How long a build works before others get their turn, milliseconds. */
const SLICE = 20;

/**
 * Builds up to what the journal holds when it starts. The file is complete and durable when it resolves.
 * @throws UnreadableEvent, SyntaxError at a poison event: following, event after event, is what shows where it stands
 */
export async function buildModels(parts: BuildParts): Promise<void> {
  const { dataDir, file, journal, signal, onProgress } = parts;
  removeModels(dataDir, file);
  const { sequence } = journal.head();
  const db = openForWriting({ dataDir, file, schemaVersion: MODELS_SCHEMA }, TABLES, 'NORMAL');
  try {
    db.exec('PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; BEGIN');
    const build = new Build(db, parts);
    let [projected, turn] = [0, performance.now()];
    for (const entries of journal.readByStream(sequence)) {
      build.add(entries);
      projected += entries.length;
      if (performance.now() - turn < SLICE) continue;
      onProgress?.(projected, sequence + 1);
      await yieldToOthers();
      signal.throwIfAborted();
      turn = performance.now();
    }
    while (build.indexTexts()) {
      await yieldToOthers();
      signal.throwIfAborted();
    }
    build.finish(sequence);
    db.exec(`${INDEXES} COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL`);
  } finally {
    db.close();
  }
}

class Build {
  readonly #rows: BuiltRows;
  readonly #directory: DirectoryProjection;
  readonly #cursors: Cursors;
  readonly #clock: () => number;

  constructor(db: DatabaseSync, { journal, clock }: BuildParts) {
    this.#rows = new BuiltRows(db);
    this.#directory = new DirectoryProjection({ db, journal });
    this.#cursors = new Cursors(db);
    this.#clock = clock;
  }

  /** Whole streams, one after the other. */
  add(entries: readonly JournalEntry[]): void {
    const others: ProjectedEvent[] = [];
    let stream: ProjectedEvent[] = [];
    for (const event of entries.map(parsed)) {
      if (event.record?.aggregate !== 'commitment') others.push(event);
      else if (stream[0]?.record?.id === event.record.id) stream.push(event);
      else {
        this.#fold(stream);
        stream = [event];
      }
    }
    this.#fold(stream);
    this.#directory.apply(others);
  }

  indexTexts(): boolean {
    return this.#rows.indexTexts(TEXTS_A_TURN);
  }

  finish(sequence: number): void {
    const cursor = { sequence, projected: sequence + 1, failure: undefined };
    for (const projection of PROJECTIONS) this.#cursors.set(projection, cursor);
  }

  #fold(events: readonly ProjectedEvent[]): void {
    const first = events[0];
    if (first?.record === undefined) return;
    let loaded = unloaded(first.sequence, first.record.id);
    for (const { envelope, sequence } of events) {
      loaded = foldEvent(this.#rows, loaded, readEvent(envelope) as CommitmentFact, sequence);
    }
    writeCurrent(this.#rows, loaded, this.#clock());
  }
}

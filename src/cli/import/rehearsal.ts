// A rehearsal: commands are judged as the ledger would, on top of what is on record, and nothing is written there.
// What they would add lies in a temporary database that is gone at the end.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Envelope, type NewEvent, parseEnvelope } from '../../domain/envelope.ts';
import type { Journal } from '../../journal/journal.ts';
import { Ledger } from '../../ledger/ledger.ts';
import type { EventStore, ExpectedRevision, ReadOptions } from '../../store/eventStore.ts';
import { leafTexts, revisionBefore } from '../../store/leaf.ts';

export interface Rehearsal {
  readonly ledger: Ledger;
  close(): void;
}

type Base = Pick<Journal, 'head' | 'readStream'>;

/** A rehearsal is its own authority: nothing of it was copied anywhere, so nothing can be missing. */
const NOT_COPIED = () => -1;

/** @param base what is on record; undefined where nothing is */
export function rehearse(name: string, base: Base | undefined, clock: () => number): Rehearsal {
  const scratch = new Scratch(base);
  const journal = { head: () => scratch.head(), revisionOf: NOT_COPIED, complete: true };
  return { ledger: new Ledger({ name, store: scratch, journal, clock }), close: () => scratch.close() };
}

class Scratch implements EventStore {
  readonly #base: Base | undefined;
  readonly #db = new DatabaseSync('', { returnArrays: true });
  readonly #insert: StatementSync;
  readonly #read: StatementSync;
  #clock = 0;

  constructor(base: Base | undefined) {
    this.#base = base;
    this.#db.exec(`PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
      CREATE TABLE event (stream TEXT, revision INTEGER, text TEXT, PRIMARY KEY (stream, revision)) WITHOUT ROWID;
      BEGIN`);
    this.#insert = this.#db.prepare('INSERT INTO event VALUES (?, ?, ?)');
    this.#read = this.#db.prepare('SELECT text FROM event WHERE stream = ? ORDER BY revision');
  }

  /** The clock alone is asked for. */
  head() {
    const { sequence, clock } = this.#base?.head() ?? { sequence: -1, clock: 0 };
    return { sequence, clock: Math.max(clock, this.#clock) };
  }

  /** Nobody else writes here: a stream is where its ledger last left it. */
  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    const before = revisionBefore(expected);
    for (const [index, text] of leafTexts(stream, events, before).entries()) {
      this.#insert.run(stream, before + 1 + index, text);
    }
    for (const { metadata } of events) this.#clock = Math.max(this.#clock, Date.parse(metadata.recordedAt));
    return { revision: before + events.length };
  }

  async readStream(stream: string, { from = 0, limit }: ReadOptions = {}): Promise<readonly Envelope[]> {
    return this.#all(stream)
      .slice(from, limit === undefined ? undefined : from + limit)
      .map(parseEnvelope);
  }

  follow(): never {
    throw new Error('nobody follows a rehearsal');
  }

  close(): void {
    this.#db.close();
  }

  #all(stream: string): string[] {
    const added = this.#read.all(stream) as unknown as [string][];
    return [...(this.#base?.readStream(stream) ?? []).map(({ text }) => text), ...added.map(([text]) => text)];
  }
}

// A rehearsal: commands are judged as the ledger would, on top of what is on record, and nothing is written there.
// What they would add lies in a temporary database that is gone at the end.
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { type Envelope, type NewEvent, parseEnvelope } from '../domain/envelope.ts';
import type { Journal } from '../journal/journal.ts';
import { Ledger } from '../ledger/ledger.ts';
import type { EventStore, ExpectedRevision, ReadOptions } from '../store/eventStore.ts';
import { leafTexts, revisionBefore } from '../store/leaf.ts';

export interface Rehearsal {
  readonly ledger: Ledger;
  /** whether an event is on record, or would be */
  onRecord(event: string): Promise<boolean>;
  close(): void;
}

/** What is on record, wherever it lies. */
export interface OnRecord {
  /** the journal's clock, milliseconds since 1970; 0 where nothing is on record */
  readonly clock: number;
  /** the canonical texts of a stream's events, by revision: at most `limit` of them */
  readStream(stream: string, limit: number | undefined): Promise<readonly string[]>;
  has(event: string): Promise<boolean>;
}

export const onRecordIn = (journal: Pick<Journal, 'head' | 'readStream' | 'find'>): OnRecord => ({
  clock: journal.head().clock,
  readStream: async (stream) => journal.readStream(stream).map(({ text }) => text),
  has: async (event) => journal.find(event) !== undefined,
});

export const NOTHING: OnRecord = { clock: 0, readStream: async () => [], has: async () => false };

/** A rehearsal is its own authority: nothing of it was copied anywhere, so nothing can be missing. */
const NOT_COPIED = () => -1;

export function rehearse(name: string, base: OnRecord, clock: () => number): Rehearsal {
  const scratch = new Scratch(base);
  const journal = { head: () => scratch.head(), revisionOf: NOT_COPIED, complete: true };
  return {
    ledger: new Ledger({ name, store: scratch, journal, clock }),
    onRecord: async (event) => scratch.has(event) || base.has(event),
    close: () => scratch.close(),
  };
}

class Scratch implements EventStore {
  readonly #base: OnRecord;
  readonly #db = new DatabaseSync('', { returnArrays: true });
  readonly #insert: StatementSync;
  readonly #read: StatementSync;
  readonly #has: StatementSync;
  #clock = 0;

  constructor(base: OnRecord) {
    this.#base = base;
    this.#db.exec(`PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA cache_size=-8192;
      CREATE TABLE event (stream TEXT, revision INTEGER, id TEXT, text TEXT, PRIMARY KEY (stream, revision)) WITHOUT ROWID;
      CREATE INDEX by_id ON event (id);
      BEGIN`);
    this.#insert = this.#db.prepare('INSERT INTO event VALUES (?, ?, ?, ?)');
    this.#read = this.#db.prepare('SELECT text FROM event WHERE stream = ? ORDER BY revision LIMIT ?');
    this.#has = this.#db.prepare('SELECT 1 FROM event WHERE id = ?');
  }

  /** The clock alone is asked for. */
  head() {
    return { sequence: -1, clock: Math.max(this.#base.clock, this.#clock) };
  }

  has(event: string): boolean {
    return this.#has.get(event) !== undefined;
  }

  /** Nobody else writes here: a stream is where its ledger last left it. */
  async append(stream: string, events: readonly NewEvent[], expected: ExpectedRevision) {
    const before = revisionBefore(expected);
    for (const [index, text] of leafTexts(stream, events, before).entries()) {
      this.#insert.run(stream, before + 1 + index, events[index]?.id ?? '', text);
    }
    for (const { metadata } of events) this.#clock = Math.max(this.#clock, Date.parse(metadata.recordedAt));
    return { revision: before + events.length };
  }

  async readStream(stream: string, { from = 0, limit }: ReadOptions = {}): Promise<readonly Envelope[]> {
    const upTo = limit === undefined ? undefined : from + limit;
    return (await this.#all(stream, upTo)).slice(from, upTo).map(parseEnvelope);
  }

  follow(): never {
    throw new Error('nobody follows a rehearsal');
  }

  close(): void {
    this.#db.close();
  }

  /** What would be added comes first where one event is enough: it is asked for each reference. */
  async #all(stream: string, upTo: number | undefined): Promise<readonly string[]> {
    const added = (this.#read.all(stream, upTo ?? -1) as unknown as [string][]).map(([text]) => text);
    if (upTo === 1 && added.length === 1) return added;
    return [...(await this.#base.readStream(stream, upTo)), ...added];
  }
}

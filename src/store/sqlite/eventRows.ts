// A log of events in an SQLite file, read: a gapless sequence of rows, each with the text that is kept, hashed and served.
// The embedded ledger, its operations and a follower's journal are such logs. It never interprets an event.
import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { parseEnvelope } from '../../domain/envelope.ts';
import { leafHash } from '../../merkle/hash.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { AT_MOST } from '../../support/sql.ts';
import { idPrefix, textBearsId } from './eventIds.ts';
import { rangesSchema } from './treeRanges.ts';

/** Which of a file's logs. */
export type LogName = 'event' | 'operation';

export interface EventRow {
  readonly sequence: number;
  /** milliseconds since 1970: the running maximum of `recordedAt`, each within its bound */
  readonly clock: number;
  readonly text: string;
}

export interface LogHead {
  /** of the last event; -1 where there is none */
  readonly sequence: number;
  /** milliseconds; 0 where there is no event */
  readonly clock: number;
}

/** A stream's slice, in revisions and by the sequence it was known at. */
export interface StreamSlice {
  /** the first revision wanted */
  readonly from: number;
  /** the last sequence wanted */
  readonly upTo: number;
  readonly limit: number;
}

/**
 * Each page an append touches is written to the disk before it is acknowledged, so it touches few:
 * a stream is a small integer in the rows, its first event's sequence, so that the index by stream stays dense;
 * names and ids are indexed late, in sorted batches (streamNumbers.ts, eventIds.ts); a leaf is hashed from its text when it is asked for.
 */
export function logSchema(log: LogName): string {
  return `
    CREATE TABLE IF NOT EXISTS ${log}_stream (
      name TEXT PRIMARY KEY, stream INTEGER NOT NULL
    ) STRICT, WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS ${log} (
      sequence INTEGER PRIMARY KEY,
      stream INTEGER NOT NULL,
      revision INTEGER NOT NULL,
      clock INTEGER NOT NULL,
      text TEXT NOT NULL
    ) STRICT;
    CREATE UNIQUE INDEX IF NOT EXISTS ${log}_stream_revision ON ${log} (stream, revision);
    CREATE TABLE IF NOT EXISTS ${log}_id (
      prefix INTEGER NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (prefix, sequence)
    ) STRICT, WITHOUT ROWID;
    ${rangesSchema(log)};
    CREATE TABLE IF NOT EXISTS cursor (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID`;
}

type Row = Record<string, SQLOutputValue>;

/** Steps of a bisection from which on the clocks they end at are kept, and how many of those. */
const LONG_STEP = 256;
const CLOCKS = 20_000;
/** A search for about where an instant lies tells apart at least so many places in a log, if it is as long. */
const PLACES = 4_096;

/** Of a bisection: its last step, and the shortest of those whose clocks are kept. */
interface Steps {
  readonly shortest: number;
  readonly kept: number;
}

export class EventRows {
  /** the path of the database's file */
  readonly file: string;
  readonly #numberOf: (name: string) => number | undefined;
  readonly #head: StatementSync;
  readonly #page: StatementSync;
  readonly #slice: StatementSync;
  readonly #texts: StatementSync;
  readonly #revision: StatementSync;
  readonly #revisionsAt: StatementSync;
  readonly #leaves: StatementSync;
  readonly #clock: StatementSync;
  readonly #clocks = new BoundedMap<number, number>(CLOCKS);
  readonly #hasPrefix: StatementSync;
  readonly #streams: StatementSync;
  readonly #lastStream: StatementSync;
  readonly #byPrefix: StatementSync;
  readonly #unindexed: StatementSync;

  /** @param numberOf a stream's number, of who writes the log; a reader looks it up in the file */
  constructor(db: DatabaseSync, log: LogName, numberOf?: (name: string) => number | undefined) {
    this.file = db.location() ?? '';
    this.#numberOf = numberOf ?? numbersIn(db, log);
    const row = 'sequence, clock, text';
    const stream = 'stream = ?';
    this.#head = db.prepare(`SELECT sequence, clock FROM ${log} ORDER BY sequence DESC LIMIT 1`);
    this.#page = db.prepare(`SELECT ${row} FROM ${log} WHERE sequence > ? ORDER BY sequence ${AT_MOST}`);
    this.#slice = db.prepare(
      `SELECT ${row} FROM ${log} WHERE ${stream} AND revision >= ? AND sequence <= ? ORDER BY revision ${AT_MOST}`,
    );
    this.#texts = db.prepare(`SELECT text FROM ${log} WHERE ${stream} AND revision >= ? ORDER BY revision ${AT_MOST}`);
    this.#revisionsAt = db.prepare(
      `SELECT coalesce((SELECT max(revision) FROM ${log} WHERE stream = value AND sequence <= ?), -1) FROM json_each(?)
       ORDER BY key`,
    );
    this.#revision = db.prepare(`SELECT max(revision) FROM ${log} WHERE ${stream}`);
    this.#leaves = db.prepare(`SELECT text FROM ${log} WHERE sequence >= ? ORDER BY sequence ${AT_MOST}`);
    this.#clock = db.prepare(`SELECT clock FROM ${log} WHERE sequence = ?`);
    this.#hasPrefix = db.prepare(`SELECT 1 FROM ${log}_id WHERE prefix = ?`);
    this.#streams = db.prepare(
      `SELECT ${row} FROM ${log} WHERE stream > ? AND stream <= ? AND sequence <= ? ORDER BY stream, revision`,
    );
    this.#lastStream = db.prepare(`SELECT max(stream) FROM ${log}`);
    this.#byPrefix = db.prepare(
      `SELECT ${row} FROM ${log} WHERE sequence IN (SELECT sequence FROM ${log}_id WHERE prefix = ?) ORDER BY sequence`,
    );
    this.#unindexed = db.prepare(
      `SELECT ${row} FROM ${log} WHERE sequence >
         coalesce((SELECT CAST(value AS INTEGER) FROM cursor WHERE name = '${log}_id'), -1)
       AND instr(text, ?) > 0 ORDER BY sequence`,
    );
  }

  head(): LogHead {
    const row = this.#head.get();
    return row === undefined ? { sequence: -1, clock: 0 } : { sequence: Number(row[0]), clock: Number(row[1]) };
  }

  /** At most `limit` rows after `sequence`. */
  read(after: number, limit: number): EventRow[] {
    return this.#page.all(after, limit).map(eventRow);
  }

  readStream(stream: string, { from, upTo, limit }: StreamSlice): EventRow[] {
    const number = this.#numberOf(stream);
    return number === undefined ? [] : this.#slice.all(number, from, upTo, limit).map(eventRow);
  }

  /** A stream's texts alone. @param limit all where negative */
  textsOf(stream: string, from: number, limit: number): string[] {
    const number = this.#numberOf(stream);
    return number === undefined ? [] : this.#texts.all(number, from, limit).map((row) => String(row[0]));
  }

  /** Whole streams up to a sequence: those numbered after `after`, `count` numbers at a time. */
  readStreams(after: number, count: number, upTo: number): EventRow[] {
    return this.#streams.all(after, after + count, upTo).map(eventRow);
  }

  /** The highest number a stream has, its first event's sequence; -1 where there is none. */
  lastStream(): number {
    return Number(this.#lastStream.get()?.[0] ?? -1);
  }

  /** Of streams' last events up to a sequence, by the streams' numbers; -1 where one has none. */
  revisionsAt(numbers: readonly number[], sequence: number): number[] {
    return this.#revisionsAt.all(sequence, JSON.stringify(numbers)).map((row) => Number(row[0]));
  }

  /** Of the stream's last event; -1 where there is none. */
  revisionOf(stream: string): number {
    const number = this.#numberOf(stream);
    return number === undefined ? -1 : Number(this.#revision.get(number)?.[0] ?? -1);
  }

  /** The first row of an event's id. */
  find(id: string): EventRow | undefined {
    return (
      this.findIndexed(id) ??
      this.#unindexed
        .all(`"id":${JSON.stringify(id)}`)
        .map(eventRow)
        .find(bears(id))
    );
  }

  /** The same, among the rows whose ids are in the index already. Most ids asked for are new: that answer is quick. */
  findIndexed(id: string): EventRow | undefined {
    const prefix = idPrefix(id);
    if (this.#hasPrefix.get(prefix) === undefined) return undefined;
    return this.#byPrefix.all(prefix).map(eventRow).find(bears(id));
  }

  /** RFC 6962 leaf hashes of at most `count` rows from `first`. */
  leaves(first: number, count: number): Uint8Array[] {
    return this.#leaves.all(first, count).map((row) => leafHash(String(row[0])));
  }

  /**
   * The last sequence whose clock is at or before `instant`; -1 where none is. The clock never decreases: bisect.
   * Steps are powers of two, so that a longer log is asked at the same places as before, most of which are remembered.
   */
  sequenceAt(instant: number): number {
    const head = this.head();
    return head.clock <= instant ? head.sequence : this.#bisect(instant, head, { shortest: 1, kept: LONG_STEP });
  }

  /** That sequence, or one after it by less than a 4,096th of the log: its places are few, and soon remembered. */
  sequenceNear(instant: number): number {
    const head = this.head();
    if (head.clock <= instant) return head.sequence;
    const shortest = Math.max(1, powerOf2(head.sequence / PLACES));
    return Math.min(head.sequence, this.#bisect(instant, head, { shortest, kept: shortest }) + shortest - 1);
  }

  /** Law: what is sought lies less than the shortest step after what is found. */
  #bisect(instant: number, head: LogHead, { shortest, kept }: Steps): number {
    let sequence = -1;
    for (let step = powerOf2(head.sequence + 1); step >= shortest; step /= 2) {
      const next = sequence + step;
      if (next < head.sequence && this.#clockAt(next, step >= kept) <= instant) sequence = next;
    }
    return sequence;
  }

  #clockAt(sequence: number, isKept: boolean): number {
    const read = () => Number(this.#clock.get(sequence)?.[0]);
    return isKept ? this.#clocks.getOrMake(sequence, read) : read();
  }
}

/** The highest that is not above it. */
const powerOf2 = (number: number): number => 2 ** Math.floor(Math.log2(number));

function bears(id: string): (row: EventRow) => boolean {
  return ({ text }) => textBearsId(text, id);
}

/**
 * A stream's number as the file tells it: from the table of names, or from the first events that are not in it yet.
 * Each of those is read once: whoever asks for one history mostly asks for many.
 */
function numbersIn(db: DatabaseSync, log: LogName): (name: string) => number | undefined {
  const named = db.prepare(`SELECT stream FROM ${log}_stream WHERE name = ?`);
  const cursor = db.prepare(`SELECT value FROM cursor WHERE name = '${log}_stream'`);
  const head = db.prepare(`SELECT max(sequence) FROM ${log}`);
  const opened = db.prepare(
    `SELECT sequence, text FROM ${log} WHERE sequence > ? AND sequence <= ? AND stream = sequence`,
  );
  const recent = new Map<string, number>();
  let [settled, seen] = [-1, -1];
  const look = () => {
    const now = Number(cursor.get()?.[0] ?? -1);
    if (now > settled) recent.clear();
    settled = now;
    const from = Math.max(seen, settled);
    seen = Number(head.get()?.[0] ?? -1);
    for (const row of opened.iterate(from, seen)) recent.set(parseEnvelope(String(row[1])).stream, Number(row[0]));
  };
  const known = (name: string) => recent.get(name) ?? named.get(name)?.[0];
  return (name) => {
    if (known(name) === undefined) look();
    const number = known(name);
    return number === undefined ? undefined : Number(number);
  };
}

function eventRow(row: Row): EventRow {
  return { sequence: Number(row[0]), clock: Number(row[1]), text: String(row[2]) };
}

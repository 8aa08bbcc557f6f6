// A log of events, written: the next row of the sequence, always within a transaction of the caller's.
// Its process is the only writer, so what it remembers of heads and revisions is the truth, and is forgotten on rollback.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { Hash } from '../../merkle/hash.ts';
import { BoundedMap } from '../../support/boundedMap.ts';
import { EventIds } from './eventIds.ts';
import { type EventRow, EventRows, type LogHead, type LogName } from './eventRows.ts';
import { HeadWatch } from './headWatch.ts';
import { RunningTree } from './runningTree.ts';
import { StreamNumbers } from './streamNumbers.ts';
import type { Participant } from './transactions.ts';

export interface NewRow {
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  /** milliseconds since 1970; 0 where it cannot be told */
  readonly recordedAt: number;
  /** the latest instant that the clock takes from this row, whatever `recordedAt` says */
  readonly clockBound: number;
  readonly text: string;
}

interface StreamEnd {
  /** what stands for the stream in the rows; undefined before its first event */
  number: number | undefined;
  revision: number;
}

/** So many streams' ends are remembered, about ten megabytes. */
const MAX_ENDS = 50_000;

export class EventLog implements Participant {
  readonly rows: EventRows;
  readonly watch: HeadWatch;
  readonly #ids: EventIds;
  readonly #insert: StatementSync;
  readonly #streams: StreamNumbers;
  readonly #tree: RunningTree;
  #ends = new BoundedMap<string, StreamEnd>(MAX_ENDS);
  #head: LogHead;
  /** the head that was committed last: a rollback goes back to it */
  #durable: LogHead;

  constructor(db: DatabaseSync, log: LogName) {
    this.#streams = new StreamNumbers(db, log);
    this.rows = new EventRows(db, log, (name) => this.#streams.numberOf(name));
    this.#ids = new EventIds(db, log, this.rows);
    this.#insert = db.prepare(`INSERT INTO ${log} VALUES (?, ?, ?, ?, ?)`);
    this.#head = this.rows.head();
    this.#durable = this.#head;
    this.#tree = new RunningTree(db, log, this.rows);
    this.watch = new HeadWatch(() => this.#head.sequence);
  }

  head(): LogHead {
    return this.#head;
  }

  /** Of the stream's last event; -1 where there is none. */
  revisionOf(stream: string): number {
    return this.#endOf(stream).revision;
  }

  /** The first row of an event's id. */
  find(id: string): EventRow | undefined {
    return this.#ids.find(id);
  }

  sequenceOf(id: string): number | undefined {
    return this.#ids.sequenceOf(id);
  }

  holds(id: string): boolean {
    return this.#ids.holds(id);
  }

  /** RFC 6962's root over the first `size` rows. @throws RangeError where there are not so many */
  rootAt(size: number): Hash {
    return this.#tree.rootAt(size);
  }

  /**
   * Gives the row the next sequence. The clock is the running maximum of `recordedAt`, each within its bound.
   * Law: with the clock a row got as its bound, the same rows make the same clocks in another log.
   */
  add(row: NewRow): void {
    const end = this.#endOf(row.stream);
    const sequence = this.#head.sequence + 1;
    if (end.number === undefined) {
      this.#streams.add(row.stream, sequence);
      end.number = sequence;
    }
    const clock = Math.max(Math.min(row.recordedAt, row.clockBound), this.#head.clock);
    this.#insert.run(sequence, end.number, row.revision, clock, row.text);
    this.#ids.add(row.id, sequence);
    this.#tree.add(row.text);
    end.revision = row.revision;
    this.#head = { sequence, clock };
  }

  beforeCommit(): void {
    this.#ids.settle(this.#head.sequence);
    this.#streams.settle(this.#head.sequence);
    this.#tree.settle();
  }

  afterCommit(): void {
    this.#durable = this.#head;
    this.watch.moved();
  }

  afterRollback(): void {
    this.#ends = new BoundedMap(MAX_ENDS);
    this.#head = this.#durable;
    this.#ids.load();
    this.#streams.load();
    this.#tree.load();
  }

  #endOf(stream: string): StreamEnd {
    const known = this.#ends.get(stream);
    if (known !== undefined) return known;
    const number = this.#streams.numberOf(stream);
    const end = { number, revision: number === undefined ? -1 : this.rows.revisionOf(stream) };
    this.#ends.set(stream, end);
    return end;
  }
}

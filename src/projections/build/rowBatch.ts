// Rows on their way from the threads that fold to those that write: table by table, value after value, so that what
// crosses is a few long arrays and not thousands of small ones. Parts are numbered from 0 in each batch.
import { INTO, type Value } from '../into.ts';

export type Built = keyof typeof INTO;

/** By table, the values of its rows one after the other. */
export type Rows = Readonly<Partial<Record<Built, Value[]>>>;

export interface RowBatch {
  /** how many events are folded into it */
  readonly events: number;
  readonly rows: Rows;
}

/** Threads that write, and what each takes of a batch: what is counted is summed up beside all the rest, in two orders. */
export const WRITERS = ['rows', 'inTime', 'recorded'] as const;
export type Writer = (typeof WRITERS)[number];

const COUNTED: Readonly<Partial<Record<Built, Writer>>> = { moving: 'inTime', moved: 'recorded' };
const writerOf = (table: Built): Writer => COUNTED[table] ?? 'rows';
const TABLES = Object.keys(INTO) as Built[];
const TAKEN = Object.groupBy(TABLES, writerOf);

export const takenBy = (writer: Writer, { events, rows }: RowBatch): RowBatch => ({
  events,
  rows: Object.fromEntries((TAKEN[writer] ?? []).map((table) => [table, rows[table] ?? []])),
});

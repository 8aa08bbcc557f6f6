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
export const COUNTERS = ['inTime', 'recorded'] as const;
export type Counter = (typeof COUNTERS)[number];
export const WRITERS = ['rows', ...COUNTERS] as const;
export type Writer = (typeof WRITERS)[number];

const COUNTER_OF: Readonly<Partial<Record<Built, Counter>>> = { moving: 'inTime', moved: 'recorded' };
const TAKEN = Object.groupBy(Object.keys(INTO) as Built[], (table): Writer => COUNTER_OF[table] ?? 'rows');

export const tablesOf = (writer: Writer): readonly Built[] => TAKEN[writer] ?? [];

export const takenBy = (writer: Writer, { events, rows }: RowBatch): RowBatch => ({
  events,
  rows: Object.fromEntries(tablesOf(writer).map((table) => [table, rows[table] ?? []])),
});

// Rows on their way from the threads that fold to the one that writes: table by table, value after value, so that what
// crosses is a few long arrays and not thousands of small ones. Parts are numbered from 0 in each batch.
import type { INTO, Value } from '../into.ts';

export type Built = keyof typeof INTO;

/** By table, the values of its rows one after the other. */
export type Rows = Readonly<Record<Built, Value[]>>;

export interface RowBatch {
  /** how many events are folded into it */
  readonly events: number;
  readonly rows: Rows;
}

// Rows on their way from the thread that folds to the one that writes: table by table, value after value, so that what
// crosses is a few long arrays and not thousands of small ones. Versions and parts are numbered from 0 in each batch.
import { INTO, type Into, type Value } from '../commitments/rows.ts';
import { DIRECTORY } from '../directory/directoryProjection.ts';

/** The tables that a build writes. The words of texts are written last: see rowWriter.ts. */
export const BUILT = { ...INTO, entry: DIRECTORY } as const satisfies Record<string, Into>;
export type Built = keyof typeof BUILT;

export interface RowBatch {
  /** how many events are folded into it */
  readonly events: number;
  /** by table, the values of its rows one after the other */
  readonly rows: Readonly<Record<Built, Value[]>>;
}

// What a generated ledger is told in: entries of an import, each a command with the time at which it became known.
import { eventIdOf, recordIdOf } from '../ledger/ids.ts';

/** As a line of an import file holds it. */
export interface Entry {
  readonly id: string;
  readonly command: string;
  readonly data: Readonly<Record<string, unknown>>;
  /** an instant, never before the one of the entry before */
  readonly recordedAt: string;
}

/** An entry in its place among those of the same record. */
export interface Placed {
  readonly entry: Entry;
  readonly minute: number;
  /** the entries before it on the record, made again: whoever decides on them need not remember */
  readonly earlier?: () => readonly Entry[];
}

/** Who imports where nobody is named, and the key an import makes of an entry's id: the events' ids follow from it. */
export const ACTOR = 'import';
export const keyOf = (entry: string): string => `import/${entry}`;

/** The id of the first event an entry makes. */
export const eventOf = (stream: string, entry: string): string => eventIdOf(stream, keyOf(entry), 0);

export const commitmentIdOf = (seed: number, index: number): string =>
  recordIdOf('generated', String(seed), `commitment ${index}`);

// What reading commands ask, of a DATA_DIR or of a running server: texts of JSON, as the API answers them.
import { askedInstant } from '../../domain/time.ts';
import type { CommitmentFilter, ShortId, Sort, StatisticsScope } from '../../projections/readModels.ts';
import type { Context, Given, OptionSpecs } from '../command.ts';
import { UsageError } from '../failure.ts';
import { textOption } from '../options.ts';
import { openHttpReader } from './httpReader.ts';
import { openLocalReader } from './localReader.ts';

/** The two clocks as they were asked about. */
export interface Asked {
  readonly asOf?: string;
  readonly knownAt?: string;
  readonly atSequence?: string;
}

export type DirectoryKind = 'party' | 'occasion' | 'source';
export const KINDS: readonly DirectoryKind[] = ['party', 'occasion', 'source'];

/** Dates as they were written; both count. */
export interface ChangesBetween {
  readonly from: string;
  readonly to: string;
  readonly by: 'effective' | 'recorded';
  readonly id?: string;
}

/** Where the clocks of an answer stand, as instants. */
export interface Clocks {
  readonly asOf: string;
  readonly knownAt: string;
  readonly sequence: string;
}

export interface Answered {
  readonly text: string;
  readonly clocks: Clocks;
}

export interface Reader {
  /** undefined where it is not on record, at those clocks */
  commitment(id: string, asked: Asked): Promise<Answered | undefined>;
  /** the commitments whose ids begin with any of these, whenever they came on record */
  idsBeginning(starts: readonly string[]): Promise<readonly ShortId[]>;
  /** the last change in effect first, or in another order; what was found by words, the last opened first */
  commitments(filter: CommitmentFilter, asked: Asked, sort?: Sort): AsyncIterable<string>;
  history(id: string, asked: Asked): AsyncIterable<string>;
  /** what changed between two dates, in order: a text may hold several items, as a list does */
  changes(range: ChangesBetween, asked: Asked): AsyncIterable<string>;
  /** counts of all commitments, or of those of one kind, party or area */
  statistics(scope: StatisticsScope, asked: Asked): Promise<string>;
  /** a party's commitments, verdicts and scores; undefined where it is not on record, at those clocks */
  scorecard(party: string, asked: Asked): Promise<string | undefined>;
  /** what the parts of a commitment come to; undefined where it is not on record, at those clocks */
  parts(id: string, asked: Asked): Promise<string | undefined>;
  /** a party, an occasion or a source; now where no clocks are given */
  record(kind: DirectoryKind, id: string, asked?: Asked): Promise<string | undefined>;
  /** every party, now, in the order of their codes */
  parties(): AsyncIterable<string>;
  close(): void;
}

export const CLOCKS: OptionSpecs = {
  'as-of': { type: 'string', value: 'DATE', help: 'what was the case then: 2025-05-01 (its end, UTC) or an instant' },
  'known-at': { type: 'string', value: 'DATE', help: 'by what was known then; alone it sets both clocks' },
  'at-sequence': { type: 'string', value: 'N', help: 'by what was known up to this sequence, exactly' },
};

/** Reads from where the options say, and lets go of it, whatever comes of it. @throws UsageError, DataDirRefused, Failed */
export async function withReader<Result>(context: Context, read: (reader: Reader) => Promise<Result>): Promise<Result> {
  const url = textOption(context, 'url');
  const reader = url === undefined ? openLocalReader(context) : openHttpReader(url, context.env);
  try {
    return await read(reader);
  } finally {
    reader.close();
  }
}

/** @throws UsageError */
export function askedOf(given: Given): Asked {
  const asOf = dateOption(given, 'as-of');
  const knownAt = dateOption(given, 'known-at');
  const atSequence = textOption(given, 'at-sequence');
  if (atSequence !== undefined && !/^(?:0|[1-9]\d{0,14})$/.test(atSequence)) {
    throw new UsageError(`--at-sequence is a number from 0, not ${atSequence}`);
  }
  if (atSequence !== undefined && knownAt !== undefined) {
    throw new UsageError('--at-sequence and --known-at are the same clock: give one of the two');
  }
  return {
    ...(asOf === undefined ? {} : { asOf }),
    ...(knownAt === undefined ? {} : { knownAt }),
    ...(atSequence === undefined ? {} : { atSequence }),
  };
}

function dateOption(given: Given, name: string): string | undefined {
  const text = textOption(given, name);
  if (text === undefined || askedInstant(text) !== undefined) return text;
  throw new UsageError(
    `--${name} is a date such as 2025-05-01 or an instant such as 2025-05-01T12:00:00Z, not ${text}`,
  );
}

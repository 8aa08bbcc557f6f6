// Where the rows of the models go. It knows no domain: the thread that writes a build loads nothing else.

/** Where rows go, and how many values each has. */
export interface Into {
  readonly table: string;
  readonly values: number;
  /** what they make of a row; the row itself where absent */
  readonly row?: string;
}

/**
 * A text's row in an index of words is its commitment's number and, in the lowest bits, its own. In an index of what lags its
 * season stands between the two, so that what began too late is passed over by its row alone.
 */
export const TEXT_BITS = 16;
export const SEASON_BITS = 16;
/** A late text's values: its commitment's number, its season, its own number, and the text. */
const LATE_TEXT = { values: 4, row: `((? << ${SEASON_BITS} | ?) << ${TEXT_BITS} | ?, ?)` } as const;

export const INTO = {
  part: { table: 'part', values: 4 },
  piece: { table: 'piece', values: 3 },
  version: { table: 'version', values: 24 },
  facet: { table: 'facet', values: 7 },
  deadline: { table: 'deadline', values: 12 },
  words: { table: 'words (rowid, text)', values: 2 },
  late_words_0: { table: 'late_words_0 (rowid, text)', ...LATE_TEXT },
  late_words_1: { table: 'late_words_1 (rowid, text)', ...LATE_TEXT },
  commitment: { table: 'commitment', values: 15 },
  moved: { table: 'moved', values: 3 },
  moving: { table: 'moving', values: 3 },
  tally: { table: 'tally', values: 5 },
  names: { table: 'names (rowid, text, kind, id)', values: 4 },
  entry: { table: 'entry', values: 5 },
  set_aside: { table: 'set_aside', values: 5 },
} as const satisfies Record<string, Into>;

export const inserting = ({ table, values, row = placesFor(values) }: Into, rows = 1): string =>
  `INSERT INTO ${table} VALUES ${Array(rows).fill(row).join(', ')}`;

const placesFor = (values: number): string => `(${Array(values).fill('?').join(', ')})`;

export type Value = string | number | null;

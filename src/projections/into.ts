// Where the rows of the models go. It knows no domain: the thread that writes a build loads nothing else.

/** Where rows go, and how many values each has. */
export interface Into {
  readonly table: string;
  readonly values: number;
}
export const INTO = {
  part: { table: 'part', values: 4 },
  version: { table: 'version', values: 21 },
  facet: { table: 'facet', values: 7 },
  deadline: { table: 'deadline', values: 10 },
  words: { table: 'words (rowid, text)', values: 2 },
  late_words_0: { table: 'late_words_0 (rowid, text)', values: 2 },
  late_words_1: { table: 'late_words_1 (rowid, text)', values: 2 },
  late_words_2: { table: 'late_words_2 (rowid, text)', values: 2 },
  commitment: { table: 'commitment', values: 14 },
  moved: { table: 'moved', values: 3 },
  moving: { table: 'moving', values: 3 },
  tally: { table: 'tally', values: 5 },
  entry: { table: 'entry', values: 5 },
} as const satisfies Record<string, Into>;

export const inserting = ({ table, values }: Into, rows = 1): string => {
  const row = `(${Array(values).fill('?').join(', ')})`;
  return `INSERT INTO ${table} VALUES ${Array(rows).fill(row).join(', ')}`;
};

export type Value = string | number | null;

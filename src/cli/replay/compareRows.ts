// The rows of the read models against rows built from nothing: what no answer as of now shows (what lists filter by,
// what later knowledge replaced, the current rows) is held to the history too. It writes only to a folder of its own.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { pathToFileURL } from 'node:url';
import type { Journal } from '../../journal/journal.ts';
import { buildModels } from '../../projections/build/buildModels.ts';
import { partsOf, TEXT } from '../../projections/commitments/listQuery.ts';
import { INDEXES_OF_WORDS, MODELS_FILE } from '../../projections/schema.ts';

export interface RowDifference {
  readonly table: string;
  /** the row as the history makes it, and as it stands; one of them undefined where there is no such row */
  readonly history: unknown;
  readonly model: unknown;
}

interface Compare {
  readonly dataDir: string;
  readonly journal: Journal;
  readonly clock: () => number;
  readonly onProgress: (built: number, stored: number) => void;
}

/** Of an index of words, how often each is there and in how many texts: all that it tells without those. */
const termsOf = (db: string, words: string): string =>
  `CREATE VIRTUAL TABLE temp.${db}_${words} USING fts5vocab(${db}, ${words}, row);`;

/** What each table says, without the numbers of its rows, which depend on the order they were written in. */
const TABLES: Readonly<Record<string, (db: string, now: number) => string>> = {
  // A row whose next change has come is made anew by whoever reads it: it says nothing until then.
  commitment: (db, now) => `SELECT r.no, r.id, r.revision, r.next_cut, r.status, r.timeliness, r.etag, ${TEXT} AS text
    FROM ${db}.commitment AS r ${partsOf('r', db)} WHERE r.no NOT IN (SELECT no FROM live.commitment WHERE next_cut <= ${now})`,
  version: (db) => `SELECT r.commitment, r.kind, r.status, r.effective_from, r.effective_to, r.known_from, r.known_to,
    r.due_from, r.due_to, r.outcome, r.lead, r.lag, r.signature, r.text AS said, r.sum, r.start_sum, ${TEXT} AS text FROM ${db}.version AS r ${partsOf('r', db)}`,
  piece: (db) => `SELECT * FROM ${db}.piece`,
  facet: (db) => `SELECT * FROM ${db}.facet`,
  deadline: (db) => `SELECT * FROM ${db}.deadline`,
  ...Object.fromEntries(INDEXES_OF_WORDS.map((words) => [words, (db: string) => `SELECT * FROM temp.${db}_${words}`])),
  moved: (db) => `SELECT * FROM ${db}.moved`,
  moving: (db) => `SELECT * FROM ${db}.moving`,
  tally: (db) => `SELECT * FROM ${db}.tally`,
  names: (db) => `SELECT rowid, text, kind, id FROM ${db}.names`,
  entry: (db) => `SELECT * FROM ${db}.entry`,
  set_aside: (db) => `SELECT * FROM ${db}.set_aside`,
};

/** The first row in which models that have the whole journal differ from what it makes; undefined where none does. */
export async function compareRows({
  dataDir,
  journal,
  clock,
  onProgress,
}: Compare): Promise<RowDifference | undefined> {
  const scratch = await mkdtemp(join(tmpdir(), 'concordat-replay-'));
  try {
    const signal = new AbortController().signal;
    await buildModels({ dataDir: scratch, file: MODELS_FILE, journal, clock, signal, onProgress });
    const db = new DatabaseSync(join(scratch, MODELS_FILE), { readOnly: true });
    try {
      db.prepare('ATTACH ? AS live').run(`${pathToFileURL(join(dataDir, MODELS_FILE))}?mode=ro`);
      for (const one of ['main', 'live']) db.exec(INDEXES_OF_WORDS.map((words) => termsOf(one, words)).join(''));
      return firstDifference(db, clock());
    } finally {
      db.close();
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

function firstDifference(db: DatabaseSync, now: number): RowDifference | undefined {
  for (const [table, rows] of Object.entries(TABLES)) {
    const only = (one: string, other: string) =>
      db.prepare(`${rows(one, now)} EXCEPT ${rows(other, now)} LIMIT 1`).get();
    const [history, model] = [only('main', 'live'), only('live', 'main')];
    if (history !== undefined || model !== undefined) return { table, history, model };
  }
  return undefined;
}

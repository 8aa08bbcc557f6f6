// The rows of a models' file by what they say, so that two files can be held against each other.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { partsOf, TEXT } from '../../src/projections/commitments/listQuery.ts';
import { INDEXES_OF_WORDS } from '../../src/projections/schema.ts';

/** A mark stands wherever it was added: its place says nothing. */
const PLACE_OF_WORD = `iif(unicode(term) BETWEEN ${0xe000} AND ${0xf8ff}, NULL, "offset") AS place`;

/** Every row of every table by what it says: numbers of rows depend on the order in which they were written. */
export function contents(dir: string, file: string): Record<string, unknown[]> {
  const db = new DatabaseSync(join(dir, file), { readOnly: true });
  for (const table of INDEXES_OF_WORDS) {
    db.exec(`CREATE VIRTUAL TABLE temp.${table}_indexed USING fts5vocab(main, '${table}', 'instance')`);
  }
  const all = (sql: string) =>
    db
      .prepare(sql)
      .all()
      .map((row) => JSON.stringify(row))
      .sort();
  const rows = {
    cursor: all('SELECT * FROM cursor'),
    commitment: all(
      `SELECT r.no, id, revision, next_cut, status, timeliness, etag, ${TEXT} AS text FROM commitment r ${partsOf('r')}`,
    ),
    version:
      all(`SELECT commitment, kind, status, effective_from, effective_to, known_from, known_to, due_from, due_to, outcome, lead, lag, signature, r.text AS said, sum, start_sum,
      ${TEXT} AS text FROM version r ${partsOf('r')}`),
    piece: all('SELECT * FROM piece'),
    facet: all('SELECT * FROM facet'),
    deadline: all('SELECT * FROM deadline'),
    ...Object.fromEntries(
      INDEXES_OF_WORDS.map((table) => [
        table,
        all(`SELECT term, CAST(doc AS TEXT) AS doc, ${PLACE_OF_WORD} FROM temp.${table}_indexed`),
      ]),
    ),
    moved: all('SELECT * FROM moved'),
    moving: all('SELECT * FROM moving'),
    tally: all('SELECT * FROM tally'),
    names: all('SELECT rowid, text, kind, id FROM names'),
    entry: all('SELECT * FROM entry'),
    set_aside: all('SELECT * FROM set_aside'),
    schema: all("SELECT type, name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%'"),
  };
  db.close();
  return rows;
}

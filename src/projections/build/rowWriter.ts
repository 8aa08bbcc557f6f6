// Writes the rows of a build, many in one statement. Batches come in the order of streams: what is kept in another order,
// facets, deadlines and the indexes of words, is put aside until all is there, and then written in that order.
// Bodies are put aside as well, and written last: of a large file only the beginning is mapped into memory, and what every
// list passes over lies there.
import type { DatabaseSync } from 'node:sqlite';
import { unjournalled } from '../../support/dataDir.ts';
import { AT_MOST } from '../../support/sql.ts';
import { Inserts } from '../inserts.ts';
import { INTO, type Into, type Value } from '../into.ts';
import { INDEXES_OF_WORDS, type IndexOfWords, MODELS_PAGE, partTable } from '../schema.ts';
import type { Built, Rows } from './rowBatch.ts';

/** So many texts are indexed by one statement, which nothing can interrupt. */
const TEXTS_TOGETHER = 10_000;

/** Where a row has numbers of parts, which a batch counts from 0: of its parts the first one's alone. */
const PART_NUMBERS = [
  ['part', 0],
  ['version', 14],
  ['commitment', 7],
] as const;

/** Of what is counted, rows come from other threads, at the end. */
const COUNTED: readonly Built[] = ['moved', 'moving', 'tally'];

const ASIDE = `
  ${INDEXES_OF_WORDS.map((name) => `CREATE TEMP TABLE ${name}_texts (row INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT;`).join('\n  ')}
  CREATE TEMP TABLE facets (name TEXT, value TEXT, no INTEGER, since INTEGER, until INTEGER, known_from INTEGER,
    known_to INTEGER) STRICT;
  CREATE TEMP TABLE deadlines AS SELECT * FROM deadline LIMIT 0;
  CREATE TEMP TABLE entries AS SELECT * FROM entry LIMIT 0;`;

export class RowWriter {
  readonly #db: DatabaseSync;
  readonly #tables: readonly (readonly [Built, Inserts])[];
  #parts = 1;

  /** @param partsPath of a file that is there until the build ends */
  constructor(db: DatabaseSync, partsPath: string) {
    db.exec(ASIDE);
    db.prepare('ATTACH ? AS parts').run(partsPath);
    db.exec(`PRAGMA parts.page_size=${MODELS_PAGE}; ${unjournalled('parts')}; ${partTable('parts')}`);
    const aside: Partial<Record<Built, Into>> = {
      part: { ...INTO.part, table: 'parts.part' },
      piece: { ...INTO.piece, table: 'parts.piece' },
      ...Object.fromEntries(INDEXES_OF_WORDS.map((name) => [name, { ...INTO[name], table: `temp.${name}_texts` }])),
      facet: { ...INTO.facet, table: 'temp.facets' },
      deadline: { ...INTO.deadline, table: 'temp.deadlines' },
      entry: { ...INTO.entry, table: 'temp.entries' },
    };
    this.#db = db;
    this.#tables = (Object.keys(INTO) as Built[])
      .filter((table) => !COUNTED.includes(table))
      .map((table) => [table, new Inserts(db, aside[table] ?? INTO[table])]);
  }

  write(rows: Rows): void {
    for (const [table, column] of PART_NUMBERS) shift(rows[table], INTO[table], column, this.#parts);
    this.#parts += rows.part.length / INTO.part.values;
    for (const [table, inserts] of this.#tables) inserts.write(rows[table]);
  }

  /** When all rows are written. */
  sort(): void {
    for (const name of INDEXES_OF_WORDS) this.#indexTexts(name);
    this.#db.exec('INSERT INTO facet SELECT * FROM temp.facets ORDER BY name, value, no, since, known_from');
    this.#db.exec(
      'INSERT INTO deadline SELECT * FROM temp.deadlines ORDER BY superseded, outcome, due_to, commitment, effective_from, known_from',
    );
  }

  /** What is counted, from the files of the threads that summed it up. */
  addCounts(paths: readonly string[]): void {
    for (const [index, path] of paths.entries()) {
      this.#db.prepare(`ATTACH ? AS counts_${index}`).run(path);
      for (const table of COUNTED) {
        this.#db.exec(`INSERT INTO ${table} SELECT * FROM counts_${index}.${table}`);
      }
    }
  }

  /** Of commitments they are copied page by page, as they are. */
  addBodies(): void {
    this.#db.exec('INSERT INTO entry SELECT * FROM temp.entries ORDER BY kind, id');
    this.#db.exec('INSERT INTO main.part SELECT * FROM parts.part');
    this.#db.exec('INSERT INTO main.piece SELECT * FROM parts.piece');
  }

  #indexTexts(table: IndexOfWords): void {
    const texts = `SELECT row, text FROM temp.${table}_texts WHERE row > ? ORDER BY row ${AT_MOST}`;
    const index = this.#db.prepare(`INSERT INTO ${table} (rowid, text) ${texts}`);
    // rows of late texts have more digits than a number
    index.setReadBigInts(true);
    for (let after = -1n; ; ) {
      const { changes, lastInsertRowid } = index.run(after, TEXTS_TOGETHER);
      if (changes === 0n) break;
      after = BigInt(lastInsertRowid);
    }
    // one segment for all: a search seeks in each there is
    this.#db.exec(`INSERT INTO ${table} (${table}) VALUES ('optimize')`);
  }
}

function shift(values: Value[], { values: width }: Into, column: number, by: number): void {
  for (let at = column; at < values.length; at += width) values[at] = Number(values[at]) + by;
}

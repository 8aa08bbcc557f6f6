// The rows of a build from nothing: a commitment's versions are kept until all of it is folded, and then written once,
// each with the end of what was known. Nothing is looked up and nothing is written twice.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { FacetChange } from '../commitments/facets.ts';
import {
  currentValues,
  INSERT_CURRENT,
  INSERT_FACET,
  INSERT_HEARD,
  INSERT_PART,
  INSERT_VERSION,
  stored,
  versionValues,
} from '../commitments/rows.ts';
import type { CurrentRow, NewVersion, VersionRows } from '../commitments/versionRows.ts';
import { type HeardChange, TEXTS } from '../commitments/words.ts';
import { STILL_KNOWN } from '../schema.ts';

interface Pending {
  readonly values: ReturnType<typeof versionValues>;
  knownTo: number;
}
interface PendingHeard {
  readonly text: number;
  readonly from: number;
  readonly to: number;
  readonly knownFrom: number;
  knownTo: number;
}
interface PendingFacet extends Omit<FacetChange, 'change'> {
  readonly knownFrom: number;
  knownTo: number;
}

export class BuiltRows implements VersionRows {
  readonly #insertPart: StatementSync;
  readonly #insertVersion: StatementSync;
  readonly #insertFacet: StatementSync;
  readonly #insertCurrent: StatementSync;
  readonly #db: DatabaseSync;
  readonly #keepText: StatementSync;
  readonly #insertHeard: StatementSync;
  /** by number less the first one's */
  #versions: Pending[] = [];
  #facets: PendingFacet[] = [];
  #heard: PendingHeard[] = [];
  #firstVersion = 1;
  #parts = 0;
  readonly #partNumbers = new Map<string, number>();
  #indexed = -1;

  constructor(db: DatabaseSync) {
    db.exec('CREATE TEMP TABLE said (row INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT');
    this.#db = db;
    this.#keepText = db.prepare('INSERT INTO temp.said VALUES (?, ?)');
    this.#insertHeard = db.prepare(INSERT_HEARD);
    this.#insertPart = db.prepare(INSERT_PART);
    this.#insertVersion = db.prepare(INSERT_VERSION);
    this.#insertFacet = db.prepare(INSERT_FACET);
    this.#insertCurrent = db.prepare(INSERT_CURRENT);
  }

  /** A text the commitment had before has its number, whichever version that was in. */
  addPart(text: string): number {
    const known = this.#partNumbers.get(text);
    if (known !== undefined) return known;
    this.#parts++;
    this.#insertPart.run(this.#parts, text);
    this.#partNumbers.set(text, this.#parts);
    return this.#parts;
  }

  /** Nothing is loaded again in a build, so no text is ever asked for. */
  partText(no: number): string {
    throw new Error(`part ${no} is not at hand`);
  }

  openVersion(commitment: number, sequence: number, version: NewVersion): number {
    this.#versions.push({ values: versionValues(commitment, sequence, version), knownTo: STILL_KNOWN });
    return this.#firstVersion + this.#versions.length - 1;
  }

  closeVersion(row: number, sequence: number): void {
    const version = this.#versions[row - this.#firstVersion];
    if (version !== undefined) version.knownTo = sequence;
  }

  changeFacet(_commitment: number, sequence: number, { name, value, from, to, change }: FacetChange): void {
    if (change === 'opened') {
      this.#facets.push({ name, value, from, to, knownFrom: sequence, knownTo: STILL_KNOWN });
      return;
    }
    const open = this.#facets.find(
      (facet) => facet.name === name && facet.value === value && facet.from === from && facet.knownTo === STILL_KNOWN,
    );
    if (open !== undefined) open.knownTo = sequence;
  }

  /** Kept aside: streams come in the order of their names, and the index takes rows in the order of their numbers. */
  addText(commitment: number, no: number, text: string): void {
    this.#keepText.run(commitment * TEXTS + no, text);
  }

  changeHeard(commitment: number, sequence: number, { no, from, to, change }: HeardChange): void {
    const text = commitment * TEXTS + no;
    if (change === 'opened') {
      this.#heard.push({ text, from, to, knownFrom: sequence, knownTo: STILL_KNOWN });
      return;
    }
    const open = this.#heard.find((run) => run.text === text && run.from === from && run.knownTo === STILL_KNOWN);
    if (open !== undefined) open.knownTo = sequence;
  }

  /** Indexes the words of so many texts. Call again until it returns false. */
  indexTexts(limit: number): boolean {
    const indexed = this.#db
      .prepare('INSERT INTO words (rowid, text) SELECT row, text FROM temp.said WHERE row > ? ORDER BY row LIMIT ?')
      .run(this.#indexed, limit);
    if (Number(indexed.changes) === 0) return false;
    this.#indexed = Number(indexed.lastInsertRowid);
    return true;
  }

  /** The last row of a commitment: what was kept of it is written with it. */
  setCurrent(current: CurrentRow): void {
    this.#insertCurrent.run(...currentValues(current));
    for (const [index, { values, knownTo }] of this.#versions.entries()) {
      this.#insertVersion.run(this.#firstVersion + index, ...values, knownTo);
    }
    for (const { name, value, from, to, knownFrom, knownTo } of this.#facets) {
      this.#insertFacet.run(name, value, current.no, from, stored(to), knownFrom, knownTo);
    }
    for (const { text, from, to, knownFrom, knownTo } of this.#heard) {
      this.#insertHeard.run(text, from, stored(to), knownFrom, knownTo);
    }
    this.#heard = [];
    this.#firstVersion += this.#versions.length;
    this.#versions = [];
    this.#partNumbers.clear();
    this.#facets = [];
  }
}

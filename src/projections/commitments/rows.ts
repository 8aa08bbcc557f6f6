// The rows of the commitments' models: every statement that writes them, prepared once.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { STATUSES, type Status } from '../../domain/commitment/headline.ts';
import { FOREVER, STILL_KNOWN } from '../schema.ts';
import type { FacetChange } from './facets.ts';

export const kindNumber = (kind: Kind): number => KINDS.indexOf(kind);
export const statusNumber = (status: Status): number => STATUSES.indexOf(status);
export const stored = (instant: number): number => (instant === Infinity ? FOREVER : instant);

export interface NewVersion {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly status: Status;
  readonly body: number;
}

export interface CurrentRow {
  readonly no: number;
  readonly id: string;
  readonly revision: number;
  readonly nextCut: number | undefined;
  readonly etag: string;
  readonly body: string;
}

export class CommitmentRows {
  readonly #insertBody: StatementSync;
  readonly #insertVersion: StatementSync;
  readonly #closeVersion: StatementSync;
  readonly #insertFacet: StatementSync;
  readonly #closeFacet: StatementSync;
  readonly #upsertCurrent: StatementSync;
  readonly #number: StatementSync;
  readonly #openBodies: StatementSync;
  readonly #due: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insertBody = db.prepare('INSERT INTO body (text) VALUES (?)');
    this.#insertVersion = db.prepare(`INSERT INTO version VALUES (?, ?, ?, ?, ${STILL_KNOWN}, ?, ?, ?)`);
    this.#closeVersion = db.prepare(
      `UPDATE version SET known_to = ? WHERE commitment = ? AND effective_from = ? AND known_to = ${STILL_KNOWN}`,
    );
    this.#insertFacet = db.prepare(`INSERT INTO facet VALUES (?, ?, ?, ?, ?, ?, ${STILL_KNOWN})`);
    this.#closeFacet = db.prepare(
      `UPDATE facet SET known_to = ? WHERE name = ? AND value = ? AND commitment = ? AND effective_from = ?
         AND known_to = ${STILL_KNOWN}`,
    );
    this.#upsertCurrent = db.prepare(
      `INSERT INTO commitment VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO UPDATE SET
         revision = excluded.revision, next_cut = excluded.next_cut, etag = excluded.etag, body = excluded.body`,
    );
    this.#number = db.prepare('SELECT no FROM commitment WHERE id = ?');
    this.#openBodies = db.prepare(
      `SELECT body FROM version WHERE commitment = ? AND known_to = ${STILL_KNOWN} ORDER BY effective_from`,
    );
    this.#due = db.prepare(
      'SELECT no, id FROM commitment WHERE next_cut IS NOT NULL AND next_cut <= ? ORDER BY next_cut LIMIT ?',
    );
  }

  /** The number of the new body. */
  addBody(text: string): number {
    return Number(this.#insertBody.run(text).lastInsertRowid);
  }

  openVersion(no: number, sequence: number, { from, to, kind, status, body }: NewVersion): void {
    this.#insertVersion.run(no, from, sequence, stored(to), kindNumber(kind), statusNumber(status), body);
  }

  /** Law: what was known is closed at the sequence that superseded it, and stays. */
  closeVersion(no: number, sequence: number, from: number): void {
    this.#closeVersion.run(sequence, no, from);
  }

  changeFacet(no: number, sequence: number, { name, value, from, to, change }: FacetChange): void {
    if (change === 'closed') this.#closeFacet.run(sequence, name, value, no, from);
    else this.#insertFacet.run(name, value, no, from, sequence, stored(to));
  }

  setCurrent({ no, id, revision, nextCut, etag, body }: CurrentRow): void {
    this.#upsertCurrent.run(no, id, revision, nextCut ?? null, etag, body);
  }

  numberOf(id: string): number | undefined {
    const no = this.#number.get(id)?.[0];
    return no === undefined ? undefined : Number(no);
  }

  openBodies(no: number): number[] {
    return this.#openBodies.all(no).map((row) => Number(row[0]));
  }

  /** Commitments whose answer changed without an event by `now`, the longest due first. */
  due(now: number, limit: number): { readonly no: number; readonly id: string }[] {
    return this.#due.all(now, limit).map((row) => ({ no: Number(row[0]), id: String(row[1]) }));
  }
}

// The rows of the commitments' models: every statement that writes them, prepared once.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { KINDS, type Kind } from '../../domain/commitment/acts.ts';
import { type Due, STATUSES, type Status, TIMELINESS, type Timeliness } from '../../domain/commitment/headline.ts';
import { FOREVER, STILL_KNOWN } from '../schema.ts';
import type { FacetChange } from './facets.ts';

export const kindNumber = (kind: Kind): number => KINDS.indexOf(kind);
export const statusNumber = (status: Status): number => STATUSES.indexOf(status);
/** How a deadline was met, as it is stored. */
export const OUTCOMES = ['met', 'late'] as const;
export const timelinessNumber = (timeliness: Timeliness): number => TIMELINESS.indexOf(timeliness);
export const stored = (instant: number): number => Math.max(-FOREVER, Math.min(FOREVER, instant));

export interface NewVersion {
  readonly from: number;
  readonly to: number;
  readonly kind: Kind;
  readonly status: Status;
  readonly body: number;
  readonly due: Due | undefined;
}

export interface CurrentRow {
  readonly no: number;
  readonly id: string;
  readonly revision: number;
  readonly nextCut: number | undefined;
  readonly status: Status;
  readonly timeliness: Timeliness;
  readonly etag: string;
  readonly body: number;
}

export class CommitmentRows {
  readonly #insertBody: StatementSync;
  readonly #insertVersion: StatementSync;
  readonly #closeVersion: StatementSync;
  readonly #insertFacet: StatementSync;
  readonly #closeFacet: StatementSync;
  readonly #upsertCurrent: StatementSync;
  readonly #number: StatementSync;
  readonly #openVersions: StatementSync;
  readonly #due: StatementSync;
  readonly #body: StatementSync;

  constructor(db: DatabaseSync) {
    this.#insertBody = db.prepare('INSERT INTO body (text) VALUES (?)');
    this.#insertVersion = db.prepare(`INSERT INTO version VALUES (NULL, ?, ?, ?, ?, ?, ?, ${STILL_KNOWN}, ?, ?, ?, ?)`);
    this.#closeVersion = db.prepare('UPDATE version SET known_to = ? WHERE no = ?');
    this.#insertFacet = db.prepare(`INSERT INTO facet VALUES (?, ?, ?, ?, ?, ?, ${STILL_KNOWN})`);
    this.#closeFacet = db.prepare(
      `UPDATE facet SET known_to = ? WHERE name = ? AND value = ? AND commitment = ? AND effective_from = ?
         AND known_to = ${STILL_KNOWN}`,
    );
    this.#upsertCurrent = db.prepare(
      `INSERT INTO commitment VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (no) DO UPDATE SET
         revision = excluded.revision, next_cut = excluded.next_cut, status = excluded.status,
         timeliness = excluded.timeliness, etag = excluded.etag, body = excluded.body`,
    );
    this.#body = db.prepare('SELECT text FROM body WHERE no = ?');
    this.#number = db.prepare('SELECT no FROM commitment WHERE id = ?');
    this.#openVersions = db.prepare(
      `SELECT no, body FROM version WHERE commitment = ? AND known_to = ${STILL_KNOWN} ORDER BY effective_from`,
    );
    this.#due = db.prepare(
      'SELECT no, id FROM commitment WHERE next_cut IS NOT NULL AND next_cut <= ? ORDER BY next_cut LIMIT ?',
    );
  }

  /** The number of the new body. */
  addBody(text: string): number {
    return Number(this.#insertBody.run(text).lastInsertRowid);
  }

  bodyText(no: number): string {
    return String(this.#body.get(no)?.[0]);
  }

  /** The number of the new row. */
  openVersion(no: number, sequence: number, { from, to, kind, status, body, due }: NewVersion): number {
    const outcome = due?.outcome === undefined ? null : OUTCOMES.indexOf(due.outcome);
    const deadline = due === undefined ? [null, null] : [stored(due.start), stored(due.end)];
    const numbers = [no, kindNumber(kind), statusNumber(status), from, stored(to), sequence, body];
    return Number(this.#insertVersion.run(...numbers, ...deadline, outcome).lastInsertRowid);
  }

  /** Law: what was known is closed at the sequence that superseded it, and stays. */
  closeVersion(row: number, sequence: number): void {
    this.#closeVersion.run(sequence, row);
  }

  changeFacet(no: number, sequence: number, { name, value, from, to, change }: FacetChange): void {
    if (change === 'closed') this.#closeFacet.run(sequence, name, value, no, from);
    else this.#insertFacet.run(name, value, no, from, sequence, stored(to));
  }

  setCurrent({ no, id, revision, nextCut, status, timeliness, etag, body }: CurrentRow): void {
    const numbers = [statusNumber(status), timelinessNumber(timeliness)] as const;
    this.#upsertCurrent.run(no, id, revision, nextCut ?? null, ...numbers, etag, body);
  }

  numberOf(id: string): number | undefined {
    const no = this.#number.get(id)?.[0];
    return no === undefined ? undefined : Number(no);
  }

  /** The versions still known, in effective order. */
  openVersions(no: number): { readonly row: number; readonly body: number }[] {
    return this.#openVersions.all(no).map((row) => ({ row: Number(row[0]), body: Number(row[1]) }));
  }

  /** Commitments whose answer changed without an event by `now`, the longest due first. */
  due(now: number, limit: number): { readonly no: number; readonly id: string }[] {
    return this.#due.all(now, limit).map((row) => ({ no: Number(row[0]), id: String(row[1]) }));
  }
}

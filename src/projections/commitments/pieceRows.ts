// Long texts' pieces as they are kept, each with a sum over its text and its place, and read where a text is told in them.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { sealed, unsealed, withoutSeal } from '../damage.ts';
import { whole } from './pieces.ts';

const placeOf = (commitment: number, no: number): string => `${commitment} ${no}`;

/** A piece as it is kept. */
export const keptPiece = (commitment: number, no: number, text: string): string =>
  sealed(text, placeOf(commitment, no));

/** The text of a piece that is kept. @throws DamagedModels */
export const pieceOf = (commitment: number, no: number, kept: string): string =>
  unsealed(kept, `piece ${no} of commitment ${commitment}`, placeOf(commitment, no));

/** Puts together what is kept in pieces. */
export class WholeTexts {
  readonly #piece: StatementSync;
  readonly #read: typeof pieceOf;

  /** @param asTheyStand whatever their sums say */
  constructor(db: DatabaseSync, asTheyStand = false) {
    this.#piece = db.prepare('SELECT text FROM piece WHERE commitment = ? AND no = ?');
    this.#read = asTheyStand ? (_commitment, _no, kept) => withoutSeal(kept) : pieceOf;
  }

  /** @throws DamagedModels where a piece is not there, or not what was written */
  of(commitment: number, text: string): string {
    return whole(text, (no) => {
      const kept = this.#piece.get(commitment, no)?.[0];
      return kept === undefined ? undefined : this.#read(commitment, no, String(kept));
    });
  }
}

// Reads the pieces of long texts, where a text that was read is told in them.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { whole } from './pieces.ts';

export const PIECE = 'SELECT text FROM piece WHERE commitment = ? AND no = ?';

/** @throws Error where it is not there: the models are not whole */
export function pieceIn(statement: StatementSync, commitment: number, no: number): string {
  const text = statement.get(commitment, no)?.[0];
  if (typeof text !== 'string')
    throw new Error(`piece ${no} of commitment ${commitment} is missing: rebuild the models`);
  return text;
}

/** Puts together what is kept in pieces. */
export class WholeTexts {
  readonly #piece: StatementSync;

  constructor(db: DatabaseSync) {
    this.#piece = db.prepare(PIECE);
  }

  of(commitment: number, text: string): string {
    return whole(text, (no) => pieceIn(this.#piece, commitment, no));
  }
}

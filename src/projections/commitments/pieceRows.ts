// Reads the pieces of long texts, where a text that was read is told in them.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { whole } from './pieces.ts';

/** Puts together what is kept in pieces. */
export class WholeTexts {
  readonly #piece: StatementSync;

  constructor(db: DatabaseSync) {
    this.#piece = db.prepare('SELECT text FROM piece WHERE commitment = ? AND no = ?');
  }

  /** @throws Error where a piece is not there */
  of(commitment: number, text: string): string {
    return whole(text, (no) => this.#piece.get(commitment, no)?.[0] as string | undefined);
  }
}

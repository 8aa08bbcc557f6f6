// Why a holder's name is refused: a code for the caller, a sentence that says what to do for whoever reads it.
export type HolderCode =
  /** not a random uuid in lower case */
  | 'NOT_A_HOLDER'
  /** no name is kept here for this id */
  | 'NOT_KEPT'
  /** the name was erased on purpose; the id stays */
  | 'ERASED'
  /** the file cannot be read or written */
  | 'UNUSABLE';

export class HolderError extends Error {
  readonly code: HolderCode;
  constructor(code: HolderCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'HolderError';
    this.code = code;
  }
}

// Why a capture is refused: a code for the caller, a sentence that says what to do for whoever reads it.
export type CaptureCode =
  /** not a SHA-256 in 64 hex digits of lower case */
  | 'NOT_A_HASH'
  /** no such capture is kept here */
  | 'NOT_CAPTURED'
  /** its bytes were removed on purpose; the hash stays */
  | 'REDACTED'
  /** what is on disk is not what was kept */
  | 'ALTERED'
  | 'TOO_LARGE'
  /** the folder or a file of it cannot be read or written */
  | 'UNUSABLE';

export class CaptureError extends Error {
  readonly code: CaptureCode;
  constructor(code: CaptureCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'CaptureError';
    this.code = code;
  }
}

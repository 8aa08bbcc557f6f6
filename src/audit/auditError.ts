// Why the audit refuses something: a code for the caller, a sentence that says what differs for whoever reads it.

export type AuditCode =
  /** the bytes are not in the format they should be in */
  | 'MALFORMED'
  /** no signature by a key that was asked for */
  | 'UNTRUSTED'
  /** a signature by a known key that does not fit the text */
  | 'BAD_SIGNATURE'
  /** hashes that do not lead to the root they should lead to */
  | 'BAD_PROOF'
  /** a checkpoint of another log */
  | 'OTHER_LOG'
  /** the data end before a checkpoint known to have been signed */
  | 'OLDER_DATA'
  /** the data differ from what a checkpoint known to have been signed covers */
  | 'FORKED'
  /** a file of the log cannot be opened, read or written */
  | 'LOG_UNUSABLE'
  /** a witness or an authority outside could not be asked, or gave no answer that can be used */
  | 'UNREACHABLE'
  /** beyond the log's checkpoint: it may come */
  | 'NOT_COVERED'
  /** there is, and will be, no such tile, entry or size */
  | 'NOT_FOUND'
  /** the log stopped: it signs and serves nothing until its operator has dealt with the reason */
  | 'STOPPED';

export class AuditError extends Error {
  readonly code: AuditCode;
  constructor(code: AuditCode, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = 'AuditError';
    this.code = code;
  }
}

export function malformed(message: string): AuditError {
  return new AuditError('MALFORMED', message);
}

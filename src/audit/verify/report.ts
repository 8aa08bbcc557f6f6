// What a verification found: plain data, for a person, a file or a program. An empty list of faults is the good news.
import { type AuditCode, AuditError } from '../auditError.ts';

export type FaultCode =
  | AuditCode
  /** an entry is not what was recorded */
  | 'ENTRY_CHANGED'
  /** an entry is not there */
  | 'ENTRY_MISSING'
  /** a tile is not what its entries give */
  | 'TILE_CHANGED'
  /** entries lead to another root than was signed */
  | 'ROOT_DIFFERS'
  /** something could not be read */
  | 'UNREADABLE';

export interface Fault {
  readonly code: FaultCode;
  /** the first entry at fault; where it cannot be told, the first that may be */
  readonly sequence?: number;
  /** one sentence: what is at fault, what was expected, what is there */
  readonly message: string;
}

export interface VerifyReport {
  /** entries read and hashed */
  readonly entries: number;
  /** base64, over all of them; undefined where they could not be read to the end */
  readonly root?: string;
  /** the largest checkpoint that holds: all it covers is as it was signed */
  readonly upTo?: number;
  readonly faults: readonly Fault[];
}

/** Told of how far a verification is, so many entries at a time. */
export type OnProgress = (entries: number) => void;

export function faultOf(error: unknown, sequence?: number): Fault {
  const where = sequence === undefined ? {} : { sequence };
  if (error instanceof AuditError) return { code: error.code, message: error.message, ...where };
  return { code: 'UNREADABLE', message: error instanceof Error ? error.message : String(error), ...where };
}

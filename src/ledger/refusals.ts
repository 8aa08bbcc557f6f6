// Why the ledger does not record a command: what the domain refuses, and what the storage or the history does not let it do.
import { UnreadableEvent } from '../domain/read.ts';
import { type Refusal, type RefusalCode, refuse } from '../domain/refusal.ts';
import { EventStoreError } from '../store/eventStore.ts';
import { DamagedFile } from '../support/damagedFile.ts';
import { StreamIncomplete } from './streams.ts';

export type LedgerRefusalCode =
  | RefusalCode
  /** the key was used on this record with another payload */
  | 'KEY_REUSED'
  /** a command with this key is under way */
  | 'KEY_IN_FLIGHT'
  /** the record has moved on since the revision the caller saw */
  | 'STALE_REVISION'
  /** others kept writing to the record first */
  | 'TOO_MUCH_CONTENTION'
  | 'RECORDED_AT_OUT_OF_ORDER'
  | 'CLOCK_BEHIND'
  | 'EVENT_TOO_LARGE'
  /** the authority lacks events of the record that this node has copied, or gives them with gaps */
  | 'STREAM_INCOMPLETE'
  /** the record holds an event that this program cannot read */
  | 'UNREADABLE_EVENT'
  /** the file that the ledger lies in, or this node's copy of it, is damaged */
  | 'LEDGER_DAMAGED'
  /** this node has never reached the end of what the authority holds */
  | 'NOT_CAUGHT_UP'
  /** this node's copy and the authority are two histories */
  | 'HISTORY_DIVERGED'
  | 'STORE_UNAVAILABLE'
  | 'OUTCOME_UNKNOWN';
export type LedgerRefusal = Refusal<LedgerRefusalCode>;

const STORE_CODES = {
  EVENT_TOO_LARGE: 'EVENT_TOO_LARGE',
  NOT_I_JSON: 'INVALID_PAYLOAD',
  UNAVAILABLE: 'STORE_UNAVAILABLE',
  CLOSED: 'STORE_UNAVAILABLE',
  STREAM_DELETED: 'STREAM_INCOMPLETE',
  DIVERGED: 'HISTORY_DIVERGED',
  OUTCOME_UNKNOWN: 'OUTCOME_UNKNOWN',
} as const;

/** What a caller can act on. @throws whatever is no refusal, and what another attempt settles */
export function refusalOf(error: unknown): LedgerRefusal {
  if (error instanceof DamagedFile) return refuse('LEDGER_DAMAGED', '', error.message);
  if (error instanceof StreamIncomplete) return refuse('STREAM_INCOMPLETE', '', error.message);
  if (error instanceof UnreadableEvent) {
    const way = 'start a program that can read it, or open another commitment and link it to this one';
    return refuse(
      'UNREADABLE_EVENT',
      '',
      `${error.message}. Nothing is decided on a record that is not known whole: ${way}`,
    );
  }
  if (!(error instanceof EventStoreError) || error.code === 'WRONG_EXPECTED_REVISION') throw error;
  return refuse(STORE_CODES[error.code], '', error.message);
}

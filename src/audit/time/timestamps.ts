// Now and then the checkpoint served gets a token from outside, which says when at the latest it was there.
// It holds nothing up: an authority that is away leaves a checkpoint without a token, and is asked again later.
import { setTimeout } from 'node:timers/promises';
import { reason } from '../../support/reason.ts';
import { AuditError } from '../auditError.ts';
import { openCheckpoint } from '../note/checkpoint.ts';
import type { NoteVerifier } from '../note/keys.ts';
import type { TimeAuthority } from './authority.ts';
import { keepToken, keptTokens, tokenNameOf } from './tokenFiles.ts';
import { type Stamp, verifyToken } from './verifyToken.ts';

export interface TimestampsOptions {
  readonly dataDir: string;
  readonly authority: TimeAuthority;
  /** the log's checkpoint. @throws AuditError NOT_COVERED, STOPPED */
  readonly head: () => { readonly note: string };
  /** between two tokens, milliseconds; an hour where absent */
  readonly every?: number;
  readonly onStamped?: (name: string, stamp: Stamp) => void;
  readonly onFailure?: (error: Error) => void;
}

export interface Timestamps {
  /** why the last request failed; undefined where it did not */
  readonly lastError: string | undefined;
  close(): Promise<void>;
}

const HOUR = 3_600_000;
/** After a failure, milliseconds. */
const AGAIN = 60_000;
/** A log that has just been opened has no checkpoint yet. */
const SOON = 1_000;

export function startTimestamps(options: TimestampsOptions): Timestamps {
  const { every = HOUR, onFailure } = options;
  const ended = new AbortController();
  const { signal } = ended;
  let [last, lastError]: (string | undefined)[] = [];
  const round = async () => {
    try {
      last = await stampHead(options, last ?? newestToken(options.dataDir), signal);
      lastError = undefined;
    } catch (error) {
      if (signal.aborted) return;
      lastError = reason(error);
      onFailure?.(error instanceof Error ? error : new Error(lastError));
    }
  };
  const run = async () => {
    while (!signal.aborted) {
      await round();
      const wait = lastError === undefined ? (last === undefined ? SOON : every) : AGAIN;
      await setTimeout(Math.min(every, wait), undefined, { signal, ref: false }).catch(() => undefined);
    }
  };
  const work = run();
  return {
    get lastError() {
      return lastError;
    },
    async close() {
      ended.abort();
      await work;
    },
  };
}

const newestToken = (dataDir: string): string | undefined => [...keptTokens(dataDir)].at(-1)?.name;

/** @param last the name of the last note stamped: it is not stamped twice */
async function stampHead(
  options: TimestampsOptions,
  last: string | undefined,
  signal: AbortSignal,
): Promise<string | undefined> {
  const note = noteOf(options);
  if (note === undefined) return last;
  const name = tokenNameOf(note);
  if (name === last) return name;
  const { token, stamp } = await options.authority.stamp(Buffer.from(note), signal);
  keepToken(options.dataDir, note, token);
  options.onStamped?.(name, stamp);
  return name;
}

function noteOf({ head }: TimestampsOptions): string | undefined {
  try {
    return head().note;
  } catch (error) {
    if (error instanceof AuditError && error.code === 'NOT_COVERED') return undefined;
    throw error;
  }
}

export interface CheckedTimestamp {
  readonly name: string;
  /** what the token proves: the checkpoint's size, and that it was there by then */
  readonly proves: { readonly size: number; readonly stamp: Stamp } | undefined;
  readonly fault: AuditError | undefined;
}

export interface TimestampTrust {
  readonly origin: string;
  /** the log's */
  readonly keys: readonly NoteVerifier[];
  readonly authority: Pick<TimeAuthority, 'trusted' | 'policy'>;
}

/** Every token kept, against its checkpoint and the trusted authorities. @throws AuditError LOG_UNUSABLE */
export function* checkTimestamps(dataDir: string, trust: TimestampTrust): Generator<CheckedTimestamp, void, undefined> {
  for (const { name, note, token } of keptTokens(dataDir)) {
    try {
      const { size } = openCheckpoint(note, trust.origin, trust.keys);
      const stamp = verifyToken({ token, bytes: Buffer.from(note), ...trust.authority });
      yield { name, proves: { size, stamp }, fault: undefined };
    } catch (error) {
      if (!(error instanceof AuditError)) throw error;
      yield { name, proves: undefined, fault: error };
    }
  }
}

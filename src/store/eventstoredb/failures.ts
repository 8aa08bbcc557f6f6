// What an error of the client means for a call: refused for good, or worth another try, and whether it may have been done.
// Nothing here waits or retries.
import {
  AccessDeniedError,
  InvalidArgumentError,
  MaxAppendSizeExceededError,
  NotLeaderError,
  StreamDeletedError,
  TimeoutError,
  UnsupportedError,
  WrongExpectedVersionError,
} from '@eventstore/db-client';
import { reason } from '../../support/reason.ts';
import { EventStoreError, type ExpectedRevision } from '../eventStore.ts';

/** No answer within a call's own deadline. */
export class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
    this.name = 'NoAnswer';
  }
}

/** Rejects with NoAnswer where `call` takes longer: the client's own calls may never settle. */
export function withDeadline<T>(call: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer(milliseconds)), milliseconds);
    call.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

/** What the server refuses however often it is asked; undefined where another try may help. */
export function refusal(error: unknown): EventStoreError | undefined {
  if (error instanceof EventStoreError) return error;
  if (error instanceof WrongExpectedVersionError) return wrongRevision(error);
  if (error instanceof StreamDeletedError) return deleted(error);
  if (error instanceof MaxAppendSizeExceededError) {
    return new EventStoreError('EVENT_TOO_LARGE', `the server takes at most ${error.maxAppendSize} bytes an append`, {
      cause: error,
    });
  }
  const words = refusedInWords(error);
  return words === undefined ? undefined : new EventStoreError('UNAVAILABLE', words, { cause: error });
}

function refusedInWords(error: unknown): string | undefined {
  if (error instanceof AccessDeniedError)
    return 'the server denies access: check the user in EVENTSTORE_URL and its rights';
  if (error instanceof UnsupportedError || error instanceof InvalidArgumentError) return reason(error);
  return undefined;
}

function deleted(error: StreamDeletedError): EventStoreError {
  return new EventStoreError(
    'STREAM_DELETED',
    `${error.streamName} was deleted on the server for good: a ledger's streams never may be; restore it from a backup`,
    { cause: error },
  );
}

function wrongRevision(error: WrongExpectedVersionError): EventStoreError {
  const { streamName, expectedVersion, actualVersion } = error;
  const actual: ExpectedRevision = typeof actualVersion === 'bigint' ? Number(actualVersion) : 'no_stream';
  const message = `${streamName} is at ${actual}, not at ${expectedVersion}: load it again and decide again`;
  return new EventStoreError('WRONG_EXPECTED_REVISION', message, { cause: error, actual });
}

/** Whether a call that failed with this can have reached a server that does what it asks. */
export function mayHaveArrived(error: unknown): boolean {
  if (error instanceof NotLeaderError) return false;
  return !/No connection established|Failed to discover|ECONNREFUSED|before call started/.test(reason(error));
}

/** After these the connection is as good as before: the server was slow, or found a subscriber too slow. */
export function connectionHolds(error: unknown): boolean {
  return error instanceof TimeoutError;
}

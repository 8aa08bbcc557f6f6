// Makes a read until it is answered or refused, or time is up; or once, over one connection, for a check.
// It knows nothing of what is read.
import { reason } from '../../support/reason.ts';
import { backoff, pause } from '../backoff.ts';
import { EventStoreError } from '../eventStore.ts';
import { refusal } from './failures.ts';
import type { Gate } from './gate.ts';
import type { Connection, Link } from './link.ts';

export interface Patience {
  /** milliseconds for one call to the server */
  readonly call: number;
  /** milliseconds for all tries of an append or a read */
  readonly total: number;
}

/** @throws EventStoreError */
export async function untilRead<T>(
  gate: Gate,
  { total }: Patience,
  read: (connection: Connection) => Promise<T>,
): Promise<T> {
  const until = Date.now() + total;
  for (let tries = 0; ; tries++) {
    try {
      return await gate.attempt(until, read);
    } catch (error) {
      const refused = refusal(error) ?? (Date.now() < until ? undefined : noAnswer(error));
      if (refused !== undefined) throw refused;
      await pause(backoff(tries));
    }
  }
}

/** @throws EventStoreError */
export async function readOver<T>(
  link: Link,
  connection: Connection,
  read: (connection: Connection) => Promise<T>,
): Promise<T> {
  try {
    return await link.run(connection, read);
  } catch (error) {
    throw refusal(error) ?? noAnswer(error);
  }
}

function noAnswer(cause: unknown): EventStoreError {
  return new EventStoreError('UNAVAILABLE', `EventStoreDB does not answer: ${reason(cause)}`, { cause });
}

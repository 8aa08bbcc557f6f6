// Reads the one event at a position of the server's whole order. A read that falls silent is given up.
import {
  type AllStreamRecordedEvent,
  type Position,
  type ReadPosition,
  START,
  UnknownError,
} from '@eventstore/db-client';
import { NoAnswer } from './failures.ts';
import type { Connection } from './link.ts';

/** Undefined where nothing stands exactly there. @throws NoAnswer, what the client throws */
export async function readAt(
  connection: Connection,
  position: Position,
  deadline: number,
): Promise<AllStreamRecordedEvent | undefined> {
  try {
    const event = await readFirst(connection, position, deadline);
    return event !== undefined && isAt(event, position) ? event : undefined;
  } catch (error) {
    if (!isNoRecord(error)) throw error;
    // The server says no more than that; where it can read its beginning, it is the position that is at fault.
    await readFirst(connection, START, deadline);
    return undefined;
  }
}

async function readFirst(
  { client, lost }: Connection,
  fromPosition: ReadPosition,
  deadline: number,
): Promise<AllStreamRecordedEvent | undefined> {
  const read = client.readAll({ fromPosition, maxCount: 1, requiresLeader: true });
  // What the connection says after the event is nobody's to hear, but must not end the process.
  read.on('error', () => undefined);
  const timer = setTimeout(() => read.destroy(new NoAnswer(deadline)), deadline);
  try {
    let first: AllStreamRecordedEvent | undefined;
    // To the end: a read that is left before it never finishes, and whoever ends the client waits for it in vain.
    for await (const { event } of read) first ??= event;
    if (lost.aborted) throw new Error('the connection was replaced while an event was read');
    return first;
  } finally {
    clearTimeout(timer);
    read.cancel().catch(() => undefined);
  }
}

/** What the server says where a position lies within a record: after a restore others stand where ours stood. */
function isNoRecord(error: unknown): boolean {
  return error instanceof UnknownError && error.message.includes('ReadAllResult');
}

function isAt(event: AllStreamRecordedEvent, { commit, prepare }: Position): boolean {
  return event.position.commit === commit && event.position.prepare === prepare;
}

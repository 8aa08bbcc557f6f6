// Reads a stream's events as they come. A read that falls silent is given up: the client itself would wait for ever.
import { type RecordedEvent, StreamNotFoundError } from '@eventstore/db-client';
import { NoAnswer } from './failures.ts';
import type { Connection } from './link.ts';

export interface ReadEventsOptions {
  /** the first revision */
  readonly from: number;
  readonly limit: number | undefined;
  /** milliseconds between two answers of the server */
  readonly deadline: number;
}

/** None where the stream does not exist. @throws NoAnswer, what the client throws */
export async function* readEvents(
  { client, lost }: Connection,
  name: string,
  { from, limit, deadline }: ReadEventsOptions,
): AsyncGenerator<RecordedEvent, void, undefined> {
  const options = {
    fromRevision: BigInt(from),
    requiresLeader: true,
    ...(limit === undefined ? {} : { maxCount: limit }),
  };
  const read = client.readStream(name, options, { highWaterMark: 512 });
  // What the connection says after the last event is nobody's to hear, but must not end the process.
  read.on('error', () => undefined);
  const timer = setTimeout(() => read.destroy(new NoAnswer(deadline)), deadline);
  try {
    for await (const { event } of read) {
      timer.refresh();
      if (event !== undefined) yield event;
    }
    // A read that is cut off because its client was replaced ends as if there were no more.
    if (lost.aborted) throw new Error('the connection was replaced while a stream was read');
  } catch (error) {
    if (!(error instanceof StreamNotFoundError)) throw error;
  } finally {
    clearTimeout(timer);
    read.cancel().catch(() => undefined);
  }
}

// Follows a ledger's part of $all for ever: what is there, then what comes, through every dropped subscription.
// It resumes after the last event it handed over, and nowhere else.
import { type Position, type ReadPosition, START, streamNameFilter } from '@eventstore/db-client';
import { backoff, pause } from '../backoff.ts';
import type { FollowedBatch, StorePosition } from '../eventStore.ts';
import type { Gate } from './gate.ts';
import type { Connection } from './link.ts';
import { followed, type Prefixes, parsePosition } from './ours.ts';
import { subscriptionBatches } from './subscription.ts';

export interface FollowOptions {
  readonly prefixes: Prefixes;
  readonly from: StorePosition | undefined;
  readonly batchSize: number;
  readonly signal: AbortSignal;
}

export async function* followLedger(
  gate: Gate,
  options: FollowOptions,
): AsyncGenerator<FollowedBatch, void, undefined> {
  const { signal } = options;
  let from: ReadPosition = options.from === undefined ? START : parsePosition(options.from);
  let failures = 0;
  while (!signal.aborted) {
    const connection = await gate.open(signal);
    if (connection === undefined) return;
    try {
      for await (const batch of connectedBatches(connection, { ...options, from })) {
        failures = 0;
        from = batch.last ?? from;
        yield batch.followed;
      }
    } catch (error) {
      gate.failed(connection, error);
    }
    if (!signal.aborted) await pause(backoff(failures++), signal);
  }
}

interface ConnectedOptions extends Omit<FollowOptions, 'from'> {
  readonly from: ReadPosition;
}

interface ConnectedBatch {
  readonly followed: FollowedBatch;
  /** of the last event, ours or not */
  readonly last: Position | undefined;
}

async function* connectedBatches(
  { client, lost }: Connection,
  { prefixes, from, batchSize, signal }: ConnectedOptions,
): AsyncGenerator<ConnectedBatch, void, undefined> {
  const filter = streamNameFilter({ prefixes: [prefixes.ledger, prefixes.operations] });
  const subscription = client.subscribeToAll({ fromPosition: from, filter }, { highWaterMark: batchSize });
  const ended = AbortSignal.any([signal, lost]);
  for await (const { events, caughtUp } of subscriptionBatches(subscription, { batchSize, signal: ended })) {
    const ours = events.flatMap((event) => followed(event, prefixes) ?? []);
    yield { followed: { events: ours, caughtUp }, last: events.at(-1)?.position };
  }
}

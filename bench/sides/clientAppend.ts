// Baseline: the bare client appending the same events at the same expected revisions.
import { EventStoreDBClient, jsonEvent, NO_STREAM } from '@eventstore/db-client';
import { measured, type OpenSide } from '../harness/side.ts';
import type { ServerAppendArgs } from './engineAppend.ts';
import { inFlight, streams } from './events.ts';

export const open: OpenSide<ServerAppendArgs> = async ({ url, ledgerName, events, atATime }) => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    run() {
      const lists = streams(events);
      return measured(() =>
        inFlight(lists, atATime, ({ stream, event: { id, type, data, metadata }, revision }) =>
          client.appendToStream(`${ledgerName}.${stream}`, jsonEvent({ id, type, data, metadata }), {
            expectedRevision: revision === 0 ? NO_STREAM : BigInt(revision - 1),
          }),
        ),
      );
    },
    close: () => client.dispose(),
  };
};

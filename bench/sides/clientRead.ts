// Baseline: the bare client reading the same stream to its end.
import { EventStoreDBClient } from '@eventstore/db-client';
import { measured, type OpenSide } from '../harness/side.ts';
import type { ReadArgs } from './engineRead.ts';

export const open: OpenSide<ReadArgs & { readonly url: string }> = async ({ url, ledgerName, stream, times }) => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    run: () =>
      measured(async () => {
        const events: unknown[] = [];
        for (let time = 0; time < times; time++) {
          for await (const { event } of client.readStream(`${ledgerName}.${stream}`)) events.push(event?.data);
        }
        return events.length;
      }),
    close: () => client.dispose(),
  };
};

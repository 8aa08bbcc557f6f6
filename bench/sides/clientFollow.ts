// Baseline: the bare client delivering the same ledger, as fast as it can, up to what was there.
import { EventStoreDBClient, START, streamNameFilter } from '@eventstore/db-client';
import { measured, type OpenSide } from '../harness/side.ts';
import type { FollowArgs } from './engineFollow.ts';

/** @param expected how many events the ledger holds: the client's own sign of the end comes before the last of them */
export const open: OpenSide<FollowArgs & { readonly expected: number }> = async ({ url, ledgerName, expected }) => {
  const client = EventStoreDBClient.connectionString(url);
  return {
    run: () =>
      measured(async () => {
        const filter = streamNameFilter({ prefixes: [`${ledgerName}.`] });
        const subscription = client.subscribeToAll({ fromPosition: START, filter });
        let count = 0;
        try {
          for await (const { event } of subscription) {
            if (event !== undefined && ++count >= expected) break;
          }
        } finally {
          await subscription.unsubscribe().catch(() => undefined);
        }
        return count;
      }),
    close: () => client.dispose(),
  };
};

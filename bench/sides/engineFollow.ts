// Ours: catches up with a ledger on the server through the engine's port, up to what was there.
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import { measured, type OpenSide } from '../harness/side.ts';

export interface FollowArgs {
  readonly url: string;
  readonly ledgerName: string;
}

export const open: OpenSide<FollowArgs> = async ({ url, ledgerName }) => {
  const engine = openEventStoreDbEngine({ url, ledgerName });
  return {
    run: () =>
      measured(async () => {
        const ended = new AbortController();
        let count = 0;
        for await (const { events, caughtUp } of engine.follow(undefined, 1_000, ended.signal)) {
          count += events.length;
          if (caughtUp) break;
        }
        ended.abort();
        return count;
      }),
    close: () => engine.close(),
  };
};

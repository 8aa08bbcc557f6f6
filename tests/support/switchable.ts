// An authority that can be changed beneath those who use it, as a server is that was restored to an older copy: a change
// ends what is under way, and nothing passes before the check of the new connection does.
import { type Authority, EventStoreError, type FollowedBatch, type StoreEngine } from '../../src/store/eventStore.ts';

export interface Switchable extends StoreEngine {
  /** Puts another engine in the place of the present one. Each node then makes its check anew. */
  change(to: StoreEngine): void;
}

/** For one node. */
export function switchable(first: StoreEngine): Switchable {
  let [current, changed] = [first, new AbortController()];
  let check: ((authority: Authority) => Promise<void>) | undefined;
  let checked: Promise<void> | undefined;
  let diverged: EventStoreError | undefined;
  const passed = async (): Promise<StoreEngine> => {
    checked ??= check?.(current) ?? Promise.resolve();
    try {
      await checked;
      diverged = undefined;
    } catch (error) {
      if (error instanceof EventStoreError) diverged = error;
      throw error;
    }
    return current;
  };
  async function* follow(
    from: string | undefined,
    size: number,
    signal: AbortSignal,
  ): AsyncGenerator<FollowedBatch, void, undefined> {
    let after = from;
    while (!signal.aborted) {
      const until = changed.signal;
      const engine = await passed();
      for await (const batch of engine.follow(after, size, AbortSignal.any([signal, until]))) {
        after = batch.events.at(-1)?.position ?? after;
        yield batch;
      }
    }
  }
  return {
    ledger: {
      append: async (...given) => (await passed()).ledger.append(...given),
      readStream: async (...given) => (await passed()).ledger.readStream(...given),
    },
    operations: {
      append: async (...given) => (await passed()).operations.append(...given),
      readStream: async (...given) => (await passed()).operations.readStream(...given),
    },
    at: async (position) => current.at(position),
    follow,
    heldTo(asked) {
      check = asked;
    },
    health: () =>
      diverged === undefined ? current.health() : { connected: false, state: 'diverged', lastError: diverged.message },
    close: async () => undefined,
    change(to) {
      [current, checked] = [to, undefined];
      changed.abort();
      changed = new AbortController();
    },
  };
}

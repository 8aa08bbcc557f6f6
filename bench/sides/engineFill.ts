// Puts a generated ledger on the server, once, and tells how many events that are.
import { type FillTarget, fill } from '../../src/generator/fill.ts';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import type { OpenSide } from '../harness/side.ts';
import type { FollowArgs } from './engineFollow.ts';

const TOGETHER = 200;

export const open: OpenSide<FollowArgs & { readonly commitments: number }> = async ({
  url,
  ledgerName,
  commitments,
}) => {
  const engine = openEventStoreDbEngine({ url, ledgerName });
  const events = await fill(inTurn(engine.ledger), { commitments, seed: 1, together: TOGETHER });
  return {
    told: events,
    run: () => Promise.reject(new Error('a filling is no side of a comparison')),
    close: () => engine.close(),
  };
};

/** A server promises no order among appends that are under way together: those on one stream wait for each other. */
function inTurn(store: FillTarget): FillTarget {
  const last = new Map<string, Promise<unknown>>();
  return {
    append(stream, events, expected) {
      const before = last.get(stream) ?? Promise.resolve();
      const append = before.then(() => store.append(stream, events, expected));
      const settled = append.finally(() => {
        if (last.get(stream) === settled) last.delete(stream);
      });
      last.set(stream, settled);
      return settled;
    },
  };
}

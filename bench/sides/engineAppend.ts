// Ours: appends through the EventStoreDB engine's port, so many in flight.
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { expectedBefore, inFlight, streams } from './events.ts';

export interface ServerAppendArgs {
  readonly url: string;
  readonly ledgerName: string;
  readonly events: number;
  readonly atATime: number;
}

export const open: OpenSide<ServerAppendArgs> = async ({ url, ledgerName, events, atATime }) => {
  const engine = openEventStoreDbEngine({ url, ledgerName });
  const append = engine.ledger.append.bind(engine.ledger);
  return {
    run() {
      const lists = streams(events);
      return measured(() =>
        inFlight(lists, atATime, ({ stream, event, revision }) => append(stream, [event], expectedBefore(revision))),
      );
    },
    close: () => engine.close(),
  };
};

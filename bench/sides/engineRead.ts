// Ours: reads one long stream through the engine's port, from a server or from the embedded ledger.
import type { StoreEngine } from '../../src/store/eventStore.ts';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { expectedBefore, streamOfEvents } from './events.ts';

/** A stream of so many events, read so often a round; on a server, or in an embedded ledger. */
export interface ReadArgs {
  readonly url?: string;
  readonly ledgerName?: string;
  readonly dataDir?: string;
  /** one that is there; written first where absent */
  readonly stream?: string;
  readonly length: number;
  readonly times: number;
}

const engineOf = ({ url, ledgerName = 'bench', dataDir = '' }: ReadArgs): StoreEngine =>
  url === undefined ? openSqliteEngine({ dataDir }) : openEventStoreDbEngine({ url, ledgerName });

export const open: OpenSide<ReadArgs> = async (args) => {
  const { ledger, close } = engineOf(args);
  const stream = args.stream ?? (await written(ledger, args.length));
  return {
    told: stream,
    run: () =>
      measured(async () => {
        let events = 0;
        for (let time = 0; time < args.times; time++) events += (await ledger.readStream(stream)).length;
        return events;
      }),
    close,
  };
};

async function written(ledger: StoreEngine['ledger'], length: number): Promise<string> {
  const events = streamOfEvents(length);
  const stream = events[0]?.stream ?? '';
  for (let from = 0; from < length; from += 100) {
    const part = events.slice(from, from + 100).map(({ event }) => event);
    await ledger.append(stream, part, expectedBefore(from));
  }
  return stream;
}

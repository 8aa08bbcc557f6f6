// Ours: appends through the embedded engine's port, so many in flight.
import { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import { expectedBefore, inFlight, streams } from './events.ts';

export interface AppendArgs {
  readonly dataDir: string;
  readonly events: number;
  readonly atATime: number;
}

export const open: OpenSide<AppendArgs> = async ({ dataDir, events, atATime }) => {
  const engine = openSqliteEngine({ dataDir });
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

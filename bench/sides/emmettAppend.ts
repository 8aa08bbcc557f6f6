// The peer: appends the same events at the same expected versions, so many in flight.
import { measured, type OpenSide } from '../harness/side.ts';
import type { AppendArgs } from './embeddedAppend.ts';
import { openEmmett, type PeerArgs } from './emmett.ts';
import { inFlight, streams } from './events.ts';

export const open: OpenSide<AppendArgs & PeerArgs> = async ({ events, atATime, ...args }) => {
  const emmett = await openEmmett(args);
  return {
    run() {
      const lists = streams(events);
      return measured(() => inFlight(lists, atATime, (one) => emmett.append([one])));
    },
    async close() {
      emmett.close();
    },
  };
};

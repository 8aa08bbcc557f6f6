// The peer: reads one long stream of the same length as often.
import { measured, type OpenSide } from '../harness/side.ts';
import { openEmmett, type PeerArgs } from './emmett.ts';
import type { ReadArgs } from './engineRead.ts';
import { streamOfEvents } from './events.ts';

export const open: OpenSide<ReadArgs & PeerArgs> = async ({ length, times, peer, dataDir }) => {
  const emmett = await openEmmett({ peer, dataDir });
  const events = streamOfEvents(length);
  for (let from = 0; from < length; from += 100) await emmett.append(events.slice(from, from + 100));
  const stream = events[0]?.stream ?? '';
  return {
    run: () =>
      measured(async () => {
        let read = 0;
        for (let time = 0; time < times; time++) read += await emmett.read(stream);
        return read;
      }),
    async close() {
      emmett.close();
    },
  };
};

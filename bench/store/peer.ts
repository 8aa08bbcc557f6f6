// A peer on the same work: Emmett on its SQLite store. It is fetched when it is asked for, and never a dependency.
import { comparison, type Part, roundsOf } from '../harness/bench.ts';
import { tempDir } from '../harness/temp.ts';
import { installedPeer } from './installPeer.ts';

export const runs: Part = async function* (quick) {
  const peer = await installedPeer();
  if ('skipped' in peer) {
    yield `Emmett: ${peer.skipped}`;
    return;
  }
  const appends = [
    { name: 'Emmett: append, one at a time', aim: 5, atATime: 1, events: quick ? 200 : 1_000 },
    { name: 'Emmett: append, 64 in flight', aim: 10, atATime: 64, events: quick ? 1_280 : 6_400 },
  ];
  for (const { name, aim, ...size } of appends) {
    const args = { ...size, dataDir: tempDir() };
    yield await comparison(
      { name, unit: 'events', aim, against: 'Emmett on SQLite' },
      { ours: { side: 'embeddedAppend', args }, baseline: { side: 'emmettAppend', args: { ...args, ...peer } } },
      roundsOf(quick),
    );
  }
  const args = { dataDir: tempDir(), length: quick ? 500 : 2_000, times: quick ? 4 : 10 };
  yield await comparison(
    { name: 'Emmett: read of a stream', unit: 'events', aim: 3, against: 'Emmett on SQLite' },
    { ours: { side: 'engineRead', args }, baseline: { side: 'emmettRead', args: { ...args, ...peer } } },
    roundsOf(quick),
  );
};

// Commands over HTTP: the whole path beside the same app that validates and stores nothing.
import { comparison, type Part, roundsOf } from '../harness/bench.ts';
import { tempDir } from '../harness/temp.ts';

export const runs: Part = async function* (quick) {
  const size = { connections: 64, requests: quick ? 3_200 : 25_600 };
  const side = (stores: boolean) => ({ side: 'httpServer', args: { ...size, stores, dataDir: tempDir() } });
  yield await comparison(
    { name: 'HTTP command, 64 connections', unit: 'requests', aim: 0.7, against: 'the same app, storing nothing' },
    { ours: side(true), baseline: side(false) },
    roundsOf(quick),
  );
};

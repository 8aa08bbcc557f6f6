// Durable appends to the embedded ledger, beside node:sqlite making the same bytes durable.
import { comparison, type Part, roundsOf } from '../harness/bench.ts';
import { tempDir } from '../harness/temp.ts';

export const runs: Part = async function* (quick) {
  const cases = [
    { name: 'embedded append, one at a time', atATime: 1, events: quick ? 400 : 3_000 },
    { name: 'embedded append, 64 in flight', atATime: 64, events: quick ? 6_400 : 32_000 },
  ];
  for (const { name, ...size } of cases) {
    const args = { ...size, dataDir: tempDir() };
    yield await comparison(
      { name, unit: 'events', aim: 0.8, against: 'bare node:sqlite, the same bytes' },
      { ours: { side: 'embeddedAppend', args }, baseline: { side: 'bareAppend', args } },
      roundsOf(quick),
    );
  }
};

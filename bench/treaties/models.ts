// What the read models of treaties of many parties take, by the order of import: on disk, in memory, and to build.
import type { Part } from '../harness/bench.ts';
import { openSide } from '../harness/child.ts';
import { tempDir } from '../harness/temp.ts';
import { ACTS, ORDERS, PARTIES } from './acts.ts';

const MIB = 2 ** 20;

export const models: Part = async function* (quick) {
  const treaties = quick ? 2 : 10;
  for (const order of ORDERS) {
    const dataDir = tempDir();
    await (await openSide('treatyFill', { dataDir, treaties, parties: PARTIES, acts: ACTS, order })).close();
    const side = await openSide('rebuild', { dataDir });
    try {
      const { units, seconds, more = {} } = await side.run();
      const of = `${treaties} treaties of ${PARTIES} parties and ${ACTS} acts, ${order}`;
      yield { name: 'models on disk', value: (more.bytes ?? 0) / units / 1_000, unit: 'kB an event', of };
      yield { name: 'rebuild, peak memory', value: (more.peak ?? 0) / MIB, unit: 'MiB', of };
      yield { name: 'rebuild', value: (seconds * 1_000) / units, unit: 'ms an event', of };
    } finally {
      await side.close();
    }
  }
};

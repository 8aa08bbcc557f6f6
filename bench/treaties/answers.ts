// The answer about a treaty of many parties by its id, and a page of 50 such answers, over HTTP, each beside a bare node:http
// server that writes the same bytes.
import { type Part, roundsOf } from '../harness/bench.ts';
import { openSide } from '../harness/child.ts';
import { compare } from '../harness/compare.ts';
import { keptDir } from '../harness/temp.ts';
import type { TreatyArgs, TreatyTold } from '../sides/treatyServer.ts';
import { ACTS, PARTIES } from './acts.ts';

/** Making the models of one takes long, so a quick run has one, and BENCH_DIR keeps those of a whole run. */
const TREATIES = { quick: 1, whole: 50 } as const;
type Asked = Pick<TreatyArgs, 'asks' | 'connections'> & { readonly name: string; readonly requests: number };
const ASKED: readonly Asked[] = [
  { asks: 'id', name: 'a treaty by its id', connections: 16, requests: 1_600 },
  { asks: 'page', name: 'a page of all treaties', connections: 2, requests: 40 },
];

export const answers: Part = async function* (quick) {
  const treaties = TREATIES[quick ? 'quick' : 'whole'];
  const dataDir = keptDir(`treaties-${treaties}`);
  for (const { asks, name, connections, requests } of ASKED) {
    const load = { connections, requests: quick ? requests / 4 : requests };
    const ours = await openSide('treatyServer', {
      dataDir,
      treaties,
      parties: PARTIES,
      acts: ACTS,
      asks,
      ...load,
    });
    try {
      const told = ours.told as TreatyTold;
      const baseline = await openSide('bareServer', { ...told, ...load });
      try {
        const what = { name, unit: 'requests', against: 'node:http, the same bytes' };
        const row = await compare(what, { ours, baseline }, roundsOf(quick));
        yield {
          name: `${name}, its answer`,
          value: told.bytes / 1_024,
          unit: 'KiB',
          of: `without its head; ${treaties} on record`,
        };
        yield row;
      } finally {
        await baseline.close();
      }
    } finally {
      await ours.close();
    }
  }
};

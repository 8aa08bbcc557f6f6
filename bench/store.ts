// `npm run bench -- store`: what the ledger costs beside the least that could do the same durable work.

import type { Bench, Skipped } from './harness/bench.ts';
import type { Row } from './harness/compare.ts';
import { report, table } from './harness/report.ts';
import { removeTempDirs } from './harness/temp.ts';
import { runs as appendRuns } from './store/appends.ts';
import { runs as catchUpRuns } from './store/catchUp.ts';
import { runs as eventStoreDbRuns } from './store/eventStoreDb.ts';
import { runs as httpRuns } from './store/http.ts';
import { runs as peerRuns } from './store/peer.ts';

const PARTS: readonly Bench[] = [appendRuns, eventStoreDbRuns, httpRuns, catchUpRuns, peerRuns];

export async function bench(quick: boolean): Promise<void> {
  const rows: Row[] = [];
  const skipped: Skipped[] = [];
  try {
    for (const part of PARTS) {
      for await (const result of part(quick)) {
        if (typeof result === 'string') skipped.push(result);
        else {
          rows.push(result);
          console.log(table([result]).split('\n')[1]);
        }
      }
    }
  } finally {
    removeTempDirs();
  }
  report('store', rows, skipped);
}

// `npm run bench -- store`: what the ledger costs beside the least that could do the same durable work.
import type { Part } from './harness/bench.ts';
import { runs as appends } from './store/appends.ts';
import { runs as catchup } from './store/catchUp.ts';
import { runs as eventstoredb } from './store/eventStoreDb.ts';
import { runs as http } from './store/http.ts';
import { runs as peer } from './store/peer.ts';

export const parts: Readonly<Record<string, Part>> = { appends, eventstoredb, http, catchup, peer };

// The engine over EventStoreDB (and KurrentDB, the same protocol): a server or a cluster is the authority.
// Nothing of the ledger is kept here; what a node keeps of it is its journal's business.
import type { StoreEngine } from '../eventStore.ts';
import { EventStoreDbStore, type Patience } from './eventStoreDbStore.ts';
import { followLedger } from './follow.ts';
import { Link } from './link.ts';
import { followed, parsePosition, prefixesOf } from './ours.ts';
import { readAt } from './readAt.ts';

export interface EventStoreDbEngineOptions {
  /** `esdb://…` or `kurrentdb://…` as the client reads it: hosts, user, TLS */
  readonly url: string;
  /** the prefix that keeps ledgers on one server apart: letters, digits, `_` and `-` */
  readonly ledgerName: string;
  readonly patience?: Patience;
}

const PATIENCE: Patience = { call: 5_000, total: 15_000 };

/** The client shares state between all its instances in a process: engines of one URL share one link. */
const shared = { url: '', engines: 0, link: undefined as Link | undefined };

/** Connects with the first call: the server need not be there yet. @throws Error where the URL or the name is wrong */
export function openEventStoreDbEngine({
  url,
  ledgerName,
  patience = PATIENCE,
}: EventStoreDbEngineOptions): StoreEngine {
  const prefixes = prefixesOf(ledgerName);
  const link = takeLink(url);
  const closed = new AbortController();
  const store = (prefix: string) => new EventStoreDbStore(link, { prefix, patience, closed: closed.signal });
  const ledger = store(prefixes.ledger);
  const operations = store(prefixes.operations);
  return {
    ledger,
    operations,
    follow: (from, batchSize, signal) =>
      followLedger(link, { prefixes, from, batchSize, signal: AbortSignal.any([signal, closed.signal]) }),
    async at(position) {
      const place = parsePosition(position);
      const until = Date.now() + patience.total;
      const event = await link.attempt(until, (connection) => readAt(connection, place, patience.call));
      return event && followed(event, prefixes);
    },
    heldTo() {
      throw new Error('the check of a new connection to EventStoreDB is not built yet');
    },
    health: () => link.health(),
    async close() {
      if (closed.signal.aborted) return;
      closed.abort();
      await Promise.all([ledger.drained(), operations.drained()]);
      await letGo();
    },
  };
}

function takeLink(url: string): Link {
  if (shared.link !== undefined && shared.url !== url) {
    throw new Error('one process can use one EventStoreDB only: its client mixes up the appends of two');
  }
  shared.link ??= new Link(url);
  shared.url = url;
  shared.engines++;
  return shared.link;
}

async function letGo(): Promise<void> {
  if (--shared.engines > 0) return;
  const { link } = shared;
  shared.link = undefined;
  await link?.close();
}

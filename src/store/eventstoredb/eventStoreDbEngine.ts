// The engine over EventStoreDB (and KurrentDB, the same protocol): a server or a cluster is the authority.
// Nothing of the ledger is kept here; what a node keeps of it is its journal's business.
import type { Position } from '@eventstore/db-client';
import { EventStoreError, type StoreEngine } from '../eventStore.ts';
import { EventStoreDbStore } from './eventStoreDbStore.ts';
import { followLedger } from './follow.ts';
import { Gate, type LinkChange } from './gate.ts';
import { type Connection, Link } from './link.ts';
import { followed, parsePosition, prefixesOf } from './ours.ts';
import { readAt } from './readAt.ts';
import { type Patience, readOver, untilRead } from './reading.ts';

export interface EventStoreDbEngineOptions {
  /** `esdb://…` or `kurrentdb://…` as the client reads it: hosts, user, TLS */
  readonly url: string;
  /** keeps ledgers on one server apart: letters, digits, `_` and `-`, not ending in `-ops` */
  readonly ledgerName: string;
  readonly patience?: Patience;
  /** told each change of the link's state once */
  readonly onLink?: (change: LinkChange) => void;
}

const PATIENCE: Patience = { call: 5_000, total: 15_000 };

/** The client shares state between all its instances in a process: engines of one URL share one link. */
const shared = { url: '', engines: 0, link: undefined as Link | undefined };

/** Connects with the first call: the server need not be there yet. @throws Error where the URL or the name is wrong */
export function openEventStoreDbEngine({
  url,
  ledgerName,
  patience = PATIENCE,
  onLink,
}: EventStoreDbEngineOptions): StoreEngine {
  const prefixes = prefixesOf(ledgerName);
  const link = takeLink(url, patience);
  const closing = new AbortController();
  const closed = closing.signal;
  const gate = new Gate(link, { closed, onLink });
  const store = (prefix: string) => new EventStoreDbStore(gate, link, { prefix, patience, closed });
  const ledger = store(prefixes.ledger);
  const operations = store(prefixes.operations);
  const eventAt = (place: Position) => async (connection: Connection) => {
    const event = await readAt(connection, place, patience.call);
    return event && followed(event, prefixes);
  };
  return {
    ledger,
    operations,
    follow: (from, batchSize, signal) =>
      followLedger(gate, { prefixes, from, batchSize, signal: AbortSignal.any([signal, closed]) }),
    async at(position) {
      if (closed.aborted) throw new EventStoreError('CLOSED', 'the store was closed');
      return untilRead(gate, patience, eventAt(parsePosition(position)));
    },
    heldTo: (check) =>
      gate.heldTo((connection) =>
        check({
          ledger: { readStream: (stream, options) => ledger.readStreamOver(connection, stream, options) },
          operations: { readStream: (stream, options) => operations.readStreamOver(connection, stream, options) },
          at: async (position) => readOver(link, connection, eventAt(parsePosition(position))),
        }),
      ),
    health: () => gate.health(),
    async close() {
      if (closed.aborted) return;
      closing.abort();
      await Promise.all([ledger.drained(), operations.drained()]);
      await letGo();
      gate.close();
    },
  };
}

function takeLink(url: string, { call }: Patience): Link {
  if (shared.link !== undefined && shared.url !== url) {
    throw new Error('one process can use one EventStoreDB only: its client mixes up the appends of two');
  }
  shared.link ??= new Link(url, call);
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

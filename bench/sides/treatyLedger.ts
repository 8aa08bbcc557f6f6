// A ledger of treaties of many parties and acts, each in a stream of its own.
import { hash } from 'node:crypto';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import type { NewEvent } from '../../src/domain/envelope.ts';
import { currentVersion } from '../../src/domain/upcast.ts';
import type { openSqliteEngine } from '../../src/store/sqlite/sqliteEngine.ts';
import { idOf, type Order, treaty } from '../treaties/acts.ts';

export interface Treaties {
  readonly treaties: number;
  readonly parties: number;
  readonly acts: number;
  readonly order: Order;
}

const AT_A_TIME = 50;

export async function fillTreaties(
  { ledger }: Pick<ReturnType<typeof openSqliteEngine>, 'ledger'>,
  { treaties, parties, acts, order }: Treaties,
): Promise<void> {
  for (let nth = 1; nth <= treaties; nth++) {
    const facts = treaty(parties, acts, order, nth);
    for (let from = 0; from < facts.length; from += AT_A_TIME) {
      const events = facts.slice(from, from + AT_A_TIME).map(recorded);
      await ledger.append(`commitment-${idOf(nth)}`, events, from === 0 ? 'no_stream' : from - 1);
    }
  }
}

const recorded = ({ id, type, data, recordedAt }: ReturnType<typeof treaty>[number]): NewEvent => ({
  id,
  type,
  version: currentVersion(type),
  data: data as unknown as JsonObject,
  metadata: {
    recordedAt: new Date(recordedAt).toISOString(),
    actor: 'bench',
    key: id,
    payloadHash: hash('sha256', id, 'hex'),
    imported: true,
    $correlationId: id,
    $causationId: id,
  },
});

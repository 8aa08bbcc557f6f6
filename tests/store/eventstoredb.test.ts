import { randomUUID } from 'node:crypto';
import { describe, test } from 'vitest';
import { openEventStoreDbEngine } from '../../src/store/eventstoredb/eventStoreDbEngine.ts';
import { storeContract } from './contract.ts';

const url = process.env.EVENTSTORE_URL;

if (url) {
  storeContract('EventStoreDB', async () => openEventStoreDbEngine({ url, ledgerName: `test-${randomUUID()}` }));
} else {
  console.info('skipped: the contract on EventStoreDB. EVENTSTORE_URL=esdb://127.0.0.1:2113?tls=false runs it.');
  describe.skip('the store contract holds for EventStoreDB', () => test('EVENTSTORE_URL names no server'));
}

// Copies the ledger of one DATA_DIR into a journal in another, slowly enough to be killed on the way.
// usage: follow.ts LEDGER_DIR JOURNAL_DIR
import { setTimeout as wait } from 'node:timers/promises';
import { openFollower } from '../../../src/journal/follower.ts';
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';

const [ledgerDir = '', dataDir = ''] = process.argv.slice(2);
const authority = openSqliteEngine({ dataDir: ledgerDir });
const { journal } = openFollower({ dataDir, authority, batchSize: 7 });
while (!journal.caughtUp) {
  console.log(journal.head().sequence);
  await wait(1);
}
console.log('caught up');

// Opens the ledger of a DATA_DIR for writing, says so and stays; or says why not, and ends.
// usage: hold.ts DATA_DIR
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';

try {
  openSqliteEngine({ dataDir: process.argv[2] ?? '' });
  console.log('held');
  setInterval(() => undefined, 1000);
} catch (error) {
  console.log(String(error));
}

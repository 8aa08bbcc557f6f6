// Appends to the ledger of a DATA_DIR for ever, and writes each id once it was acknowledged. To be killed.
// usage: append.ts DATA_DIR WORKERS
import { writeSync } from 'node:fs';
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { freshStream, newEvents } from '../../store/events.ts';

const [dataDir = '', workers = '1'] = process.argv.slice(2);
const { ledger } = openSqliteEngine({ dataDir });

async function work(): Promise<never> {
  for (;;) {
    const stream = freshStream();
    for (let revision = -1; revision < 9; revision += 3) {
      const events = newEvents(3);
      await ledger.append(stream, events, revision < 0 ? 'no_stream' : revision);
      writeSync(1, events.map(({ id }) => `${id}\n`).join(''));
    }
  }
}

await Promise.all(Array.from({ length: Number(workers) }, work));

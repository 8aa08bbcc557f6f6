// A process that records and signs as fast as it can, to be killed: it prints each checkpoint's size and root as it is served.
import { openLog } from '../../../src/audit/log/openLog.ts';
import { parseSigner } from '../../../src/audit/note/keys.ts';
import { embeddedJournal } from '../../../src/journal/logJournal.ts';
import { base64 } from '../../../src/merkle/hash.ts';
import { openSqliteEngine } from '../../../src/store/sqlite/sqliteEngine.ts';
import { eventOf } from './events.ts';

const [dataDir = '', origin = '', skey = '', checkpointFile = ''] = process.argv.slice(2);
const engine = openSqliteEngine({ dataDir });
const journal = embeddedJournal(engine);
const signers = [parseSigner(skey)];
const log = await openLog({ dataDir, journal, origin, signers, checkpointFile, interval: 1 });
for (let i = journal.head().sequence + 1; ; i += 40) {
  const appends = Array.from({ length: 40 }, (_, k) =>
    engine.ledger.append(`party-P${i + k}`, [eventOf(i + k)], 'no_stream'),
  );
  await Promise.all(appends);
  if (log.health().signed === undefined) continue;
  const { size, root } = log.reader.head();
  process.stdout.write(`${size} ${base64(root)}\n`);
}

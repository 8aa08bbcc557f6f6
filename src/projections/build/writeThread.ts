// A thread of a build: writes the rows that the others fold into a file of their own, and sorts each index once.
import { once } from 'node:events';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting, unjournalled } from '../../support/dataDir.ts';
import { Cursors } from '../cursors.ts';
import { GONE_ALONG, LOOKED_UP, MODELS_PAGE, MODELS_SCHEMA, TABLES } from '../schema.ts';
import { MovesAside } from '../statistics/movesAside.ts';
import { batchesFrom } from './handover.ts';
import { RowWriter } from './rowWriter.ts';
import type { WriteOrder } from './threads.ts';

/** Kibibytes, half of what following has: a fresh file is written from its beginning to its end, and few pages are read again. */
const CACHE = 'PRAGMA cache_size=-32768';

const { dataDir, file, sequence, root, ports, counted, partsFile, movesFile } = workerData as WriteOrder;
const countFiles = Promise.all(counted.map((port) => once(port, 'message')));
const db = openForWriting({ dataDir, file, schemaVersion: MODELS_SCHEMA, pageSize: MODELS_PAGE }, TABLES, 'NORMAL');
db.exec(`${unjournalled()}; ${CACHE}`);
const writer = new RowWriter(db, join(dataDir, partsFile));
const moves = new MovesAside(join(dataDir, movesFile));
db.exec('BEGIN');
let projected = 0;
for await (const { events, rows } of batchesFrom(ports)) {
  writer.write(rows);
  moves.write(rows);
  projected += events;
  parentPort?.postMessage(projected);
}
moves.end();
for (const port of counted) port.postMessage('moves are there');
db.exec(LOOKED_UP);
writer.sort();
db.exec(GONE_ALONG);
writer.addCounts((await countFiles).map(([counts]) => join(dataDir, String(counts))));
writer.addBodies();
new Cursors(db).move({ sequence, projected, root });
// the file is complete and durable after this
db.exec('COMMIT; PRAGMA main.synchronous = FULL; PRAGMA main.journal_mode = WAL');
db.close();

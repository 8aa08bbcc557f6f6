// A thread of a build: writes the rows that the others fold into a file of their own, and sorts each index once.
import { once } from 'node:events';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from '../../support/dataDir.ts';
import { Cursors, PROJECTIONS } from '../cursors.ts';
import { INDEXES, MODELS_PAGE, MODELS_SCHEMA, TABLES } from '../schema.ts';
import { batchesFrom } from './handover.ts';
import { RowWriter } from './rowWriter.ts';
import type { WriteOrder } from './threads.ts';

const { dataDir, file, sequence, ports, counted } = workerData as WriteOrder;
const countFiles = Promise.all(counted.map((port) => once(port, 'message')));
const db = openForWriting({ dataDir, file, schemaVersion: MODELS_SCHEMA, pageSize: MODELS_PAGE }, TABLES, 'NORMAL');
// Of a fresh file nothing is journalled. OFF would say the same, but node:sqlite's defensive mode does not take it: the
// build would go through the write-ahead log, twice its size.
db.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN');
const writer = new RowWriter(db);
let projected = 0;
for await (const batch of batchesFrom(ports)) {
  writer.write(batch);
  projected += batch.events;
  parentPort?.postMessage(projected);
}
writer.sort();
db.exec(INDEXES);
for (const [countFile] of await countFiles) writer.addCounts(join(dataDir, String(countFile)));
const cursors = new Cursors(db);
const cursor = { sequence, projected: sequence + 1, failure: undefined };
for (const projection of PROJECTIONS) cursors.set(projection, cursor);
// the file is complete and durable after this
db.exec('COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL');
db.close();

// A thread of a build: writes the rows that the others fold into a file of their own, and sorts each index once.
import { parentPort, workerData } from 'node:worker_threads';
import { openForWriting } from '../../support/dataDir.ts';
import { Cursors, PROJECTIONS } from '../cursors.ts';
import { INDEXES, MODELS_PAGE, MODELS_SCHEMA, TABLES } from '../schema.ts';
import type { RowBatch } from './rowBatch.ts';
import { RowWriter } from './rowWriter.ts';
import type { WriteOrder } from './threads.ts';

const { dataDir, file, sequence, ports } = workerData as WriteOrder;
const db = openForWriting({ dataDir, file, schemaVersion: MODELS_SCHEMA, pageSize: MODELS_PAGE }, TABLES, 'NORMAL');
// Of a fresh file nothing is journalled. OFF would say the same, but node:sqlite's defensive mode does not take it: the
// build would go through the write-ahead log, twice its size.
db.exec('PRAGMA journal_mode = MEMORY; PRAGMA synchronous = OFF; BEGIN');
const writer = new RowWriter(db);
let [projected, folding] = [0, ports.length];

for (const port of ports) {
  port.on('message', (batch: RowBatch | 'all') => {
    if (batch === 'all') {
      port.close();
      if (--folding === 0) finish();
      return;
    }
    writer.write(batch);
    projected += batch.events;
    port.postMessage('written');
    parentPort?.postMessage(projected);
  });
}

/** The file is complete and durable when this returns. */
function finish(): void {
  writer.sort();
  const cursors = new Cursors(db);
  const cursor = { sequence, projected: sequence + 1, failure: undefined };
  for (const projection of PROJECTIONS) cursors.set(projection, cursor);
  db.exec(`${INDEXES} COMMIT; PRAGMA synchronous = FULL; PRAGMA journal_mode = WAL`);
  db.close();
}

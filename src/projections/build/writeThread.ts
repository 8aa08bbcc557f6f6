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
let projected = 0;

/** Readers in turn: so batches are written in the order of the journal's streams, in which most tables are kept. */
const readers = ports.map((port) => ({ port, handed: [] as (RowBatch | 'all')[] }));
for (const { port, handed } of readers) {
  port.on('message', (batch: RowBatch | 'all') => {
    handed.push(batch);
    while (readers[0]?.handed.length) takeTurn();
  });
}

/** The first reader's: it is the last one's turn then, or none's where it has handed over all. */
function takeTurn(): void {
  const reader = readers.shift();
  const batch = reader?.handed.shift();
  if (reader === undefined || batch === undefined) return;
  if (batch === 'all') {
    reader.port.close();
    if (readers.length === 0) finish();
    return;
  }
  readers.push(reader);
  writer.write(batch);
  projected += batch.events;
  reader.port.postMessage('written');
  parentPort?.postMessage(projected);
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

// A thread of a build: sums up what is counted, in one of its two orders, into a file of its own beside the one that is built.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { unjournalled } from '../../support/dataDir.ts';
import { COUNT_TABLES, MODELS_PAGE } from '../schema.ts';
import { BuiltInTime } from '../statistics/builtInTime.ts';
import { BuiltRecorded } from '../statistics/builtRecorded.ts';
import { batchesFrom } from './handover.ts';
import type { CountOrder } from './threads.ts';

const { dataDir, file, counter, ports, counted } = workerData as CountOrder;
const db = new DatabaseSync(join(dataDir, file), { returnArrays: true });
db.exec(`PRAGMA page_size=${MODELS_PAGE}; ${unjournalled()}; BEGIN; ${COUNT_TABLES}`);
const built = counter === 'inTime' ? new BuiltInTime(db) : new BuiltRecorded(db);
for await (const { rows } of batchesFrom(ports)) built.write(rows);
built.sum();
db.exec('COMMIT');
db.close();
counted.postMessage(file);
counted.close();

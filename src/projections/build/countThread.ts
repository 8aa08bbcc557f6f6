// A thread of a build: when all is folded, sums up what was moved, in one of its two orders, into a file of its own beside the
// one that is built.
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { workerData } from 'node:worker_threads';
import { unjournalled } from '../../support/dataDir.ts';
import { makePrivateFile } from '../../support/privateFiles.ts';
import { COUNT_TABLES, MODELS_PAGE } from '../schema.ts';
import { sumInTime } from '../statistics/builtInTime.ts';
import { sumRecorded } from '../statistics/builtRecorded.ts';
import { attachMoves } from '../statistics/movesAside.ts';
import type { CountOrder } from './threads.ts';

const { dataDir, file, movesFile, counter, port } = workerData as CountOrder;
await once(port, 'message');
makePrivateFile(join(dataDir, file));
const db = new DatabaseSync(join(dataDir, file), { returnArrays: true });
db.exec(`PRAGMA page_size=${MODELS_PAGE}; ${unjournalled()}`);
attachMoves(db, join(dataDir, movesFile));
db.exec(`BEGIN; ${COUNT_TABLES}`);
(counter === 'inTime' ? sumInTime : sumRecorded)(db);
db.exec('COMMIT');
db.close();
port.postMessage(file);
port.close();

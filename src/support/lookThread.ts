// A thread that looks at all of a file's structure, read only, beside the process that writes it, and tells what it found.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { faultIn } from './damagedFile.ts';

const db = new DatabaseSync(String(workerData), { readOnly: true, returnArrays: true });
parentPort?.postMessage(faultIn(db));
db.close();

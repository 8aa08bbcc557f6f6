// A thread of a build: reads its share of the journal stream after stream, folds each commitment once, and hands its
// rows over.
import { basename, dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import { openSqliteJournalReader } from '../../journal/readerJournal.ts';
import { foldedBatches } from './foldedBatches.ts';
import { Handover } from './handover.ts';
import { takenBy, WRITERS } from './rowBatch.ts';
import type { FoldOrder } from './threads.ts';

const { journalFile, ports, ...asked } = workerData as FoldOrder;
const journal = openSqliteJournalReader(dirname(journalFile), basename(journalFile));
const writers = WRITERS.map((writer) => ({ writer, over: new Handover(ports[writer]) }));
try {
  for (const batch of foldedBatches(journal, asked)) {
    for (const { writer, over } of writers) await over.hand(takenBy(writer, batch));
  }
  for (const { over } of writers) over.end();
} finally {
  journal.close();
}

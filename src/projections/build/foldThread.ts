// A thread of a build: reads its share of the journal stream after stream, folds each commitment once, and hands its
// rows over.
import { basename, dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import { openSqliteJournalReader } from '../../journal/readerJournal.ts';
import { foldedBatches } from './foldedBatches.ts';
import { Handover } from './handover.ts';
import type { FoldOrder } from './threads.ts';

const { journalFile, port, ...asked } = workerData as FoldOrder;
const journal = openSqliteJournalReader(dirname(journalFile), basename(journalFile));
const writer = new Handover(port);
try {
  for (const batch of foldedBatches(journal, asked)) await writer.hand(batch);
  writer.end();
} finally {
  journal.close();
}

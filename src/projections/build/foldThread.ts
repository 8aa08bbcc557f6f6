// A thread of a build: reads its share of the journal stream after stream, folds each commitment once, and hands its
// rows over.
// Law: it goes on only while fewer than so many batches wait to be written, so that memory does not grow with the ledger.
import { basename, dirname } from 'node:path';
import { type MessagePort, workerData } from 'node:worker_threads';
import { openSqliteJournalReader } from '../../journal/readerJournal.ts';
import { foldedBatches } from './foldedBatches.ts';
import type { FoldOrder } from './threads.ts';

/** Batches handed over and not written yet. */
const WAITING = 2;

const { journalFile, port, ...asked } = workerData as FoldOrder;
const journal = openSqliteJournalReader(dirname(journalFile), basename(journalFile));
try {
  const written = writtenOn(port);
  for (const batch of foldedBatches(journal, asked)) {
    await written.fewerThan(WAITING);
    port.postMessage(batch);
  }
  port.postMessage('all');
} finally {
  journal.close();
  port.unref();
}

/** The writer answers each batch when it has written it. */
function writtenOn(from: MessagePort) {
  let [waiting, wake] = [0, () => {}];
  from.on('message', () => {
    waiting--;
    wake();
  });
  return {
    async fewerThan(limit: number): Promise<void> {
      while (waiting >= limit) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      waiting++;
    },
  };
}

// A query thread: answers one question after the other from the models' file, read only, beside the thread that writes it.
// Law: each question sees the models as they were at one commit, whatever is committed meanwhile.
import { basename, dirname } from 'node:path';
import { workerData } from 'node:worker_threads';
import { openSqliteJournalReader } from '../../journal/readerJournal.ts';
import { type ModelsReader, openModelsReader } from '../modelsFile.ts';
import { type QueryThreadOrder, type Question, type Reply, thrownBy } from './question.ts';

const { dataDir, journalFile } = workerData as QueryThreadOrder;
const journal = openSqliteJournalReader(dirname(journalFile), basename(journalFile));
let now = 0;
let opened: { readonly file: number; readonly models: ModelsReader } | undefined;

function modelsOf(file: number): ModelsReader {
  if (opened?.file !== file) {
    opened?.models.close();
    opened = undefined;
    opened = { file, models: openModelsReader(dataDir, journal, () => now) };
  }
  return opened.models;
}

/** @param question `ready` where it is only waited for that the thread is there */
export async function answer(question: Question | 'ready'): Promise<Reply> {
  if (question === 'ready') return { answer: undefined };
  now = question.now;
  try {
    const models = modelsOf(question.file);
    const query = models[question.query] as (...args: readonly unknown[]) => unknown;
    return { answer: await models.atOneCommit(async () => await query(...question.args)) };
  } catch (error) {
    return { thrown: thrownBy(error) };
  }
}

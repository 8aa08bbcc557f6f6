// The answer of a party, an occasion or a source: what its history makes of it, as a text with its tag.
import type { RecordedEvent } from '../../domain/corrections.ts';
import type { Journal } from '../../journal/journal.ts';
import { etagOf } from '../answer.ts';
import { factsOf } from '../facts.ts';
import type { Answer } from '../readModels.ts';
import { type DirectoryName, type DirectoryRecord, directoryView } from './directoryAt.ts';

/** The two clocks; all that is known, and all that is in effect, where they say nothing. */
interface At {
  readonly asOf?: number;
  readonly sequence?: number;
}

/** Folded from the record's own stream: no other event is read. Undefined where it was not on record. */
export const directoryAnswer = (
  journal: Pick<Journal, 'readStream'>,
  record: DirectoryRecord,
  { asOf, sequence }: At,
): Answer | undefined => answerOf(record.kind, factsOf(journal, record, sequence), asOf);

/** @param events the record's whole history */
export function answerOf(kind: DirectoryName, events: readonly RecordedEvent[], asOf?: number): Answer | undefined {
  const view = directoryView(kind, events, asOf);
  if (view === undefined) return undefined;
  const revision = events.length - 1;
  const body = JSON.stringify({ ...view, revision: String(revision) });
  return { revision, etag: etagOf(revision, body), body, nextCut: undefined };
}

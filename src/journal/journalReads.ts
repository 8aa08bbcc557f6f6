// The reads every journal shares: they need a file's rows and nothing else.
import type { EventRows } from '../store/sqlite/eventRows.ts';
import type { Journal } from './journal.ts';

export type JournalReads = Pick<
  Journal,
  | 'file'
  | 'head'
  | 'read'
  | 'readStream'
  | 'revisionOf'
  | 'revisionsAt'
  | 'readByStream'
  | 'find'
  | 'sequenceOf'
  | 'leaves'
  | 'sequenceAt'
  | 'sequenceNear'
>;

/** A stream's number is its first event's sequence: so many of them hold fewer streams, whole. */
const NUMBERS_AT_A_TIME = 1_000;

export function journalReads(rows: EventRows): JournalReads {
  return {
    file: rows.file,
    head: () => rows.head(),
    read: (after, limit) => rows.read(after, limit),
    readStream: (stream, upTo = Number.MAX_SAFE_INTEGER) => rows.readStream(stream, { from: 0, upTo, limit: -1 }),
    revisionOf: (stream) => rows.revisionOf(stream),
    revisionsAt: (firsts, sequence) => rows.revisionsAt(firsts, sequence),
    *readByStream(upTo, { reader, readers } = { reader: 0, readers: 1 }) {
      const last = rows.lastStream();
      for (let after = reader * NUMBERS_AT_A_TIME - 1; after < last; after += readers * NUMBERS_AT_A_TIME) {
        yield rows.readStreams(after, NUMBERS_AT_A_TIME, upTo);
      }
    },
    sequenceOf: (eventId) => rows.find(eventId)?.sequence,
    find: (eventId) => rows.find(eventId),
    leaves: (first, count) => rows.leaves(first, count),
    sequenceAt: (instant) => rows.sequenceAt(instant),
    sequenceNear: (instant) => rows.sequenceNear(instant),
  };
}

// The reads every journal shares: they need a file's rows and nothing else.
import type { EventRows } from '../store/sqlite/eventRows.ts';
import type { Journal } from './journal.ts';

export type JournalReads = Pick<Journal, 'head' | 'read' | 'readStream' | 'find' | 'leaves' | 'sequenceAt'>;

export function journalReads(rows: EventRows): JournalReads {
  return {
    head: () => rows.head(),
    read: (after, limit) => rows.read(after, limit),
    readStream: (stream, upTo = Number.MAX_SAFE_INTEGER) => rows.readStream(stream, { from: 0, upTo, limit: -1 }),
    find: (eventId) => rows.find(eventId),
    leaves: (first, count) => rows.leaves(first, count),
    sequenceAt: (instant) => rows.sequenceAt(instant),
  };
}

// The journal over a log in this process: the embedded ledger's own events, or a follower's copy of them.
// It only reads; whoever writes the log wakes those who wait.
import type { EventLog } from '../store/sqlite/eventLog.ts';
import type { Journal } from './journal.ts';
import { journalReads } from './journalReads.ts';

/** The journal of the embedded mode, where the event table itself is the journal: always caught up. */
export function embeddedJournal({ log }: { readonly log: EventLog }): Journal {
  return logJournal(log, () => true);
}

/** @param caughtUp whether the log has reached what its authority held */
export function logJournal(log: EventLog, caughtUp: () => boolean): Journal {
  return {
    ...journalReads(log.rows),
    head: () => log.head(),
    sequenceOf: (eventId) => log.sequenceOf(eventId),
    find: (eventId) => log.find(eventId),
    rootAt: (size) => log.rootAt(size),
    beyond: (sequence, signal) => log.watch.beyond(sequence, signal),
    get caughtUp() {
      return caughtUp();
    },
  };
}

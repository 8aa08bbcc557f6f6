// The journal over the logs of a file in this process: the embedded ledger's own events, or a follower's copy of them.
// It only reads; whoever writes the logs wakes those who wait.
import type { EventLog } from '../store/sqlite/eventLog.ts';
import type { OperationOrder } from '../store/sqlite/operationOrder.ts';
import type { DamageWatch } from '../support/damagedFile.ts';
import type { Journal } from './journal.ts';
import { journalReads } from './journalReads.ts';

export interface Logs {
  /** the ledger's events */
  readonly log: EventLog;
  readonly operationLog: EventLog;
  readonly order: OperationOrder;
  readonly damage: DamageWatch;
}

const ALWAYS = { caughtUp: true, complete: true };

/** The journal of the embedded mode, where the event table itself is the journal: always caught up. */
export const embeddedJournal = (logs: Logs): Journal => logJournal(logs, ALWAYS);

/** @param state whether the logs have reached what their authority held: now, and ever */
export function logJournal(
  { log, operationLog, order, damage }: Logs,
  state: Readonly<Pick<Journal, 'caughtUp' | 'complete'>>,
): Journal {
  return {
    ...journalReads(log.rows),
    damage,
    head: () => log.head(),
    revisionOf: (stream) => log.revisionOf(stream),
    sequenceOf: (eventId) => log.sequenceOf(eventId),
    find: (eventId) => log.find(eventId),
    rootAt: (size) => log.rootAt(size),
    readOperations: (after, limit) =>
      operationLog.rows
        .read(after, limit)
        .map(({ sequence, text }) => ({ operation: sequence, after: order.after(sequence), text })),
    beyond: (sequence, signal) => log.watch.beyond(sequence, signal),
    get caughtUp() {
      return state.caughtUp;
    },
    get complete() {
      return state.complete;
    },
  };
}

// Statements that can be ended midway. node:sqlite has no call that interrupts one, and a thread that is told to end goes on
// until its statement is done; but a statement ends as soon as it calls a function in a thread that was told to end.
import type { DatabaseSync } from 'node:sqlite';

/** A condition that always holds: among the first of a query that may look at many rows, it lets the query be ended there. */
export const INTERRUPTIBLE = 'still_wanted()';

/** Law: every connection on which such queries run knows the function. */
export const makeInterruptible = (db: DatabaseSync): void => db.function('still_wanted', () => 1);

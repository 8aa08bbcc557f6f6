// What our SQL has in common.

/** A number bound as a whole one: `node:sqlite` binds every number as REAL. */
export const WHOLE = 'CAST(? AS INTEGER)';

/**
 * At most so many rows, bound. SQLite's planner reads a LIMIT that is a bound value by itself, and so prepares the
 * statement again each time one is bound: as dear as the simplest statements are to run. It does not read an expression.
 */
export const AT_MOST = `LIMIT ${WHOLE}`;

// How finely counts are summed up: finer costs disk and writes, coarser costs a query more of the log.

/** So many sequences are one block; what is beyond the last whole block is read from the log of moves. */
export const BLOCK = 512;

/** So many blocks are one of the next level. */
export const RADIX = 8;

/** A month in which more events than this moved something has its days summed up; fewer are read from the log. */
export const CROWDED = 1_024;

/** What a stretch of the log of more sequences than this came to is kept: it never changes. */
export const LONG = 20_000;

// The read models' file: models.db. Everything in it can be built again from the journal, so it is written with
// synchronous=NORMAL: a crash loses whole transactions from its end, never half of one, and the cursor with them.

export const MODELS_FILE = 'models.db';
/** Raised with every change of what is stored: an older file is thrown away and built again. */
export const MODELS_SCHEMA = 21;

/**
 * Bytes of a page. Sums of counts take up to some kilobytes: a row that does not fit into a quarter of a page goes to pages of
 * its own, half empty.
 */
export const MODELS_PAGE = 16_384;

/** Texts without their contents, and beginnings of words by their length: those of a letter less are found through them too. */
const WORDS = `content = '', columnsize = 0, tokenize = 'unicode61 remove_diacritics 2', prefix = '3 5'`;

/** What parties and sources are called, with whose name it is: few, so their contents are kept. */
const NAMES = `text, kind UNINDEXED, id UNINDEXED, tokenize = 'unicode61 remove_diacritics 2', prefix = '3 5'`;

/** Indexes of what was so well before its commitment was opened, by the classes of lags (commitments/leadAndLag.ts). */
export const LATE_WORDS = ['late_words_0', 'late_words_1'] as const;
/** Every index of words. */
export const INDEXES_OF_WORDS = ['words', ...LATE_WORDS] as const;
export type LateWords = (typeof LATE_WORDS)[number];
export type IndexOfWords = (typeof INDEXES_OF_WORDS)[number];

/** The end of an interval that has none yet: the last instant a date can hold, and the last sequence that six bytes can. */
export const FOREVER = 8_640_000_000_000_000;
export const STILL_KNOWN = 2 ** 47 - 1;

/**
 * `moved` is the log of what each event moved in the counts, `moving` finds it by when that counts from; `tally` sums
 * it up by months, and by places in the journal (src/projections/statistics/lines.ts).
 */
export const COUNT_TABLES = `
  CREATE TABLE IF NOT EXISTS moved (
    sequence INTEGER PRIMARY KEY, clock INTEGER NOT NULL, moves TEXT NOT NULL
  ) STRICT;
  CREATE TABLE IF NOT EXISTS moving (
    line INTEGER NOT NULL, at INTEGER NOT NULL, sequence INTEGER NOT NULL, PRIMARY KEY (line, at, sequence)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS tally (
    line INTEGER NOT NULL, scope TEXT NOT NULL, level INTEGER NOT NULL, block INTEGER NOT NULL, counts TEXT NOT NULL,
    PRIMARY KEY (line, scope, level, block)
  ) STRICT, WITHOUT ROWID;`;

export const partTable = (db: string): string =>
  `CREATE TABLE IF NOT EXISTS ${db}.part (no INTEGER PRIMARY KEY, text TEXT, second TEXT, third TEXT) STRICT;
  CREATE TABLE IF NOT EXISTS ${db}.piece (
    commitment INTEGER NOT NULL, no INTEGER NOT NULL, text TEXT NOT NULL, PRIMARY KEY (commitment, no)
  ) STRICT, WITHOUT ROWID;`;

/**
 * `version`: what was the case from one instant to another, as known from one sequence to another; both half open.
 * Its rows are closed and inserted, never overwritten. Those of a commitment lie together, so that whatever finds it reads
 * them from one place; lists read indexes over what is still known, and over what was.
 * A body is put together of parts, and versions share those that did not change: `who` is the number of the first, the
 * others say how far after it theirs lie, which mostly fits a byte, or null where a part says what it says of most.
 * `piece` has what long parts have in common (commitments/pieces.ts).
 * Timeliness, which alone changes as a deadline comes and goes, follows from the row's deadline when it is read.
 * `text` is the number of what it is found by among the commitment's texts.
 * `facet` has what lists are filtered by, and by name `source` what a commitment cites.
 * `deadline` has each deadline with the time in which it was in force and kind and status were the same, in the order of last
 * days for each outcome: what is still known, and apart from it what was superseded.
 * `signature` says what parties, areas and contested terms a row may have, `lead` and `lag` in classes how far what holds
 * and what is known lie apart.
 * `commitment` is the current row: what its answer is made of, and when that changes next.
 * `names` has the words that parties and sources are called by, each row under the sequence of the event that gave them.
 * `words` is the index of what commitments are found by: texts without their contents.
 * Those that were so well before their commitment was opened are indexed again, each class of lags by itself, and with the
 * season in which each began in the number of its row.
 */
export const TABLES = `
  CREATE TABLE IF NOT EXISTS cursor (
    projection TEXT PRIMARY KEY, sequence INTEGER NOT NULL, projected INTEGER NOT NULL, root BLOB NOT NULL,
    sum INTEGER NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS set_aside (
    stream TEXT PRIMARY KEY, sequence INTEGER NOT NULL, event TEXT NOT NULL, type TEXT NOT NULL, reason TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS commitment (
    no INTEGER PRIMARY KEY, id TEXT NOT NULL, revision INTEGER NOT NULL, next_cut INTEGER,
    status INTEGER NOT NULL, timeliness INTEGER NOT NULL, etag TEXT NOT NULL,
    who INTEGER NOT NULL, position INTEGER, few INTEGER, delivery INTEGER, verdict INTEGER, terms INTEGER, more INTEGER, because INTEGER
  ) STRICT;
  CREATE TABLE IF NOT EXISTS version (
    commitment INTEGER NOT NULL, effective_from INTEGER NOT NULL, known_from INTEGER NOT NULL,
    effective_to INTEGER NOT NULL, known_to INTEGER NOT NULL,
    kind INTEGER NOT NULL, status INTEGER NOT NULL, text INTEGER NOT NULL, signature INTEGER NOT NULL,
    lead INTEGER, lag INTEGER, due_from INTEGER, due_to INTEGER, outcome INTEGER,
    who INTEGER NOT NULL, position INTEGER, few INTEGER, delivery INTEGER, verdict INTEGER, terms INTEGER, more INTEGER, because INTEGER,
    sum INTEGER NOT NULL, start_sum INTEGER NOT NULL,
    PRIMARY KEY (commitment, effective_from, known_from)
  ) STRICT, WITHOUT ROWID;
  ${partTable('main')}
  CREATE TABLE IF NOT EXISTS facet (
    name TEXT NOT NULL, value TEXT NOT NULL, commitment INTEGER NOT NULL,
    effective_from INTEGER NOT NULL, effective_to INTEGER NOT NULL,
    known_from INTEGER NOT NULL, known_to INTEGER NOT NULL,
    PRIMARY KEY (name, value, commitment, effective_from, known_from)
  ) STRICT, WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS deadline (
    superseded INTEGER NOT NULL, outcome INTEGER NOT NULL, due_to INTEGER NOT NULL, commitment INTEGER NOT NULL,
    effective_from INTEGER NOT NULL, known_from INTEGER NOT NULL,
    kind INTEGER NOT NULL, status INTEGER NOT NULL, signature INTEGER NOT NULL, due_from INTEGER NOT NULL,
    effective_to INTEGER NOT NULL, known_to INTEGER NOT NULL,
    PRIMARY KEY (superseded, outcome, due_to, commitment, effective_from, known_from)
  ) STRICT, WITHOUT ROWID;
  ${INDEXES_OF_WORDS.map((name) => `CREATE VIRTUAL TABLE IF NOT EXISTS ${name} USING fts5 (text, ${WORDS});`).join('\n  ')}
  CREATE VIRTUAL TABLE IF NOT EXISTS names USING fts5 (${NAMES});
${COUNT_TABLES}
  CREATE TABLE IF NOT EXISTS entry (
    kind TEXT NOT NULL, id TEXT NOT NULL, revision INTEGER NOT NULL, etag TEXT NOT NULL, body TEXT NOT NULL,
    PRIMARY KEY (kind, id)
  ) STRICT, WITHOUT ROWID;`;

/** The versions themselves, as a query names what it is read through. */
export const BY_COMMITMENT = 'sqlite_autoindex_version_1';

/** The numbers of the statuses that come of themselves when a date passes: lapsed and overdue. */
export const OFTEN_FORESEEN = [4, 5] as const;
export const SELDOM_FORESEEN = `status NOT IN (${OFTEN_FORESEEN.join(', ')})`;

/**
 * Apart from the tables, so that a build from nothing can sort each index once, when all rows are there.
 * Those in which one row or another is looked up, of commitments that lie anywhere; and the few sources that have more
 * than one event, since no other was retracted.
 */
export const LOOKED_UP = `
  CREATE UNIQUE INDEX IF NOT EXISTS commitment_id ON commitment (id);
  CREATE INDEX IF NOT EXISTS commitment_next_cut ON commitment (next_cut) WHERE next_cut IS NOT NULL;
  CREATE INDEX IF NOT EXISTS facet_source ON facet (commitment, value) WHERE name = 'source';
  CREATE INDEX IF NOT EXISTS entry_changed ON entry (kind, id) WHERE kind = 'source' AND revision > 0;
  CREATE INDEX IF NOT EXISTS version_late
    ON version (lag, commitment, effective_from, effective_to, kind, status, text, known_from, known_to, signature)
    WHERE lag IS NOT NULL;
  CREATE INDEX IF NOT EXISTS version_open ON version (commitment, effective_from, effective_to, kind, status, text, signature)
    WHERE known_to = ${STILL_KNOWN};`;

/** Those that a list in their own order goes along. */
export const GONE_ALONG = `
  CREATE INDEX IF NOT EXISTS version_newest ON version (effective_from, commitment, kind, effective_to, known_from, signature)
    WHERE known_to = ${STILL_KNOWN};
  CREATE INDEX IF NOT EXISTS version_kind_status ON version (kind, status, effective_from, commitment, effective_to, known_from, signature)
    WHERE known_to = ${STILL_KNOWN};
  CREATE INDEX IF NOT EXISTS version_superseded
    ON version (effective_from, commitment, kind, effective_to, known_from, known_to, signature)
    WHERE known_to < ${STILL_KNOWN};
  CREATE INDEX IF NOT EXISTS version_superseded_kind_status
    ON version (kind, status, effective_from, commitment, effective_to, known_from, known_to, signature)
    WHERE known_to < ${STILL_KNOWN};
  CREATE INDEX IF NOT EXISTS version_foreseen
    ON version (lead, effective_from, commitment, kind, status, effective_to, known_from, known_to, signature)
    WHERE lead IS NOT NULL;
  CREATE INDEX IF NOT EXISTS version_foreseen_seldom
    ON version (status, lead, effective_from, commitment, kind, effective_to, known_from, known_to, signature)
    WHERE lead IS NOT NULL AND ${SELDOM_FORESEEN};`;

export const SCHEMA = TABLES + LOOKED_UP + GONE_ALONG;

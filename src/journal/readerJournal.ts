// The journal of a DATA_DIR that this process only reads: beside a running server, after a crash, or at rest.
// It takes no lock and writes nothing.

import type { DatabaseSync } from 'node:sqlite';
import { EventRows } from '../store/sqlite/eventRows.ts';
import { HeadWatch } from '../store/sqlite/headWatch.ts';
import { damageOf, LEDGER_FILE, LEDGER_SCHEMA } from '../store/sqlite/sqliteEngine.ts';
import { TreeRanges } from '../store/sqlite/treeRanges.ts';
import type { DamageWatch } from '../support/damagedFile.ts';
import { openForReading } from '../support/dataDir.ts';
import { AT_MOST } from '../support/sql.ts';
import { copyDamage } from './copyDamage.ts';
import type { Journal } from './journal.ts';
import { journalReads } from './journalReads.ts';

export interface ReaderJournal extends Journal {
  close(): void;
}

/** Another process wakes nobody here: while someone waits, the head is looked at so often, milliseconds. */
const LOOK_EVERY = 100;

/**
 * @param file the ledger of the embedded mode, or a follower's copy (`journal.db`)
 * @throws DataDirRefused where there is no such file, it is newer, or it cannot be read
 */
export function openSqliteJournalReader(dataDir: string, file = LEDGER_FILE): ReaderJournal {
  const damage = file === LEDGER_FILE ? damageOf(dataDir) : copyDamage(dataDir, file);
  return damage.watching(() => {
    const db = damage.watched(openForReading({ dataDir, file, schemaVersion: LEDGER_SCHEMA, tables: ['event'] }));
    return readerIn(db, damage);
  });
}

function readerIn(db: DatabaseSync, damage: DamageWatch): ReaderJournal {
  const rows = new EventRows(db, 'event');
  const ranges = new TreeRanges(db, 'event', rows);
  const watch = new HeadWatch(() => rows.head().sequence);
  const timer = setInterval(() => watch.moved(), LOOK_EVERY);
  timer.unref();
  return {
    ...journalReads(rows),
    damage,
    rootAt: (size) => ranges.rootAt(size),
    beyond: (sequence, signal) => watch.beyond(sequence, signal),
    readOperations: operationsIn(db),
    caughtUp: true,
    complete: true,
    close() {
      clearInterval(timer);
      db.close();
    },
  };
}

/** A file of before operations were placed has none. */
function operationsIn(db: DatabaseSync): Journal['readOperations'] {
  if (db.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'operation_order'").get() === undefined) return () => [];
  const page = db.prepare(
    `SELECT sequence, event, text FROM operation JOIN operation_order ON operation = sequence
     WHERE sequence > ? ORDER BY sequence ${AT_MOST}`,
  );
  return (after, limit) =>
    page.all(after, limit).map((row) => ({ operation: Number(row[0]), after: Number(row[1]), text: String(row[2]) }));
}

// What is counted by when it was recorded, in a build from nothing: moves kept aside are summed up in the order of their
// sequences. Laws: memory holds the counts of a block and no more, each block is written once, and the rows are the ones that
// following the journal makes.
import type { DatabaseSync } from 'node:sqlite';
import { COUNTED, completed, sequencesIn } from './lines.ts';
import { LAST_MOVED, MOVED, movedRow, type StoredMoves, unsummed } from './movedRows.ts';
import { type Tallied, Tally } from './tally.ts';
import { TallyAside } from './tallyAside.ts';
import { UpperLevels } from './upperLevels.ts';

/** A block of the highest level that is counted from the log: those of the others are whole with it. */
const SEQUENCES_AT_A_TIME = sequencesIn({ level: Math.max(...COUNTED), from: 0, to: 1 }).to;

/** @param db to which moves kept aside are attached */
export function sumRecorded(db: DatabaseSync): void {
  db.exec('INSERT INTO moved SELECT * FROM aside.moved ORDER BY sequence');
  const end = unsummed(Number(db.prepare(LAST_MOVED).get()?.[0] ?? -1));
  const tallies = new TallyAside(db);
  sumCounted(db, end, (tallied) => tallies.put(tallied));
  tallies.write();
  new UpperLevels(db).sumUp(0, end);
}

function sumCounted(db: DatabaseSync, end: number, put: (tallied: Tallied) => void): void {
  const rows = db.prepare(MOVED);
  const tally = new Tally();
  const ends = COUNTED.map((level) => ({ level, end: sequencesIn(completed(level, 0, end)).to }));
  for (let from = 0; from < end; from += SEQUENCES_AT_A_TIME) {
    const stored = rows.all(from, Math.min(from + SEQUENCES_AT_A_TIME, end), '') as unknown as StoredMoves[];
    const levels = ends.filter((level) => from < level.end).map(({ level }) => level);
    for (const row of stored) tally.addRecorded(movedRow(row), levels);
    for (const tallied of tally.take()) put(tallied);
  }
}

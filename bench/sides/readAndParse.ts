// Baseline: reads the same file's texts in pages, as arrays, and parses each. Nothing less gives a projection its events.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LEDGER_FILE } from '../../src/store/sqlite/sqliteEngine.ts';
import { measured, type OpenSide } from '../harness/side.ts';
import type { JournalArgs } from './projectAll.ts';

const PAGE = 1_000;
type Row = readonly [sequence: number, text: string];

export const open: OpenSide<JournalArgs> = async ({ dataDir }) => {
  const db = new DatabaseSync(join(dataDir, LEDGER_FILE), { readOnly: true, returnArrays: true });
  const statement = db.prepare('SELECT sequence, text FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?');
  const page = (after: number) => statement.all(after, PAGE) as unknown as readonly Row[];
  return {
    run: () => measured(() => readAll(page)),
    async close() {
      db.close();
    },
  };
};

function readAll(page: (after: number) => readonly Row[]): number {
  let events = 0;
  for (let rows = page(-1); rows.length > 0; rows = page(rows.at(-1)?.[0] ?? 0)) {
    events += rows.filter(([, text]) => typeof (JSON.parse(text) as { id: unknown }).id === 'string').length;
  }
  return events;
}

// Baseline: reads the same rows in pages, as arrays, and makes the SHA-256 of each text. No tree, no order, no comparison.
import { hash } from 'node:crypto';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { LEDGER_FILE } from '../../src/store/sqlite/sqliteEngine.ts';
import { measured, type OpenSide } from '../harness/side.ts';

const PAGE = 2_048;
type Row = readonly [sequence: number, clock: number, text: string];

export const open: OpenSide<{ readonly dataDir: string }> = async ({ dataDir }) => {
  const db = new DatabaseSync(join(dataDir, LEDGER_FILE), { readOnly: true, returnArrays: true });
  const page = db.prepare('SELECT sequence, clock, text FROM event WHERE sequence > ? ORDER BY sequence LIMIT ?');
  return {
    run: () => measured(() => readAll((after) => page.all(after, PAGE) as unknown as readonly Row[])),
    async close() {
      db.close();
    },
  };
};

function readAll(page: (after: number) => readonly Row[]): number {
  let [events, bytes] = [0, 0];
  for (let rows = page(-1); rows.length > 0; rows = page(rows.at(-1)?.[0] ?? 0)) {
    // 'binary' is the cheapest form of a digest here: the baseline gets it too.
    for (const [, , text] of rows) bytes += hash('sha256', text, 'binary').length;
    events += rows.length;
  }
  if (bytes !== events * 32) throw new Error('a digest has 32 bytes');
  return events;
}

// Counts on both clocks, against an oracle: fold afresh what was recorded up to a sequence, look at an instant, and count.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Journal } from '../../src/journal/journal.ts';
import { foldedBatches } from '../../src/projections/build/foldedBatches.ts';
import { RowWriter } from '../../src/projections/build/rowWriter.ts';
import { openModelsReader } from '../../src/projections/modelsFile.ts';
import type { AsOf } from '../../src/projections/readModels.ts';
import { TABLES } from '../../src/projections/schema.ts';
import { sumInTime } from '../../src/projections/statistics/builtInTime.ts';
import { sumRecorded } from '../../src/projections/statistics/builtRecorded.ts';
import { LAST_MOVED, MOVED, MOVING, PLACES_IN, TALLIED } from '../../src/projections/statistics/movedRows.ts';
import { attachMoves, MovesAside } from '../../src/projections/statistics/movesAside.ts';
import { NEXT_SCOPE, RANGE } from '../../src/projections/statistics/upperLevels.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { compareCounts } from '../support/countOracle.ts';
import { agreedBody, citations, openNode, registerBasics } from '../support/node.ts';
import { idOf, recorded } from '../support/recordedHistories.ts';
import { tempDir } from '../support/tempDir.ts';

/** So that short histories fill blocks, crowd months, and have stretches that are kept, as long ones do. */
vi.mock('../../src/projections/statistics/sizes.ts', () => ({ BLOCK: 4, RADIX: 2, CROWDED: 4, LONG: 4 }));

const DAY = 86_400_000;

describe('a count on two clocks', () => {
  it('is what the history up to there counts to, folded afresh: by following, and built from nothing', {
    timeout: 180_000,
  }, async () => {
    const histories = fc.array(arbitraryHistory, { minLength: 3, maxLength: 6 });
    const places = fc.array(
      fc.tuple(
        // doubles are drawn by their bits, nearly all of them next to 0 or to 1
        fc.nat(1_000).map((n) => n / 1_000),
        fc.integer({ min: -500, max: 1_500 }).map((n) => n / 1_000),
        fc.constantFrom('drawn', 'clock', 'between', 'day', 'ahead'),
      ),
      { minLength: 8, maxLength: 8 },
    );
    await fc.assert(
      fc.asyncProperty(histories, places, fc.constantFrom(0, 3, 25), async (drawn, asked, apart) => {
        const dir = await tempDir();
        const clock = () => Date.parse('2026-01-01T00:00:00Z');
        const node = openNode(dir, clock);
        try {
          await recorded(node, drawn, apart);
          const { journal } = node;
          builtHere(dir, 'next.db', journal);
          const ids = drawn.map((_, index) => idOf(index));
          const points = asked.map((place) => pointAt(journal, place));
          // what was read once is kept: asked again
          for (const point of [...points, ...points]) await compareCounts(node.readModels.queries, journal, ids, point);
          expect(rowsOf(dir, 'next.db')).toEqual(rowsOf(dir, 'models.db'));
        } finally {
          await node.close();
        }
      }),
      { numRuns: 15 },
    );
  });

  it('is what was foreseen, asked about a day that had not come', { timeout: 60_000 }, async () => {
    const dir = await tempDir();
    let now = Date.parse('2025-06-25T00:00:00Z');
    const node = openNode(dir, () => now);
    await registerBasics(node);
    const ids: string[] = [];
    for (let month = 0; month < 12; month++) {
      now += 9 * DAY;
      const [deadline, effectiveAt] = [now + month * 20 * DAY, now].map((at) =>
        new Date(at).toISOString().slice(0, 10),
      );
      const { id } = await node.record('AgreeBody', { ...agreedBody, title: `Body ${month}`, deadline, effectiveAt });
      ids.push(id);
      if (month % 3 > 0) continue;
      const until = new Date(now + 50 * DAY).toISOString().slice(0, 10);
      await node.record('SetDeadline', {
        commitment: ids[0],
        effectiveAt,
        deadline: until,
        firmness: 'firm',
        citations,
      });
    }
    await node.settled();
    const { sequence: last } = node.journal.head();
    for (let sequence = last - 15; sequence < last; sequence++) {
      const [entry] = node.journal.read(sequence - 1, 1);
      for (const days of [0, 3, 10, 25, 40, 75, 200]) {
        await compareCounts(node.readModels.queries, node.journal, ids, {
          asOf: (entry?.clock ?? 0) + days * DAY,
          sequence,
        });
      }
    }
    await node.close();
  });

  it('is read from tallies and from a stretch of the log through their keys', async () => {
    const dir = await tempDir();
    await openNode(dir, () => 0).close();
    const db = new DatabaseSync(join(dir, 'models.db'), { readOnly: true, returnArrays: true });
    for (const [sql, values] of [
      [RANGE, [0, '', 1, 0, 1]],
      [MOVED, [0, 1, '']],
      [MOVING, [0, 0, 1, 0, 1, '']],
      [PLACES_IN, [1, 0, 1, 1]],
      [TALLIED, [0, '', 1, 1]],
      [LAST_MOVED, []],
      [NEXT_SCOPE, [0, '']],
    ] as const) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      for (const row of plan)
        expect(String(Object.values(row)[3]), sql).toMatch(
          /^(SEARCH (tally|moved|moving|m|r)\b|CO-ROUTINE|SCAN \(subquery)/,
        );
    }
    db.close();
  });

  it('is read by another process as well', async () => {
    const dir = await tempDir();
    const node = openNode(dir, () => 0);
    const reader = openModelsReader(dir, node.journal, () => 0);
    expect(JSON.parse(await reader.statistics({}, { asOf: 0, sequence: -1 }))).toMatchObject({ commitments: 0 });
    reader.close();
    await node.close();
  });
});

/** A build in this thread, with the sizes of this test. */
function builtHere(dir: string, file: string, journal: Journal): void {
  const db = new DatabaseSync(join(dir, file), { returnArrays: true });
  db.exec(TABLES);
  const movesPath = join(dir, 'moves');
  const [writer, moves] = [new RowWriter(db, ':memory:'), new MovesAside(movesPath)];
  const asked = { sequence: journal.head().sequence, now: 0, share: { reader: 0, readers: 1 } };
  for (const batch of foldedBatches(journal, asked)) {
    writer.write(batch.rows);
    moves.write(batch.rows);
  }
  writer.sort();
  writer.addBodies();
  moves.end();
  attachMoves(db, movesPath);
  sumInTime(db);
  sumRecorded(db);
  db.close();
}

/** A sequence, and an instant: anywhere, at its clock, between that and the next one's, at the end of its day, or long after. */
function pointAt(journal: Journal, [known, effective, how]: readonly [number, number, string]): AsOf {
  const head = journal.head();
  const first = journal.read(-1, 1)[0]?.clock ?? 0;
  const sequence = Math.round(known * (head.sequence + 1)) - 1;
  const [here, next] = journal.read(sequence - 1, 2);
  const clock = here?.clock ?? first;
  const asOf = {
    drawn: Math.round(first + effective * (head.clock - first)),
    clock,
    between: Math.round((clock + (next?.clock ?? clock)) / 2),
    day: Math.ceil((clock + 1) / DAY) * DAY - 1,
    ahead: Math.round(clock + (effective + 0.5) * 500 * DAY),
  }[how];
  return { asOf: asOf ?? clock, sequence };
}

function rowsOf(dir: string, file: string): unknown[] {
  const db = new DatabaseSync(join(dir, file), { readOnly: true });
  const rows = ['moved', 'moving', 'tally'].map((table) => db.prepare(`SELECT * FROM ${table}`).all());
  db.close();
  return rows;
}

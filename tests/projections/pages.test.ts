// Pages of lists over a generated ledger: however small they are and whichever way they are read, put together they are the list.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { beforeEach, describe, expect, it } from 'vitest';
import { fill } from '../../src/generator/fill.ts';
import { openSqliteJournalReader } from '../../src/journal/readerJournal.ts';
import { CommitmentQueries } from '../../src/projections/commitments/commitmentQueries.ts';
import {
  type AsOf,
  type CommitmentFilter,
  type Page,
  SORTS,
  type SortedPaging,
} from '../../src/projections/readModels.ts';
import { makeInterruptible } from '../../src/support/interruptible.ts';
import { openNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const FILTERS: readonly CommitmentFilter[] = [
  {},
  { kind: 'project' },
  { status: 'agreed' },
  { status: 'overdue' },
  { kind: 'cooperation', status: 'in_progress' },
  { timeliness: 'overdue' },
  { timeliness: 'upcoming' },
  { contested: true },
  { q: 'co*' },
];
const LIMIT = 3;
const WHENS = ['now', 'past', 'known at a past date', 'of later than was known', 'of before it was known'] as const;

let dir: string;
let clocks: Readonly<Record<(typeof WHENS)[number], AsOf>>;

beforeEach(async () => {
  dir = await tempDir();
  const node = openNode(dir, () => Date.parse('2026-01-01T00:00:00Z'));
  await fill(node.engine.ledger, { commitments: 150, seed: 3 });
  expect(await node.settled()).toBe(true);
  const { sequence, clock: last } = node.journal.head();
  const first = node.journal.read(-1, 1)[0]?.clock ?? 0;
  const [early, late] = [0.5, 0.8].map((share) => Math.round(first + share * (last - first))) as [number, number];
  const known = node.journal.sequenceAt(early);
  clocks = {
    now: { asOf: last, sequence },
    past: { asOf: early, sequence },
    'known at a past date': { asOf: early, sequence: known },
    'of later than was known': { asOf: late, sequence: known },
    'of before it was known': { asOf: early, sequence: node.journal.sequenceAt(late) },
  };
  await node.close();
});

const idsOf = ({ items }: Page): string[] => items.map((item) => JSON.parse(item).id);

type List = (paging: Omit<SortedPaging, 'sort'>) => Page;

/** The ids of every page, the first one first; and of the pages before each but the first, as it leads back to them. */
function paged(list: List): { pages: string[][]; back: string[][] } {
  const pages = [list({ limit: LIMIT })];
  for (let next = pages[0]?.next; next !== undefined; next = pages.at(-1)?.next) {
    pages.push(list({ limit: LIMIT, cursor: next }));
  }
  const back = pages.slice(1).map(({ prev }) => list({ limit: LIMIT, cursor: prev as string }));
  return { pages: pages.map(idsOf), back: back.map(idsOf) };
}

describe.each([
  ['read in its own order', { rare: 0, short: 0 }],
  ['read from what is best', {}],
])('a list %s', (_, how) => {
  it.each(WHENS)('is its pages put together, there and back: %s', (when) => {
    const journal = openSqliteJournalReader(dir);
    const db = new DatabaseSync(join(dir, 'models.db'), { readOnly: true, returnArrays: true });
    makeInterruptible(db);
    const lists = new CommitmentQueries({ db, journal, clock: () => 0, membersAt: () => [], ...how });
    let most = 0;
    for (const [filter, sort] of FILTERS.flatMap((filter) => SORTS.map((sort) => [filter, sort] as const))) {
      const list: List = (paging) => lists.list(filter, { ...paging, sort }, clocks[when]);
      const whole = idsOf(list({ limit: 500 }));
      const { pages, back } = paged(list);
      expect(pages.flat(), JSON.stringify({ filter, sort })).toEqual(whole);
      expect(back, JSON.stringify({ filter, sort })).toEqual(pages.slice(0, -1));
      most = Math.max(most, pages.length);
    }
    expect(most).toBeGreaterThan(10);
    db.close();
    journal.close();
  });
});

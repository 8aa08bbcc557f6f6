// How lists are read: what SQLite says of each query that a list can be, in whichever way it is read.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import type { Asked, Drive, Query } from '../../src/projections/commitments/asked.ts';
import { wantedFacets } from '../../src/projections/commitments/facetQuery.ts';
import { listQueries, matchesQueries } from '../../src/projections/commitments/listQuery.ts';
import type { Opened } from '../../src/projections/commitments/opened.ts';
import { allOf, wordsAsked, wordsTyped } from '../../src/projections/commitments/searchQuery.ts';
import { type CommitmentFilter, SORTS } from '../../src/projections/readModels.ts';
import { makeInterruptible } from '../../src/support/interruptible.ts';
import { FILTERS } from '../support/filters.ts';
import { openNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

/** The plans of queries, which bind their limit last. */
async function plansOf(queries: readonly Query[]): Promise<{ sql: string; plan: string[] }[]> {
  const dir = await tempDir();
  await openNode(dir, () => 0).close();
  const db = new DatabaseSync(join(dir, 'models.db'), { readOnly: true, returnArrays: true });
  makeInterruptible(db);
  const plans = queries.map(({ sql, values }) => {
    const rows = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values, 3);
    return { sql, plan: rows.map((row) => String(Object.values(row)[3])) };
  });
  db.close();
  return plans;
}

describe('a list', () => {
  it('is never read by going through the whole table of versions', async () => {
    for (const { sql, plan } of await plansOf(
      everyQuery().flatMap((asked) => [...listQueries(asked), ...matchesQueries(asked)]),
    )) {
      const scanned = plan.filter((line) => /SCAN (v|version|f|facet|c|commitment|p\d?)\b/.test(line));
      expect(scanned, sql).toEqual([]);
      expect(
        plan.some((line) => line.includes('SEARCH v USING')),
        sql,
      ).toBe(true);
    }
  });

  it('reads versions that are passed over in their index alone, whatever they are passed over by', async () => {
    const asked = everyQuery().filter((one) => !isSortedByItsRow(one));
    for (const { sql, plan } of await plansOf(asked.flatMap((one) => [...listQueries(one)]))) {
      expect(
        plan.filter((line) => /\bv USING INDEX\b/.test(line)),
        sql,
      ).toEqual([]);
    }
  });

  it('asks for words once along all that it is read from, and not in each part of it', async () => {
    const asked = everyQuery().filter(({ match, drive }) => match !== undefined && drive.by !== 'text');
    for (const { sql, plan } of await plansOf(asked.flatMap((one) => [...listQueries(one)]))) {
      const searches = plan.filter((line) => /SCAN (?:t|words) VIRTUAL/.test(line));
      const inTwo = plan.includes('MATERIALIZE most') ? 2 : 1;
      expect(searches, sql).toHaveLength(inTwo);
    }
  });
});

/** Where it is not read from the deadlines, their order asks each version for its own. */
const isSortedByItsRow = ({ sort, drive }: Asked): boolean =>
  sort === 'deadline' && (drive.by === 'facet' || drive.by === 'text' || drive.by === 'either');

const PLACES = [undefined, { direction: 'next', at: 1, no: 1 }, { direction: 'prev', at: 1, no: 1 }] as const;
const ORDERED = SORTS.flatMap((sort) =>
  [undefined, 5].flatMap((sequence) => PLACES.map((place) => ({ sort, sequence, place }))),
);

const OPENED: readonly Opened[] = [
  { upTo: 9, late: [] },
  { upTo: 3, late: [[{ lag: 1, after: 3, upTo: 9 }]] },
];

/** Each filter in each order, from each place, now and in the past, read in each way. */
const everyQuery = (): Asked[] =>
  [...FILTERS, ...PLANNED].flatMap((filter) =>
    ORDERED.flatMap((ordered) =>
      waysOf(filter).flatMap((way) =>
        OPENED.map((opened) => ({ filter, ...way, ...ordered, asOf: 1, knownAt: 0, opened: () => opened, limit: 3 })),
      ),
    ),
  );

const PLANNED: readonly CommitmentFilter[] = [
  { area: 'space', contested: 'level' },
  { changedFrom: 1, changedTo: 2 },
  { dueBefore: 1 },
  { dueAfter: 1, dueBefore: 2 },
];

function waysOf(filter: CommitmentFilter): Pick<Asked, 'facets' | 'match' | 'either' | 'drive'>[] {
  const facets = wantedFacets(filter, filter.grouping === undefined ? undefined : ['JP', 'AU', 'KR']);
  const typed = wordsTyped(filter.q ?? '');
  const match = typed.length === 0 ? undefined : allOf(typed);
  const words = wordsAsked({ match, facets, filter, asOf: 1 });
  const drives: Drive[] = [
    { by: 'order' },
    { by: 'due' },
    ...(words.length > 0 ? [{ by: 'text' as const, match: allOf(words) }] : []),
    ...facets.flatMap((facet) => [true, false].map((isFew) => ({ by: 'facet' as const, facet, isFew }))),
  ];
  const named = typed.slice(0, 1);
  const others = named.length === 0 ? [] : [...drives.filter(({ by }) => by !== 'text'), eitherBy(named)];
  return [
    ...drives.map((drive) => ({ facets, match, drive })),
    ...others.map((drive) => ({ facets, match: undefined, either: named, drive })),
  ];
}

const eitherBy = ([word = '']: readonly string[]): Drive => ({ by: 'either', word });

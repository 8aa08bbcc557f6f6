// Lists in the order of opening, as of dates before some were opened: of those, what is late lies in stretches of its own.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CommitmentQueries } from '../../src/projections/commitments/commitmentQueries.ts';
import type { CommitmentFilter, Page, Paging } from '../../src/projections/readModels.ts';
import { makeInterruptible } from '../../src/support/interruptible.ts';
import { agreedBody, openNode, registerBasics } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const DAY = 86_400_000;
const START = Date.parse('2020-01-01T00:00:00Z');
const dateOf = (instant: number): string => new Date(instant).toISOString().slice(0, 10);

/** Days since the opening before it, and days before its own opening at which it took effect. */
interface Opening {
  readonly since: number;
  readonly late: number;
}
const openings: fc.Arbitrary<Opening[]> = fc.array(
  fc.record({ since: fc.integer({ min: 1, max: 200 }), late: fc.constantFrom(0, 3, 30, 300, 1_500) }),
  { minLength: 4, maxLength: 9 },
);

const FILTERS: readonly CommitmentFilter[] = [
  {},
  { party: 'KR' },
  { status: 'agreed' },
  { q: 'defence' },
  { q: 'body', status: 'agreed', kind: 'body' },
];

type List = (paging: Paging) => Page;
const idsOf = (page: Page): string[] => page.items.map((item) => JSON.parse(item).id);

/** All pages to the last one, and from there back to the first. */
function thereAndBack(list: List): { there: string[]; back: string[] } {
  const pages = [list({ limit: 2 })];
  for (let { next } = pages[0] as Page; next !== undefined; next = (pages.at(-1) as Page).next) {
    pages.push(list({ limit: 2, cursor: next }));
  }
  const last = pages.at(-1) as Page;
  const back = [last];
  for (let { prev } = last; prev !== undefined; prev = (back[0] as Page).prev)
    back.unshift(list({ limit: 2, cursor: prev }));
  return { there: pages.flatMap(idsOf), back: back.flatMap(idsOf) };
}

/** A node in which commitments were opened one after the other, each with the instant at which it took effect. */
async function nodeOf(opened: readonly Opening[]) {
  let now = START;
  const dir = await tempDir();
  const node = openNode(dir, () => now);
  await registerBasics(node);
  const all: { readonly id: string; readonly from: number }[] = [];
  for (const { since, late } of opened) {
    now += since * DAY;
    const from = now - late * DAY;
    const { id } = await node.record('AgreeBody', { ...agreedBody, effectiveAt: dateOf(from) });
    all.push({ id, from });
  }
  expect(await node.settled()).toBe(true);
  return { dir, node, all, now };
}

function compare(lists: CommitmentQueries, wanted: readonly string[], asOf: number): void {
  for (const filter of FILTERS) {
    for (const sort of ['recorded', '-recorded'] as const) {
      const inOrder = sort === 'recorded' ? wanted : wanted.toReversed();
      const found = thereAndBack((paging) => lists.list(filter, { ...paging, sort }, { asOf }));
      expect(found, JSON.stringify({ filter, sort })).toEqual({ there: inOrder, back: inOrder });
    }
  }
}

describe('a list in the order of opening, as of a date', () => {
  it('holds what had taken effect, however late each was opened, in that order, there and back', {
    timeout: 60_000,
  }, async () => {
    const law = fc.asyncProperty(openings, fc.nat(), fc.constantFrom(0, 5, 100), async (opened, place, days) => {
      const { dir, node, all, now } = await nodeOf(opened);
      const db = new DatabaseSync(join(dir, 'models.db'), { readOnly: true, returnArrays: true });
      makeInterruptible(db);
      const asOf = (all[place % all.length]?.from ?? 0) + days * DAY;
      const wanted = all.filter(({ from }) => from <= asOf).map(({ id }) => id);
      try {
        for (const short of [0, 3, 1_000]) {
          const { journal } = node;
          compare(new CommitmentQueries({ db, journal, clock: () => now, membersAt: () => [], short }), wanted, asOf);
        }
      } finally {
        db.close();
        await node.close();
      }
    });
    await fc.assert(law, { numRuns: 12 });
  });
});

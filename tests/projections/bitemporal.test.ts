// The two clocks, against an oracle: fold afresh what was recorded up to a sequence, and look at an instant.

import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { JsonObject } from '../../src/domain/canonicalJson.ts';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { present } from '../../src/domain/commitment/present.ts';
import { phasesOf, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { readEvent } from '../../src/domain/read.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import { listQuery } from '../../src/projections/commitments/listQuery.ts';
import type { CommitmentFilter, Queries } from '../../src/projections/readModels.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { BODY } from '../support/history.ts';
import { openNode, type TestNode } from '../support/node.ts';
import { tempDir } from '../support/tempDir.ts';

const idOf = (index: number): string => `${BODY.slice(0, -2)}${String(index).padStart(2, '0')}`;

/** Several histories, recorded as they came about, each on a commitment of its own with events of its own. */
async function recorded(node: TestNode, histories: readonly (readonly CommitmentFact[])[]): Promise<void> {
  const all = histories.flatMap((events, index) =>
    events.map((event) => ({ event: renamed(event, index), id: idOf(index) })),
  );
  for (const { event, id } of all.sort((a, b) => a.event.recordedAt - b.event.recordedAt)) {
    const metadata = {
      recordedAt: new Date(event.recordedAt).toISOString(),
      actor: 'a',
      key: event.id,
      payloadHash: '',
      $correlationId: '',
      $causationId: '',
    };
    const data = event.data as unknown as JsonObject;
    const expected = event.revision === 0 ? 'no_stream' : event.revision - 1;
    await node.engine.ledger.append(
      `commitment-${id}`,
      [{ id: event.id, type: event.type, version: 1, data, metadata }],
      expected,
    );
  }
  expect(await node.settled()).toBe(true);
}

const renamed = (event: CommitmentFact, index: number): CommitmentFact =>
  JSON.parse(
    JSON.stringify(event)
      .replaceAll(BODY, idOf(index))
      .replaceAll('"e0000000-', `"e00000${String(index).padStart(2, '0')}-`),
  );

interface Listed {
  readonly from: number;
  readonly no: number;
  readonly view: Record<string, unknown>;
}

/** Every commitment at an instant, by what was recorded up to a sequence, folded afresh. */
function oracle(journal: Journal, ids: readonly string[], asOf: number, sequence: number): Listed[] {
  const listed = ids.flatMap((id) => {
    const entries = journal.readStream(`commitment-${id}`, sequence);
    const facts = entries.map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
    if (facts.length === 0) return [];
    const { record, timeline } = commitmentOf(facts);
    const segments = segmentsOf(timeline);
    const segment = segments.find(({ from, to }) => from <= asOf && asOf < to);
    const phase = phasesOf(segments).find(({ from, to }) => from <= asOf && asOf < to);
    if (segment === undefined || phase === undefined) return [];
    const view = {
      ...present(identityOf(id, record), segment.state, segment.from),
      revision: String(facts.length - 1),
    };
    const no = journal.readStream(`commitment-${id}`)[0]?.sequence ?? 0;
    return [{ from: phase.from, no, view: JSON.parse(JSON.stringify(view)) }];
  });
  return listed.sort((a, b) => b.from - a.from || b.no - a.no);
}

function everyPage(
  { commitments }: Queries,
  filter: CommitmentFilter,
  at: { asOf: number; sequence: number },
): unknown[] {
  const items: unknown[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = commitments(filter, cursor === undefined ? { limit: 2 } : { limit: 2, cursor }, at);
    items.push(...page.items.map((item) => JSON.parse(item)));
    cursor = page.next;
  }
  return items;
}

const holds = (filter: CommitmentFilter, { view }: Listed): boolean =>
  (filter.status === undefined || view.status === filter.status) &&
  (filter.kind === undefined || view.kind === filter.kind) &&
  (filter.area === undefined || (view.areas as string[]).includes(filter.area)) &&
  (filter.contested !== true || (view.contested as string[]).length > 0) &&
  (filter.party === undefined || (view.parties as { code: string }[]).some(({ code }) => code === filter.party));

const FILTERS: readonly CommitmentFilter[] = [
  {},
  { kind: 'body' },
  { status: 'agreed' },
  { kind: 'body', status: 'in_progress' },
  { party: 'NATO' },
  { contested: true, party: 'KR' },
];

describe('a question on two clocks', () => {
  it('is answered as the history up to there says, folded afresh: one commitment, and every list', {
    timeout: 60_000,
  }, async () => {
    const histories = fc.array(arbitraryHistory, { minLength: 2, maxLength: 4 });
    const places = fc.array(
      fc.tuple(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: -0.5, max: 1.5, noNaN: true })),
      { minLength: 4, maxLength: 4 },
    );
    await fc.assert(
      fc.asyncProperty(histories, places, async (drawn, asked) => {
        const node = openNode(await tempDir(), () => Date.parse('2026-01-01T00:00:00Z'));
        try {
          await recorded(node, drawn);
          compare(
            node,
            drawn.map((_, index) => idOf(index)),
            asked,
          );
        } finally {
          await node.close();
        }
      }),
      { numRuns: 25 },
    );
  });

  it('is never read by going through the whole table of versions', async () => {
    const dir = await tempDir();
    await openNode(dir, () => 0).close();
    const db = new DatabaseSync(join(dir, 'models.db'), { readOnly: true, returnArrays: true });
    const places = [
      undefined,
      { direction: 'next', from: 1, no: 1 } as const,
      { direction: 'prev', from: 1, no: 1 } as const,
    ];
    for (const filter of [...FILTERS, { area: 'space', contested: 'level' }] as const) {
      for (const sequence of [undefined, 5]) {
        for (const place of places) {
          const { sql, values } = listQuery({ filter, place, asOf: 1, sequence, limit: 3 });
          const plan = db
            .prepare(`EXPLAIN QUERY PLAN ${sql}`)
            .all(...values)
            .map((row) => String(Object.values(row)[3]));
          expect(
            plan.filter((line) => /SCAN (v|version|f|facet|c|commitment|p\d)\b/.test(line)),
            sql,
          ).toEqual([]);
          expect(
            plan.some((line) => line.includes('SEARCH v USING')),
            sql,
          ).toBe(true);
        }
      }
    }
    db.close();
  });
});

function compare(node: TestNode, ids: readonly string[], asked: readonly (readonly [number, number])[]): void {
  const { journal } = node;
  const { queries } = node.readModels;
  const head = journal.head();
  const first = journal.read(-1, 1)[0]?.clock ?? 0;
  for (const [known, effective] of asked) {
    const sequence = Math.round(known * (head.sequence + 1)) - 1;
    const asOf = Math.round(first + effective * (head.clock - first));
    const expected = oracle(journal, ids, asOf, sequence);
    for (const id of ids) {
      const body = queries.commitment(id, { asOf, sequence })?.body;
      expect(body && JSON.parse(body)).toEqual(expected.find(({ view }) => view.id === id)?.view);
    }
    for (const filter of FILTERS) {
      const wanted = expected.filter((listed) => holds(filter, listed)).map(({ view }) => view);
      expect(everyPage(queries, filter, { asOf, sequence })).toEqual(wanted);
    }
  }
}

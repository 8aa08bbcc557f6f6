// Counts on both clocks, against an oracle: fold afresh what was recorded up to a sequence, look at an instant, and count.
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { statusAt } from '../../src/domain/commitment/headline.ts';
import { type CommitmentView, present } from '../../src/domain/commitment/present.ts';
import { type Segment, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { readEvent } from '../../src/domain/read.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import { foldedBatches } from '../../src/projections/build/foldedBatches.ts';
import { RowWriter } from '../../src/projections/build/rowWriter.ts';
import { openModelsReader } from '../../src/projections/modelsFile.ts';
import type { AsOf, Queries, StatisticsScope } from '../../src/projections/readModels.ts';
import { TABLES } from '../../src/projections/schema.ts';
import { LAST_MOVED, MOVED, MOVING, TALLIED } from '../../src/projections/statistics/movedRows.ts';
import { NEXT_SCOPE, RANGE } from '../../src/projections/statistics/upperLevels.ts';
import { arbitraryHistory } from '../support/arbitraryHistory.ts';
import { agreedBody, citations, openNode, registerBasics } from '../support/node.ts';
import { idOf, membersThen, recorded } from '../support/recordedHistories.ts';
import { tempDir } from '../support/tempDir.ts';

/** So that short histories fill blocks, and crowd months, as long ones do. */
vi.mock('../../src/projections/statistics/sizes.ts', () => ({ BLOCK: 4, RADIX: 2, CROWDED: 4 }));

const DAY = 86_400_000;

type Counts = Record<string, number>;
const raise = (counts: Counts, name: string, by = 1) => {
  counts[name] = (counts[name] ?? 0) + by;
};

/** What one commitment is at a point: the answer it gives, and the months of what came about by then. */
interface There {
  readonly view: CommitmentView;
  readonly months: Readonly<Record<string, string>>;
}

const month = ({ from }: Segment): string => new Date(from).toISOString().slice(0, 7);

function monthsOf(segments: readonly Segment[]): Record<string, string> {
  const first = (fits: (segment: Segment) => boolean) => segments.filter(fits).map(month)[0];
  const ends = ['superseded', 'withdrawn', 'lapsed'];
  const months = {
    opened: first(() => true),
    agreed: first(({ state }) => state.agreed),
    delivered: first(({ state, from }) => statusAt(state, from) === 'delivered'),
    ended: first(({ state, from }) => ends.includes(statusAt(state, from))),
  };
  return JSON.parse(JSON.stringify(months));
}

function there(journal: Journal, ids: readonly string[], { asOf, sequence }: AsOf): There[] {
  return ids.flatMap((id) => {
    const entries = journal.readStream(`commitment-${id}`, sequence);
    const facts = entries.map((entry) => readEvent(envelopeOf(entry)) as CommitmentFact);
    if (facts.length === 0) return [];
    const { record, timeline } = commitmentOf(facts);
    const segments = segmentsOf(timeline).filter(({ from }) => from <= asOf);
    const segment = segments.at(-1);
    if (segment === undefined) return [];
    const view = present(identityOf(id, record), segment.state, segment.from);
    return [{ view: JSON.parse(JSON.stringify(view)) as CommitmentView, months: monthsOf(segments) }];
  });
}

/** For each party and assessor the verdict that rules: the latest final one, or the latest interim one. */
const rulingsOf = ({ verdict }: CommitmentView) =>
  verdict.flatMap(({ verdicts }) =>
    [...Map.groupBy(verdicts, ({ party }) => party).values()].map(
      (own) => own.findLast(({ stage }) => stage === 'final') ?? own[own.length - 1],
    ),
  ) as { party: string; stage: string; verdict: string }[];

const SCORES: Counts = { kept: 1, partly_kept: 0, not_kept: -1 };
const mean = (scores: readonly number[]): number | null =>
  scores.length === 0 ? null : Math.round((scores.reduce((a, b) => a + b, 0) / scores.length) * 1000) / 1000;

function collectiveOf(found: readonly There[]) {
  const rated = found.flatMap(({ view }) => {
    const left = view.position.filter(({ position }) => position === 'withdrew').map(({ party }) => party);
    const committers = view.parties.filter(({ role, code }) => role === 'committer' && !left.includes(code));
    return rulingsOf(view).filter(
      ({ party, verdict }) => verdict in SCORES && committers.some(({ code }) => code === party),
    );
  });
  const of = found.map(({ view }) =>
    view.verdict.length > 0
      ? view.verdict.reduce((sum, { coverage }) => sum + coverage.of, 0)
      : view.parties.filter(
          ({ role, code }) =>
            role === 'committer' && view.position.find(({ party }) => party === code)?.position !== 'withdrew',
        ).length,
  );
  const those = (verdict: string) => rated.filter((one) => one.verdict === verdict).length;
  return {
    score: mean(rated.map(({ verdict }) => SCORES[verdict] ?? 0)),
    kept: those('kept'),
    partly_kept: those('partly_kept'),
    not_kept: those('not_kept'),
    coverage: { rated: rated.length, of: of.reduce((a, b) => a + b, 0) },
  };
}

const listed = (counts: Counts) =>
  Object.entries(counts)
    .map(([value, count]) => ({ value, count }))
    .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

function axesOf(found: readonly There[]) {
  const counts: Record<'status' | 'delivery' | 'timeliness', Counts> = { status: {}, delivery: {}, timeliness: {} };
  for (const { view } of found) {
    raise(counts.status, view.status);
    raise(counts.delivery, view.delivery.level);
    raise(counts.timeliness, view.timeliness);
  }
  return { commitments: found.length, ...counts };
}

function verdictsOf(found: readonly There[], of?: string) {
  const counts: Record<string, Counts> = { final: {}, interim: {} };
  for (const { view } of found) {
    for (const { party, stage, verdict } of rulingsOf(view)) {
      if (of === undefined || of === party) raise(counts[stage] ?? {}, verdict);
    }
  }
  return counts;
}

function expectedStatistics(all: readonly There[], scope: StatisticsScope) {
  const found = all.filter(({ view }) => isIn(view, scope));
  return {
    ...axesOf(found),
    verdict: verdictsOf(found, scope.by === 'party' ? scope.value : undefined),
    collective: collectiveOf(found),
    ...(scope.by === 'kind' ? {} : { kind: counted(found, ({ view }) => [view.kind]) }),
    ...(scope.by === 'party' || scope.by === 'area'
      ? {}
      : {
          party: listed(counted(found, ({ view }) => view.parties.map(({ code }) => code))),
          area: listed(counted(found, ({ view }) => view.areas)),
        }),
    months: monthsIn(found),
  };
}

function counted(found: readonly There[], valuesOf: (one: There) => readonly string[]): Counts {
  const counts: Counts = {};
  for (const value of found.flatMap(valuesOf)) raise(counts, value);
  return counts;
}

function monthsIn(found: readonly There[]) {
  const milestones = ['opened', 'agreed', 'delivered', 'ended'];
  const names = new Set(found.flatMap(({ months }) => Object.values(months)));
  return [...names].sort().map((name) => {
    const reached = milestones.map((milestone) => [
      milestone,
      found.filter(({ months }) => months[milestone] === name).length,
    ]);
    return { month: name, ...Object.fromEntries(reached) };
  });
}

function isIn(view: CommitmentView, scope: StatisticsScope): boolean {
  if (scope.by === 'kind') return view.kind === scope.value;
  if (scope.by === 'party') return view.parties.some(({ code }) => code === scope.value);
  return scope.by === undefined || view.areas.includes(scope.value);
}

function expectedScorecard(all: readonly There[], party: string) {
  const found = all.filter(({ view }) => isIn(view, { by: 'party', value: party }));
  const verdicts = verdictsOf(found, party);
  const own = found.flatMap(({ view }) => rulingsOf(view).filter((ruling) => ruling.party === party));
  const scores = own.flatMap(({ verdict }) => SCORES[verdict] ?? []);
  return {
    party,
    ...axesOf(found),
    own: { score: mean(scores), rated: scores.length, verdicts },
    collective: collectiveOf(found),
  };
}

/** Without what counts 0: closed lists show all their values. */
const present0 = (answer: unknown): unknown =>
  JSON.parse(JSON.stringify(answer), (name, value) =>
    ['status', 'delivery', 'timeliness', 'kind', 'final', 'interim'].includes(name) && typeof value === 'object'
      ? Object.fromEntries(Object.entries(value).filter(([, count]) => count !== 0))
      : value,
  );

const SCOPES: readonly StatisticsScope[] = [
  {},
  { by: 'kind', value: 'cooperation' },
  { by: 'kind', value: 'body' },
  { by: 'party', value: 'KR' },
  { by: 'party', value: 'NATO' },
  { by: 'area', value: 'space' },
];
const PARTIES = ['KR', 'NATO', 'JP', 'AU', 'NZ'];

async function compare(
  queries: Pick<Queries, 'statistics' | 'scorecard' | 'scorecards'>,
  journal: Journal,
  ids: readonly string[],
  at: AsOf,
): Promise<void> {
  const all = there(journal, ids, at);
  for (const scope of SCOPES) {
    const answer: unknown = JSON.parse(await queries.statistics(scope, at));
    expect(present0(answer), JSON.stringify({ scope, at })).toEqual(expectedStatistics(all, scope));
  }
  const cards = PARTIES.map((party) => expectedScorecard(all, party));
  for (const card of cards) {
    expect(present0(JSON.parse(await queries.scorecard(card.party, at)))).toEqual(card);
  }
  const ordered = cards.filter(({ commitments }) => commitments > 0).sort((a, b) => (a.party < b.party ? -1 : 1));
  const pages: unknown[] = [];
  for (let cursor: string | undefined, more = true; more; more = cursor !== undefined) {
    const page = await queries.scorecards(cursor === undefined ? { limit: 2 } : { limit: 2, cursor }, at);
    pages.push(...page.items.map((item) => present0(JSON.parse(item))));
    cursor = page.next;
  }
  expect(pages).toEqual(ordered);
  const members = [...new Set(membersThen(journal, 'IP4', at.asOf, at.sequence))].sort();
  const grouping = JSON.parse(await queries.scorecard('IP4', at)) as { commitments: number; members?: unknown[] };
  expect(grouping.commitments).toBe(0);
  expect(present0(grouping.members ?? [])).toEqual(members.map((party) => expectedScorecard(all, party)));
}

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
          for (const point of asked.map((place) => pointAt(journal, place))) {
            await compare(node.readModels.queries, journal, ids, point);
          }
          expect(rowsOf(dir, 'next.db')).toEqual(rowsOf(dir, 'models.db'));
        } finally {
          await node.close();
        }
      }),
      { numRuns: 8 },
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
        await compare(node.readModels.queries, node.journal, ids, { asOf: (entry?.clock ?? 0) + days * DAY, sequence });
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
      [MOVING, [0, 0, 1, 1, '']],
      [TALLIED, [0, '', 1, 1]],
      [LAST_MOVED, []],
      [NEXT_SCOPE, [0, '']],
    ] as const) {
      const plan = db.prepare(`EXPLAIN QUERY PLAN ${sql}`).all(...values);
      for (const row of plan) expect(String(Object.values(row)[3]), sql).toMatch(/^SEARCH (tally|moved|m|r)\b/);
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
  const writer = new RowWriter(db);
  const asked = { sequence: journal.head().sequence, now: 0, share: { reader: 0, readers: 1 } };
  for (const batch of foldedBatches(journal, asked)) writer.write(batch);
  writer.sort();
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
    day: Math.ceil((clock + 1) / 86_400_000) * 86_400_000 - 1,
    ahead: Math.round(clock + (effective + 0.5) * 500 * 86_400_000),
  }[how];
  return { asOf: asOf ?? clock, sequence };
}

function rowsOf(dir: string, file: string): unknown[] {
  const db = new DatabaseSync(join(dir, file), { readOnly: true });
  const rows = ['moved', 'moving', 'tally'].map((table) => db.prepare(`SELECT * FROM ${table}`).all());
  db.close();
  return rows;
}

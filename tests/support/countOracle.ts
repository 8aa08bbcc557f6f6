// What counts on two clocks must be: what was recorded up to a sequence is folded afresh, looked at as of an instant, and
// counted one by one.
import { expect } from 'vitest';
import { commitmentOf, identityOf } from '../../src/domain/commitment/commitment.ts';
import type { CommitmentFact } from '../../src/domain/commitment/events.ts';
import { statusAt } from '../../src/domain/commitment/headline.ts';
import { type CommitmentView, present } from '../../src/domain/commitment/present.ts';
import { type Segment, segmentsOf } from '../../src/domain/commitment/timeline.ts';
import { readEvent } from '../../src/domain/read.ts';
import { envelopeOf, type Journal } from '../../src/journal/journal.ts';
import type { AsOf, Queries, StatisticsScope } from '../../src/projections/readModels.ts';
import { membersThen } from './recordedHistories.ts';

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
    agreed: first(({ state }) => state.agreed !== undefined),
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
  verdict
    .flatMap(({ verdicts }) =>
      [...Map.groupBy(verdicts, ({ party }) => party).values()].map(
        (own) => own.findLast(({ stage }) => stage === 'final') ?? own[own.length - 1],
      ),
    )
    .flatMap((ruling) => (ruling?.verdict == null ? [] : [{ ...ruling, verdict: ruling.verdict }]));

const SCORES: Counts = { kept: 1, partly_kept: 0, not_kept: -1 };
const mean = (scores: readonly number[]): number | null =>
  scores.length === 0 ? null : Math.round((scores.reduce((a, b) => a + b, 0) / scores.length) * 1000) / 1000;

function collectiveOf(found: readonly There[]) {
  const rated = found.flatMap(({ view }) => {
    const left = view.position.filter(({ position }) => position === 'withdrew').map(({ party }) => party);
    const committers = view.parties.filter(({ role, code }) => role === 'committer' && !left.includes(code));
    return rulingsOf(view)
      .filter(({ party, verdict }) => verdict in SCORES && committers.some(({ code }) => code === party))
      .map((ruling) => ({ ...ruling, of: view.id }));
  });
  const of = found.map(
    ({ view }) =>
      view.parties.filter(
        ({ role, code }) =>
          role === 'committer' && view.position.find(({ party }) => party === code)?.position !== 'withdrew',
      ).length,
  );
  const parties = new Set(rated.map(({ party, of: commitment }) => `${commitment} ${party}`));
  const those = (verdict: string) => rated.filter((one) => one.verdict === verdict).length;
  return {
    score: mean(rated.map(({ verdict }) => SCORES[verdict] ?? 0)),
    kept: those('kept'),
    partly_kept: those('partly_kept'),
    not_kept: those('not_kept'),
    coverage: { rated: parties.size, of: of.reduce((a, b) => a + b, 0) },
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
          party: listed(counted(found, ({ view }) => [...new Set(view.parties.map(({ code }) => code))])),
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
  const found = all.filter(({ view }) => view.parties.some(({ code, role }) => code === party && role === 'committer'));
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

/** Every scope, scorecard and page of scorecards at a point, as counted and as answered. */
export async function compareCounts(
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
  const taking = PARTIES.filter((code) => all.some(({ view }) => isIn(view, { by: 'party', value: code })));
  const cards = taking.map((party) => expectedScorecard(all, party));
  for (const card of cards) {
    expect(present0(JSON.parse(await queries.scorecard(card.party, at)))).toEqual(card);
  }
  const ordered = cards.sort((a, b) => (a.party < b.party ? -1 : 1));
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

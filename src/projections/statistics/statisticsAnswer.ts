// Counts as the public reads them.

import { asRead } from '../../domain/alike.ts';
import { KINDS } from '../../domain/commitment/acts.ts';
import { STATUSES, TIMELINESS } from '../../domain/commitment/headline.ts';
import { DELIVERY } from '../../domain/commitment/payloads.ts';
import type { Rater, Scored } from '../../domain/commitment/verdicts.ts';
import { monthText } from '../month.ts';
import type { FacetName, StatisticsScope } from '../readModels.ts';
import { COMMITMENTS } from './counts.ts';
import type { Counted } from './countsAt.ts';
import { listsOf } from './statisticsLists.ts';
import * as codes from './values.ts';

/** Of values of which there may be any number: the most frequent first. */
export interface ValueCount {
  readonly value: string;
  readonly count: number;
}

const countOf = (counted: Counted, code: string): number => counted.get(code) ?? 0;

const each = <Value extends string>(counted: Counted, values: readonly Value[], codeOf: (value: Value) => string) =>
  Object.fromEntries(values.map((value) => [value, countOf(counted, codeOf(value))])) as Record<Value, number>;

export const inOrder = (counts: readonly ValueCount[]): ValueCount[] =>
  counts.toSorted((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

/** The values counted under a letter. */
export const valuesUnder = (counted: Counted, letter: string): ValueCount[] =>
  [...counted]
    .filter(([code, count]) => code.startsWith(letter) && count !== 0)
    .map(([code, count]) => ({ value: code.slice(1), count }));

/** Of a closed list, the values that anything has. */
const had = (counts: Readonly<Record<string, number>>): ValueCount[] =>
  Object.entries(counts).flatMap(([value, count]) => (count === 0 ? [] : [{ value, count }]));

/** The counts of a scope by each facet. A kind's own scope has all of it under its name. */
export const listedBy: Readonly<Record<FacetName, (counted: Counted, scope: StatisticsScope) => ValueCount[]>> = {
  status: (counted) => had(each(counted, STATUSES, codes.statusCode)),
  timeliness: (counted) => had(each(counted, TIMELINESS, codes.timelinessCode)),
  kind: (counted, scope) =>
    had(scope.by === 'kind' ? { [scope.value]: countOf(counted, COMMITMENTS) } : each(counted, KINDS, codes.kindCode)),
  party: (counted) => valuesUnder(counted, 'p'),
  area: (counted) => valuesUnder(counted, 'a'),
};

const verdictsIn = (counted: Counted) =>
  Object.fromEntries(
    codes.STAGES.map((stage) => [stage, each(counted, codes.VERDICTS, (verdict) => codes.verdictCode(stage, verdict))]),
  ) as Record<codes.Stage, Record<(typeof codes.VERDICTS)[number], number>>;

/** Law: a mean is within one assessor, one scale and one stage, scales alike as people read them, and says of how many. */
function meansIn(counted: Counted, of: keyof typeof codes.SCORES, owed: number) {
  const all = valuesUnder(counted, codes.SCORES[of]).map(({ value, count }) => ({ ...codes.scoreIn(value), count }));
  const sorted = all.toSorted((a, b) => (orderOf(a) < orderOf(b) ? -1 : 1));
  const groups = Map.groupBy(sorted, (one) => JSON.stringify([one.assessor, asRead(one.scale ?? ''), one.stage]));
  return [...groups.values()].map((group) => {
    const n = (verdict: Scored) => group.reduce((sum, one) => sum + (one.verdict === verdict ? one.count : 0), 0);
    const { assessor, scale, stage } = group[0] as (typeof group)[number];
    const [kept, partly, not] = [n('kept'), n('partly_kept'), n('not_kept')];
    const score = scoreOf(kept, partly, not);
    const counts = { kept, partly_kept: partly, not_kept: not };
    return { assessor, scale, stage, score, ...counts, coverage: { rated: kept + partly + not, of: owed } };
  });
}

const orderOf = ({ assessor, scale, stage }: Rater): string =>
  JSON.stringify([assessor, asRead(scale ?? ''), stage, scale]);

/** Law: a score is the mean of party scores (kept 1, partly kept 0, not kept -1), and of nothing else. */
const scoreOf = (kept: number, partlyKept: number, notKept: number): number | null => {
  const rated = kept + partlyKept + notKept;
  return rated === 0 ? null : Math.round(((kept - notKept) / rated) * 1000) / 1000;
};

const collectiveIn = (counted: Counted) => {
  const of = countOf(counted, codes.COVERAGE.of);
  return {
    coverage: { rated: countOf(counted, codes.COVERAGE.rated), of },
    means: meansIn(counted, 'owing', of),
  };
};

const axesIn = (counted: Counted) => ({
  commitments: countOf(counted, COMMITMENTS),
  status: each(counted, STATUSES, codes.statusCode),
  delivery: each(counted, DELIVERY, codes.deliveryCode),
  timeliness: each(counted, TIMELINESS, codes.timelinessCode),
});

function monthsIn(counted: Counted) {
  const letters = Object.entries(codes.MILESTONES) as [codes.Milestone, string][];
  const months = new Set(
    letters.flatMap(([, letter]) => valuesUnder(counted, letter).map(({ value }) => Number(value))),
  );
  return [...months]
    .sort((a, b) => a - b)
    .map((month) => ({
      month: monthText(month),
      ...(Object.fromEntries(
        letters.map(([milestone]) => [milestone, countOf(counted, codes.milestoneCode(milestone, month))]),
      ) as Record<codes.Milestone, number>),
    }));
}

/** What a scope is of leaves something out: it has one kind, and parties and areas are counted for all or for a kind. */
export const statisticsAnswer = (counted: Counted, scope: StatisticsScope) => ({
  lists: listsOf(scope.by === undefined ? undefined : scope),
  ...axesIn(counted),
  verdict: verdictsIn(counted),
  collective: collectiveIn(counted),
  ...(scope.by === 'kind' ? {} : { kind: each(counted, KINDS, codes.kindCode) }),
  ...(scope.by === 'party' || scope.by === 'area'
    ? {}
    : { party: inOrder(valuesUnder(counted, 'p')), area: inOrder(valuesUnder(counted, 'a')) }),
  months: monthsIn(counted),
});
export type StatisticsAnswer = ReturnType<typeof statisticsAnswer>;

/** @param counted of the party's own scope */
export function scorecardAnswer(party: string, counted: Counted) {
  return {
    party,
    lists: listsOf({ by: 'owedBy', value: party }),
    ...axesIn(counted),
    own: { verdicts: verdictsIn(counted), means: meansIn(counted, 'own', countOf(counted, COMMITMENTS)) },
    collective: collectiveIn(counted),
  };
}
export type ScorecardAnswer = ReturnType<typeof scorecardAnswer>;

// Counts as a person reads them: a heading, and under it what there is, in columns.
import type { ScorecardAnswer, StatisticsAnswer, ValueCount } from '../../projections/statistics/statisticsAnswer.ts';
import { columns } from './columns.ts';
import { oneLine } from './plain.ts';
import { words } from './words.ts';

type Counts = Readonly<Record<string, number>>;

/** Of a list without end, so many. */
const SHOWN = 20;

const section = (heading: string, rows: readonly (readonly string[])[]): string =>
  rows.length === 0 ? '' : `\n${heading}\n${columns(rows.map((row) => ['', ...row]))}`;

/** What there is none of is left out. */
const counted = (counts: Counts): string[][] =>
  Object.entries(counts).flatMap(([value, count]) => (count === 0 ? [] : [[words(value), String(count)]]));

function listed(all: readonly ValueCount[] = []): string[][] {
  const rows = all.slice(0, SHOWN).map(({ value, count }) => [value, String(count)]);
  return all.length > SHOWN ? [...rows, [`and ${all.length - SHOWN} more`]] : rows;
}

const verdicts = ({ final, interim }: StatisticsAnswer['verdict']): string[][] => [
  ...counted(final),
  ...counted(interim).map(([verdict = '', count = '']) => [`${verdict} (interim)`, count]),
];

const scored = (score: number | null): string => (score === null ? 'not rated' : String(score));

/** Of each commitment, every party that owes it. */
const rated = ({ coverage }: Pick<StatisticsAnswer['collective'], 'coverage'>): string =>
  `${coverage.rated} of ${coverage.of} obligations rated`;

/** A line for each assessor, scale and stage: there is no mean over several. */
const means = (all: StatisticsAnswer['collective']['means']): string[][] =>
  all.map(({ assessor, scale, stage, score, coverage }) => [
    `${oneLine(assessor)}${scale === null ? '' : `, ${oneLine(scale)}`} (${stage})`,
    scored(score),
    `${coverage.rated} of ${coverage.of}`,
  ]);

export const statisticsPage = (all: StatisticsAnswer): string =>
  [
    `${all.commitments} commitments; ${rated(all.collective)}\n`,
    section('STATUS', counted(all.status)),
    section('DELIVERY', counted(all.delivery)),
    section('TIMELINESS', counted(all.timeliness)),
    section('VERDICTS', verdicts(all.verdict)),
    section('MEANS, AND HOW MANY ARE RATED', means(all.collective.means)),
    section('KIND', counted(all.kind ?? {})),
    section('PARTY', listed(all.party)),
    section('AREA', listed(all.area)),
    all.months.length === 0 ? '' : `\n${months(all.months)}`,
  ].join('');

const months = (all: StatisticsAnswer['months']): string =>
  columns([
    ['MONTH', 'OPENED', 'AGREED', 'DELIVERED', 'ENDED'],
    ...all.map(({ month, opened, agreed, delivered, ended }) => [
      month,
      ...[opened, agreed, delivered, ended].map((count) => (count === 0 ? '-' : String(count))),
    ]),
  ]);

export type Scorecard = ScorecardAnswer & { readonly members?: readonly ScorecardAnswer[] };

const row = ({ party, commitments, status, timeliness, own, collective: all }: ScorecardAnswer): string[] => [
  party,
  String(commitments),
  String(status.delivered),
  String(timeliness.overdue),
  verdicts(own.verdicts)
    .map((cells) => cells.join(' '))
    .join(', ') || '-',
  `${all.coverage.rated} of ${all.coverage.of}`,
];
const HEAD = ['MEMBER', 'COMMITMENTS', 'DELIVERED', 'OVERDUE', 'ITS VERDICTS', 'PARTIES RATED'];

/** @param card of a grouping: its own row, and apart from it one of each member */
export const scorecardPage = (card: Scorecard): string =>
  [
    `${card.party}: ${card.commitments} commitments\n`,
    `${rated(card.collective)}\n`,
    section('STATUS', counted(card.status)),
    section('DELIVERY', counted(card.delivery)),
    section('TIMELINESS', counted(card.timeliness)),
    section('ITS VERDICTS', verdicts(card.own.verdicts)),
    section('ITS OWN MEANS, AND HOW MANY OF ITS COMMITMENTS ARE RATED', means(card.own.means)),
    section('MEANS OF ALL WHO OWE THEM, AND HOW MANY ARE RATED', means(card.collective.means)),
    card.members === undefined ? '' : `\n${columns([HEAD, ...card.members.map(row)])}`,
  ].join('');
